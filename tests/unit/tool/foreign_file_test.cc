// SPDX-License-Identifier: MIT
#include "tool/foreign_file.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "oauth/os/file.h"
#include "tests/support/captured_terminal.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class ForeignFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignFileTest);
  CPPUNIT_TEST(reads_a_file_and_knows_it_by_its_content);
  CPPUNIT_TEST(believes_a_kind_that_is_named);
  CPPUNIT_TEST(decrypts_by_a_command);
  CPPUNIT_TEST(names_what_cannot_be_read);
  CPPUNIT_TEST(takes_all_accounts_of_a_file_or_says_why_one_does_not_come);
  CPPUNIT_TEST(says_what_a_file_without_an_account_is_for);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_a_file_and_knows_it_by_its_content() {
    const auto file = read(folder_.write("f", R"({"refresh_token": "R", "issued_at": 1})"));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(file));
    CPPUNIT_ASSERT(file->kind == oauth::ForeignKind::ortie);
    CPPUNIT_ASSERT_EQUAL(folder_.path() + "/f", file->source);
  }

  void believes_a_kind_that_is_named() {
    options_.foreign_kind = "oama";
    const auto file = read(folder_.write("f", R"({"refresh_token": "R", "issued_at": 1})"));
    CPPUNIT_ASSERT(file && file->kind == oauth::ForeignKind::oama);
  }

  void decrypts_by_a_command() {
    const std::string path = folder_.write("f", R"(}1 :"ta_deussi" ,"R" :"nekot_hserfer"{)");
    for (const char* command : {"rev", "rev <\"$1\""}) {
      options_.decrypt_command = command;
      const auto file = read(path);
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(file));
      CPPUNIT_ASSERT(file->kind == oauth::ForeignKind::ortie && !file->others_can_read);
    }
    options_.decrypt_command = "exit 2";
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: the command of --decrypt ended with status 2; try it in a shell"),
        oauth::sentence_of(read(path)));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: --decrypt wants a file, not the standard input"),
                         oauth::sentence_of(read("-")));
  }

  void names_what_cannot_be_read() {
    const std::string missing = folder_.path() + "/missing";
    CPPUNIT_ASSERT_EQUAL("no_access: there is no file " + missing + "; correct the path",
                         oauth::sentence_of(read(missing)));
    const std::string large =
        folder_.write("large", std::string(oauth::bounds::max_import_bytes + 1, 'x'));
    CPPUNIT_ASSERT_EQUAL(
        "no_access: " + large + " is longer than 4194304 bytes; it cannot be the right file",
        oauth::sentence_of(read(large)));
  }

  void takes_all_accounts_of_a_file_or_says_why_one_does_not_come() {
    const auto entries = entries_in(
        "[@example.com]\ntoken_url = https://x.example/t\n[a@example.com]\nrefresh_token = R\n"
        "[b@example.com]\noauth2_flow = client_credentials\n[c@example.com]\nclient_id = i\n");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(entries));
    CPPUNIT_ASSERT_EQUAL(std::size_t(3), entries->size());
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com"), (*entries)[0].name);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of((*entries)[0].record));
    const std::string machine = oauth::sentence_of((*entries)[1].record);
    CPPUNIT_ASSERT_MESSAGE(machine, machine.find("is a machine account") != machine.npos);
    const std::string empty = oauth::sentence_of((*entries)[2].record);
    CPPUNIT_ASSERT_MESSAGE(empty, empty.find("holds no refresh token") != empty.npos);
  }

  void says_what_a_file_without_an_account_is_for() {
    const std::string client = oauth::sentence_of(entries_in(R"({"installed": {}})"));
    CPPUNIT_ASSERT_MESSAGE(client,
                           client.find("run: sasl-oauth login ADDRESS --client ") != client.npos);
    const std::string key = oauth::sentence_of(entries_in(R"({"type": "service_account"})"));
    CPPUNIT_ASSERT_MESSAGE(key, key.find("run: sasl-oauth add ADDRESS --key ") != key.npos);
  }

 private:
  const oauth::TemporaryFolder folder_;
  oauth::SystemFileReader files_;
  Options options_;
  CapturedTerminal captured_;

  oauth::Result<ForeignFile> read(const std::string& path) {
    return read_foreign_file(options_, files_, path);
  }

  oauth::Result<std::vector<ForeignEntry>> entries_in(const std::string& text) {
    options_.config_file = folder_.write("config.toml", "");
    const auto world = World::open(options_);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(world));
    const auto file = read(folder_.write("g", text));
    if (!file) return file.error();
    return entries_of(*file, **world, options_, captured_.terminal);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignFileTest);

}  // namespace
}  // namespace tool
