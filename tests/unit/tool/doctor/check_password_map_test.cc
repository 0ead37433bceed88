// SPDX-License-Identifier: MIT
#include "tool/doctor/check_password_map.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"
#include "tests/support/memory_files.h"

namespace tool {
namespace {

class CheckPasswordMapTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckPasswordMapTest);
  CPPUNIT_TEST(reads_the_source_of_a_map);
  CPPUNIT_TEST(tells_of_a_source_that_is_missing_open_or_newer_than_its_table);
  CPPUNIT_TEST(passes_over_other_tables_with_a_note);
  CPPUNIT_TEST(tells_of_an_entry_without_account);
  CPPUNIT_TEST(tells_of_a_token_file_that_is_missing);
  CPPUNIT_TEST(separates_passwords_from_tokens);
  CPPUNIT_TEST(tells_of_a_relayhost_without_entry);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    files_ = {};
    facts_ = {};
    postfix_ = {};
    postfix_.settings.parameters = {{"mail_owner", "postfix"},
                                    {"queue_directory", "/spool"},
                                    {"smtp_sasl_password_maps", "hash:/m"}};
    postfix_.serves = [](const std::string& user) { return user == "you@h"; };
    postfix_.has_file = [](const std::string&) { return false; };
    postfix_.ranks_high = true;
  }

  void reads_the_source_of_a_map() {
    files_.files["/m"] = {"h you@h:oauth2\n"};
    facts_.facts["/m"] = {};
    facts_.facts["/m.db"] = {};
    for (const char* maps : {"hash:/m", "proxy:hash:/m", "texthash:/m", " hash:/m,hash:/m"}) {
      const PasswordMaps read = read_password_maps(maps, files_, facts_);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(maps, std::string(), told(read.findings));
      CPPUNIT_ASSERT_EQUAL(std::string("you@h"), read.entries.at(0).user);
    }
    const PasswordMaps fixed = read_password_maps("static:{you@h:oauth2}", files_, facts_);
    CPPUNIT_ASSERT(fixed.entries.at(0).kind == PasswordKind::account);
  }

  void tells_of_a_source_that_is_missing_open_or_newer_than_its_table() {
    assert_found("lmdb:/m",
                 "problem: smtp_sasl_password_maps names /m, which is not there -> sudo "
                 "sasl-oauth postfix RELAY ACCOUNT --apply\n");
    files_.files["/m"] = {"h you@h:oauth2\n", true};
    facts_.facts["/m"].changed_at = oauth::from_unix(1000);
    assert_found("lmdb:/m", "");
    files_.files["/m"] = {"h you@h:canary\n", true};
    assert_found("lmdb:/m", "warning: /m can be read by others -> chmod 600 /m\n");
    assert_found("lmdb:/m",
                 "problem: /m.lmdb is not there: Postfix defers all mail -> postmap lmdb:/m\n");
    facts_.facts["/m.lmdb"].changed_at = oauth::from_unix(999);
    assert_found("lmdb:/m",
                 "problem: /m.lmdb is older than /m: Postfix uses what stood there before "
                 "-> postmap lmdb:/m\n");
    files_.files["/m"].is_forbidden = true;
    CPPUNIT_ASSERT_EQUAL(std::string("note: "),
                         told(read_password_maps("lmdb:/m", files_, facts_).findings).substr(0, 6));
  }

  void passes_over_other_tables_with_a_note() {
    assert_found("mysql:/m",
                 "note: smtp_sasl_password_maps names a mysql table, which doctor does "
                 "not look into -> postmap -q SERVER mysql:...\n");
    CPPUNIT_ASSERT(files_.paths_read.empty());
  }

  void tells_of_an_entry_without_account() {
    postfix_.passwords = {{1, "s", "me@h", PasswordKind::account, "me@h"},
                          {2, "t", "me@h", PasswordKind::named_account, "work"}};
    assert_told(
        "problem: Postfix signs in to s as me@h, and its user has no account me@h -> sudo "
        "sasl-oauth login me@h --for postfix\n");
    assert_told(
        "problem: Postfix signs in to t as me@h, and its user has no account work -> sudo "
        "sasl-oauth login work --for postfix\n");
  }

  void tells_of_a_token_file_that_is_missing() {
    postfix_.passwords = {{1, "s", "me@h", PasswordKind::token_file, "/t"}};
    assert_told(
        "problem: Postfix signs in to s as me@h with the token file /t, which is not there "
        "-> sudo sasl-oauth login me@h --for postfix, and oauth2 as the password in the "
        "map\n");
    postfix_.has_file = [](const std::string& path) { return path == "/spool/t"; };
    CPPUNIT_ASSERT(run().find("problem") == 0);
    postfix_.settings.services = {{"smtp", "unix", true, {}}};
    CPPUNIT_ASSERT_EQUAL(std::string(), run());
  }

  void separates_passwords_from_tokens() {
    postfix_.passwords = {{1, "s", "me@h", PasswordKind::other, ""}};
    assert_told(
        "warning: Postfix has a password, or a token that nobody renews, for me@h at s: "
        "where that server offers XOAUTH2, a password is refused -> postconf -e "
        "'smtp_sasl_mechanism_filter = plain, login' && postfix reload\n");
    postfix_.passwords.push_back({2, "t", "you@h", PasswordKind::account, "you@h"});
    assert_told(
        "-> postconf -M passwords/unix='passwords unix - - n - - smtp -o "
        "smtp_sasl_mechanism_filter=plain,login', and in transport_maps: DOMAIN "
        "passwords:s\n");
    postfix_.ranks_high = false;
    CPPUNIT_ASSERT(run().find("warning") == std::string::npos);
    postfix_.settings.parameters["smtp_sasl_mechanism_filter"] = "xoauth2, oauthbearer";
    assert_told(
        "problem: Postfix has a password, or a token that nobody renews, for me@h at s, and "
        "smtp_sasl_mechanism_filter lets no password pass: \"No worthy mechs found\" -> " +
        separating_advice("s") + "\n");
    // Once the advice was followed.
    postfix_.ranks_high = true;
    postfix_.settings.services = {
        {"smtp", "unix", false, {}, false},
        {"passwords", "unix", false, {{"smtp_sasl_mechanism_filter", "plain,login"}}, false}};
    assert_told(
        "ok: Postfix has a password, or a token that nobody renews, for me@h at s, where its "
        "service passwords takes nothing but passwords (transport_maps says for which mail)\n");
    CPPUNIT_ASSERT(run().find("warning") == std::string::npos);
  }

  void tells_of_a_relayhost_without_entry() {
    postfix_.passwords = {{1, "[other]:587", "you@h", PasswordKind::account, "you@h"}};
    postfix_.settings.parameters["relayhost"] = "[smtp.example]:587";
    assert_told(
        "problem: no entry of smtp_sasl_password_maps is for the relayhost "
        "[smtp.example]:587 -> [smtp.example]:587 you@h:oauth2   (in that table, spelled as "
        "in relayhost; then postmap)\n");
    for (const char* key : {"[smtp.example]:587", "smtp.example", "you@h", ""}) {
      postfix_.passwords[0].key = key;
      CPPUNIT_ASSERT_MESSAGE(key, run().find("problem") == std::string::npos);
    }
  }

 private:
  void assert_found(const std::string& maps, const std::string& line) {
    const std::string all = told(read_password_maps(maps, files_, facts_).findings);
    CPPUNIT_ASSERT_MESSAGE(all, all.find(line) != std::string::npos);
  }

  std::string run() { return told(check_password_map(postfix_)); }

  void assert_told(const std::string& line) {
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(all, all.find(line) != std::string::npos);
  }

  oauth::MemoryFiles files_;
  FakeFileFacts facts_;
  PostfixFacts postfix_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckPasswordMapTest);

}  // namespace
}  // namespace tool
