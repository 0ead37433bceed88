// SPDX-License-Identifier: MIT
#include "oauth/kept_files.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/memory_files.h"

namespace oauth {
namespace {

using Names = std::vector<std::string>;

class KeptFilesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(KeptFilesTest);
  CPPUNIT_TEST(answers_a_kept_file_as_it_was);
  CPPUNIT_TEST(answers_a_file_again_and_again);
  CPPUNIT_TEST(remembers_that_a_file_was_missing);
  CPPUNIT_TEST(remembers_why_a_file_could_not_be_read);
  CPPUNIT_TEST(keeps_who_could_read_a_file);
  CPPUNIT_TEST(keeps_who_could_change_a_file);
  CPPUNIT_TEST(keeps_a_folder_s_files_of_one_suffix);
  CPPUNIT_TEST(knows_nothing_new_in_a_kept_folder);
  CPPUNIT_TEST(reads_all_else_from_the_rest);
  CPPUNIT_TEST(holds_a_kept_file_to_the_reader_s_limit);
  CPPUNIT_TEST_SUITE_END();

  MemoryFiles disk_;
  KeptFiles kept_{disk_};

  std::string text_of(const std::string& path) {
    const auto content = kept_.read(path, 100);
    CPPUNIT_ASSERT(content);
    return *content ? std::string((*content)->text.reveal()) : "(missing)";
  }

 public:
  void answers_a_kept_file_as_it_was() {
    disk_.files["/etc/a"].text = "before";
    kept_.keep_file("/etc/a");
    disk_.files["/etc/a"].text = "after";
    CPPUNIT_ASSERT_EQUAL(std::string("before"), text_of("/etc/a"));
    disk_.files.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("before"), text_of("/etc/a"));
  }

  void answers_a_file_again_and_again() {
    disk_.files["/etc/a"].text = "text";
    kept_.keep_file("/etc/a");
    for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(std::string("text"), text_of("/etc/a"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, disk_.paths_read.size());
  }

  void remembers_that_a_file_was_missing() {
    kept_.keep_file("/etc/a");
    disk_.files["/etc/a"].text = "planted in the jail";
    CPPUNIT_ASSERT_EQUAL(std::string("(missing)"), text_of("/etc/a"));
  }

  void remembers_why_a_file_could_not_be_read() {
    disk_.files["/etc/a"].is_forbidden = true;
    kept_.keep_file("/etc/a");
    disk_.files["/etc/a"].is_forbidden = false;
    const auto content = kept_.read("/etc/a", 100);
    CPPUNIT_ASSERT(!content);
    CPPUNIT_ASSERT(content.error().kind == ErrorKind::no_access);
    CPPUNIT_ASSERT(content.error().message.find("/etc/a") != std::string::npos);
  }

  void keeps_who_could_read_a_file() {
    disk_.files["/etc/open"] = {"", true, false};
    disk_.files["/etc/closed"] = {"", false, false};
    for (const char* path : {"/etc/open", "/etc/closed"}) kept_.keep_file(path);
    CPPUNIT_ASSERT((*kept_.read("/etc/open", 100))->others_can_read);
    CPPUNIT_ASSERT(!(*kept_.read("/etc/closed", 100))->others_can_read);
  }

  void keeps_who_could_change_a_file() {
    disk_.files["/etc/a"] = {"", false, false, "it belongs to user 4711"};
    kept_.keep_file("/etc/a");
    CPPUNIT_ASSERT_EQUAL(std::string("it belongs to user 4711"),
                         (*kept_.read("/etc/a", 100))->distrust);
  }

  void keeps_a_folder_s_files_of_one_suffix() {
    disk_.files["/p/a.toml"].text = "a";
    disk_.files["/p/b.txt"].text = "b";
    kept_.keep_folder("/p", ".toml");
    disk_.files.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("a"), text_of("/p/a.toml"));
    CPPUNIT_ASSERT_EQUAL(std::string("(missing)"), text_of("/p/b.txt"));
    CPPUNIT_ASSERT(*kept_.names_in("/p") == (Names{"a.toml", "b.txt"}));
  }

  void knows_nothing_new_in_a_kept_folder() {
    kept_.keep_folder("/p", ".toml");
    disk_.files["/p/a.toml"].text = "planted in the jail";
    CPPUNIT_ASSERT_EQUAL(std::string("(missing)"), text_of("/p/a.toml"));
    CPPUNIT_ASSERT(*kept_.names_in("/p") == Names());
  }

  void reads_all_else_from_the_rest() {
    kept_.keep_folder("/p", ".toml");
    disk_.files["/q/a"].text = "a";
    CPPUNIT_ASSERT_EQUAL(std::string("a"), text_of("/q/a"));
    CPPUNIT_ASSERT(*kept_.names_in("/q") == Names{"a"});
  }

  void holds_a_kept_file_to_the_reader_s_limit() {
    disk_.files["/etc/a"].text = "12345";
    kept_.keep_file("/etc/a");
    CPPUNIT_ASSERT(kept_.read("/etc/a", 5));
    CPPUNIT_ASSERT(!kept_.read("/etc/a", 4));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(KeptFilesTest);

}  // namespace
}  // namespace oauth
