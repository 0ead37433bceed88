// SPDX-License-Identifier: MIT
#include "tool/postfix_entries.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class PostfixEntriesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PostfixEntriesTest);
  CPPUNIT_TEST(names_each_account_by_its_login_and_keeps_the_files_user);
  CPPUNIT_TEST(takes_the_first_file_of_a_login_and_says_so);
  CPPUNIT_TEST(says_why_an_entry_does_not_come);
  CPPUNIT_TEST(names_a_map_that_is_of_no_use);
  CPPUNIT_TEST_SUITE_END();

 public:
  void names_each_account_by_its_login_and_keeps_the_files_user() {
    const auto entries = entries_of_map("a login@example.com:" + tokens("1") + "\n");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(entries));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), entries->size());
    CPPUNIT_ASSERT_EQUAL(std::string("login@example.com"), (*entries)[0].name);
    const auto& record = (*entries)[0].record;
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(record));
    CPPUNIT_ASSERT_EQUAL(std::string("login@example.com shared@example.com"),
                         record->account + " " + record->user);
  }

  void takes_the_first_file_of_a_login_and_says_so() {
    const std::string second = tokens("2");
    const auto entries =
        entries_of_map("a l@x:" + tokens("1") + "\nb L@x:" + second + "\nc m@x:" + second + "\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), entries->size());
    CPPUNIT_ASSERT_EQUAL("sasl-oauth: warning: L@x stands twice, with another file; " + second +
                             " was passed over\n",
                         captured_.errors());
  }

  void says_why_an_entry_does_not_come() {
    const auto entries = entries_of_map(
        "a l@x:/missing/file\nb m@x:" + folder_.write("broken", "{\"canary\": 1}") + "\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), entries->size());
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: there is no file /missing/file; correct the path"),
                         oauth::sentence_of((*entries)[0].record));
    const std::string broken = oauth::sentence_of((*entries)[1].record);
    CPPUNIT_ASSERT_MESSAGE(broken, broken.rfind("bad_config: ", 0) == 0);
    CPPUNIT_ASSERT_MESSAGE(broken, broken.find("canary") == broken.npos);
  }

  void names_a_map_that_is_of_no_use() {
    options_.map_file = folder_.path() + "/missing";
    CPPUNIT_ASSERT_EQUAL("no_access: there is no map " + options_.map_file + "; correct --map",
                         oauth::sentence_of(entries()));
    CPPUNIT_ASSERT(oauth::sentence_of(entries_of_map("a b:canary\n"))
                       .find(" has the path of a token file for a password") != std::string::npos);
  }

 private:
  const oauth::TemporaryFolder folder_;
  CapturedTerminal captured_;
  Options options_;

  std::string tokens(const std::string& name) const {
    return folder_.write(name, R"({"refresh_token": "R", "expiry": 0, "client_id": "id",
                                   "user": "shared@example.com"})");
  }

  oauth::Result<std::vector<ForeignEntry>> entries_of_map(const std::string& text) {
    options_.map_file = folder_.write("map", text);
    return entries();
  }

  oauth::Result<std::vector<ForeignEntry>> entries() {
    options_.config_file = folder_.write("config.toml", "");
    const auto world = World::open(options_);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(world));
    return postfix_entries(**world, options_, captured_.terminal);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PostfixEntriesTest);

}  // namespace
}  // namespace tool
