// SPDX-License-Identifier: MIT
// Logins that fail: libsasl's code, and the sentence in sasl_errdetail.
#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <string>

#include "tests/host/child.h"
#include "tests/host/program.h"
#include "tests/host/sandbox.h"

namespace host {
namespace {

constexpr char refusal[] = R"({"status":"400","schemes":"Bearer"})";

class FailuresTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FailuresTest);
  CPPUNIT_TEST(an_account_that_is_missing_is_named);
  CPPUNIT_TEST(a_password_that_is_no_token_is_not_repeated);
  CPPUNIT_TEST(a_broken_configuration_hides_no_mechanism);
  CPPUNIT_TEST(a_broken_configuration_stays_broken_at_a_second_start);
  CPPUNIT_TEST(a_broken_record_is_named);
  CPPUNIT_TEST(control_bytes_are_refused);
  CPPUNIT_TEST(a_refused_token_is_remembered_and_replaced_at_the_next_login);
  CPPUNIT_TEST(a_server_that_is_away_is_not_asked_again_at_once);
  CPPUNIT_TEST_SUITE_END();

  Sandbox sandbox_;
  Program program_;

  void play(const std::function<void()>& act) {
    in_child([&] {
      sandbox_.enter();
      begin();
      act();
      program_.assert_discreet();
    });
  }

  /// One login by procedures, and one by prompts.
  void assert_fails(int code, const std::string& words, const std::string& sentence) {
    for (const sasl_callback_t* callbacks : {program_.procedures(), program_.prompts()}) {
      program_.log.clear();
      Login login(program_, callbacks);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(sentence, code, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(
          "SASL(" + std::to_string(code) + "): " + words + ": sasl-oauth: " + sentence,
          login.detail());
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), program_.log.size());
      CPPUNIT_ASSERT_EQUAL("sasl-oauth: " + sentence, program_.log[0]);
    }
  }

  /// As above, but with a sentence that only holds `part`.
  void assert_fails_with(int code, const std::string& part) {
    Login login(program_, program_.procedures());
    CPPUNIT_ASSERT_EQUAL(code, login.start("XOAUTH2"));
    const std::string detail = login.detail();
    CPPUNIT_ASSERT_MESSAGE(detail, detail.find(part) != std::string::npos);
  }

 public:
  void an_account_that_is_missing_is_named() {
    play([&] {
      for (const char* password : {"", "-", "oauth2", "oauth2:u@example.org"}) {
        program_.password = password;
        assert_fails(SASL_FAIL, "generic failure",
                     "there is no account u@example.org in " + sandbox_.store() +
                         "; run as this user: sasl-oauth login u@example.org");
      }
      program_.password = "file:/nonexistent/token";
      assert_fails(SASL_FAIL, "generic failure",
                   "cannot open /nonexistent/token: No such file or directory; create it, or "
                   "correct the path");
    });
  }

  void a_password_that_is_no_token_is_not_repeated() {
    play([&] {
      program_.password = "s3cr3t word";
      assert_fails(SASL_BADPARAM, "invalid parameter supplied",
                   "the password is neither an access token nor \"oauth2\" nor a token file, and "
                   "there is no account u@example.org: sign in with sasl-oauth login "
                   "u@example.org; if this is an ordinary password, keep this program from "
                   "choosing XOAUTH2 and OAUTHBEARER: \"AuthMechs PLAIN LOGIN\" in mbsync, "
                   "\"smtp_sasl_mechanism_filter = plain, login\" in Postfix, -m PLAIN for imtest, "
                   "-Y PLAIN for ldapsearch, or \"prefer: auto PROGRAM=no\" in plugin.conf");
      program_.password = "/s3cr3t";
      assert_fails(SASL_FAIL, "generic failure",
                   "the password begins with '/' but is no path of a file that this program can "
                   "see; write file:PATH to have it named here, token:TEXT if it is an access "
                   "token");
    });
  }

  void a_broken_configuration_hides_no_mechanism() {
    sandbox_.add_account("u@example.org");
    sandbox_.configure("\n[network]\nproxi = \"x\"\n");
    play([&] {
      Login login(program_, program_.procedures());
      const char* list = nullptr;
      CPPUNIT_ASSERT_EQUAL(SASL_OK, sasl_listmech(login.connection(), nullptr, " ", " ", " ", &list,
                                                  nullptr, nullptr));
      CPPUNIT_ASSERT_MESSAGE(list, std::string(list).find(" XOAUTH2 ") != std::string::npos);
      CPPUNIT_ASSERT_MESSAGE(list, std::string(list).find(" OAUTHBEARER ") != std::string::npos);
      assert_fails_with(SASL_FAIL,
                        "generic failure: sasl-oauth: " + sandbox_.path("config.toml") + ":5: ");
      assert_fails_with(SASL_FAIL, "proxi");
    });
  }

  // Nothing is left of the first reading that a later login would take for a configuration.
  void a_broken_configuration_stays_broken_at_a_second_start() {
    sandbox_.add_old_account("u@example.org", dead_endpoint());
    sandbox_.configure("\n[network]\nproxi = \"x\"\n");
    const std::string record = sandbox_.record("u@example.org");
    play([&] {
      for (int i = 0; i < 3; ++i) {
        assert_fails_with(SASL_FAIL, sandbox_.path("config.toml") + ":5: ");
        sasl_done();
        begin();
      }
      CPPUNIT_ASSERT_EQUAL(record, sandbox_.record("u@example.org"));
    });
  }

  void a_broken_record_is_named() {
    sandbox_.write("store/u@example.org.json", "{\"version\":1,");
    play([&] {
      assert_fails_with(SASL_FAIL, "sasl-oauth: " + sandbox_.store() + "/u@example.org.json");
    });
  }

  void control_bytes_are_refused() {
    const std::string file = sandbox_.write("line", "ya29.s3cr3t\x01user=root\n");
    play([&] {
      program_.user =
          "u\x01"
          "auth=Bearer s3cr3t";
      assert_fails(SASL_BADPARAM, "invalid parameter supplied",
                   "the user name has a control character in it; correct it");
      program_.user = "u@example.org";
      program_.password = "ya29.s3cr3t\x01user=root";
      assert_fails_with(SASL_BADPARAM, "the password is neither an access token nor");
      program_.password = "token:ya29.s3cr3t\x01user=root";
      assert_fails_with(SASL_BADPARAM, "the access token after \"token:\" is empty or has a");
      program_.password = std::string("ya29.s3cr3t\0", 12);
      assert_fails_with(SASL_BADPARAM, "the password is neither an access token nor");
      program_.password = file;
      assert_fails_with(SASL_FAIL, file + " is neither a token file nor one line with an access");
    });
  }

  void a_refused_token_is_remembered_and_replaced_at_the_next_login() {
    sandbox_.add_account("u@example.org", dead_endpoint());
    play([&] {
      {
        Login login(program_, program_.procedures());
        CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
        CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(refusal));
        CPPUNIT_ASSERT_EQUAL(std::string(), login.sent());
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), program_.log.size());
        CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: imap.example.org refused the access token of "
                                         "u@example.org, status 400"),
                             program_.log[0]);
      }
      const std::string record = sandbox_.record("u@example.org");
      CPPUNIT_ASSERT(record.find("\"was_refused\": true") != std::string::npos);
      CPPUNIT_ASSERT(record.find("\"expires_at\": 0") != std::string::npos);
      CPPUNIT_ASSERT(record.find("s3cr3t") != std::string::npos);
      assert_fails_with(SASL_UNAVAIL, "remote authentication server unavailable: sasl-oauth: ");
      CPPUNIT_ASSERT_EQUAL(0, program_.password_calls);
    });
  }

  void a_server_that_is_away_is_not_asked_again_at_once() {
    sandbox_.add_old_account("u@example.org", dead_endpoint());
    play([&] {
      assert_fails_with(SASL_UNAVAIL, "127.0.0.1");
      assert_fails_with(SASL_UNAVAIL, "no new token for u@example.org ");
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FailuresTest);

}  // namespace
}  // namespace host
