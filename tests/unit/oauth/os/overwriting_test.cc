// SPDX-License-Identifier: MIT
#include "oauth/os/overwriting.h"

#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "oauth/os/file.h"
#include "oauth/os/system_error.h"
#include "tests/support/said_by_child.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

class OverwritingTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OverwritingTest);
  CPPUNIT_TEST(writes_a_longer_text_over_the_file);
  CPPUNIT_TEST(fills_up_with_blanks_what_the_old_text_had_more);
  CPPUNIT_TEST(leaves_the_file_the_one_that_it_was);
  CPPUNIT_TEST(leaves_the_content_alone_when_it_prepares);
  CPPUNIT_TEST(touches_nothing_without_room);
  CPPUNIT_TEST(refuses_a_link_and_what_is_no_file);
  CPPUNIT_TEST(is_for_a_disk_that_is_full_but_not_for_one_that_fails);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_a_longer_text_over_the_file() {
    temporary_.write("f", "old");
    expect("success", overwrite_durably(folder(), "f", "newer"));
    CPPUNIT_ASSERT_EQUAL(std::string("newer"), content());
  }

  void fills_up_with_blanks_what_the_old_text_had_more() {
    temporary_.write("f", "the old one");
    expect("success", overwrite_durably(folder(), "f", "new"));
    CPPUNIT_ASSERT_EQUAL(std::string("new        "), content());
  }

  void leaves_the_file_the_one_that_it_was() {
    const std::string path = temporary_.write("f", "old");
    CPPUNIT_ASSERT_EQUAL(0, chmod(path.c_str(), 0640));
    struct stat before = {};
    struct stat after = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path.c_str(), &before));
    expect("success", overwrite_durably(folder(), "f", "newer"));
    CPPUNIT_ASSERT_EQUAL(0, stat(path.c_str(), &after));
    CPPUNIT_ASSERT_EQUAL(before.st_ino, after.st_ino);
    CPPUNIT_ASSERT_EQUAL(before.st_mode, after.st_mode);
  }

  void leaves_the_content_alone_when_it_prepares() {
    temporary_.write("f", "old");
    expect("success", prepare_to_overwrite(folder(), "f", 20000));
    CPPUNIT_ASSERT_EQUAL(std::string("old"), content());
  }

  void touches_nothing_without_room() {
    temporary_.write("f", "old");
    CPPUNIT_ASSERT_EQUAL("no_access: cannot write " + temporary_.path() +
                             "/f: File too large; raise the limit on file sizes",
                         said_by_child([&] {
                           const rlimit limit = {4, 4};
                           setrlimit(RLIMIT_FSIZE, &limit);
                           return sentence_of(overwrite_durably(folder(), "f", "newer"));
                         }));
    CPPUNIT_ASSERT_EQUAL(std::string("old"), content());
  }

  void refuses_a_link_and_what_is_no_file() {
    temporary_.write("f", "old");
    CPPUNIT_ASSERT_EQUAL(0, symlink("f", (temporary_.path() + "/link").c_str()));
    CPPUNIT_ASSERT_EQUAL(0, mkfifo((temporary_.path() + "/fifo").c_str(), 0600));
    for (const char* name : {"link", "fifo", "none", "../f"}) {
      CPPUNIT_ASSERT_MESSAGE(name, !overwrite_durably(folder(), name, "newer"));
      CPPUNIT_ASSERT_MESSAGE(name, !prepare_to_overwrite(folder(), name, 5));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("old"), content());
  }

  void is_for_a_disk_that_is_full_but_not_for_one_that_fails() {
    for (const int number : {ENOSPC, EDQUOT, EBUSY, EEXIST, EROFS, EACCES, EPERM}) {
      CPPUNIT_ASSERT(is_worth_overwriting(file_error("write", "/f", number)));
    }
    for (const int number : {0, EIO, EFBIG, EINTR, EBADF}) {
      CPPUNIT_ASSERT(!is_worth_overwriting(file_error("write", "/f", number)));
    }
  }

 private:
  Folder folder() { return std::move(**open_folder(temporary_.path(), Symlinks::refuse)); }

  std::string content() {
    const auto file = SystemFileReader().read(temporary_.path() + "/f", 100);
    return std::string((*file)->text.reveal());
  }

  template <class T>
  static void expect(const std::string& expected, const Result<T>& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, sentence_of(actual));
  }

  TemporaryFolder temporary_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(OverwritingTest);

}  // namespace
}  // namespace oauth
