// SPDX-License-Identifier: MIT
#include "oauth/os/held_folder.h"

#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "oauth/os/new_file.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

class HeldFolderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HeldFolderTest);
  CPPUNIT_TEST(opens_the_folder_that_it_took);
  CPPUNIT_TEST(stays_with_the_folder_whatever_becomes_of_its_path);
  CPPUNIT_TEST(tells_a_missing_folder_from_an_error);
  CPPUNIT_TEST(refuses_a_parent_that_others_may_enter);
  CPPUNIT_TEST(refuses_a_parent_of_somebody_else);
  CPPUNIT_TEST(refuses_links_files_and_relative_paths);
  CPPUNIT_TEST(notices_that_its_descriptor_was_closed);
  CPPUNIT_TEST(is_closed_at_exec_and_cannot_be_read);
  CPPUNIT_TEST(keeps_away_from_the_standard_streams);
  CPPUNIT_TEST_SUITE_END();

  const TemporaryFolder parent_;
  const std::string path_ = parent_.path() + "/postfix";

  static int descriptor_of(const std::string& path) {
    struct stat wanted = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path.c_str(), &wanted));
    for (int number = 0; number < 256; ++number) {
      struct stat status = {};
      if (fstat(number, &status) == 0 && status.st_ino == wanted.st_ino &&
          status.st_dev == wanted.st_dev) {
        return number;
      }
    }
    return -1;
  }

  void assert_refused(const std::string& path, const std::string& words) {
    const auto held = HeldFolder::take(path);
    CPPUNIT_ASSERT(!held);
    CPPUNIT_ASSERT(held.error().kind == ErrorKind::no_access);
    CPPUNIT_ASSERT_MESSAGE(held.error().message,
                           held.error().message.find(words) != std::string::npos);
  }

  static void assert_noticed(const HeldFolder& held) {
    const std::string sentence = sentence_of(held.reopen());
    CPPUNIT_ASSERT_MESSAGE(sentence,
                           sentence.find("has closed its descriptor") != std::string::npos);
  }

 public:
  void setUp() override {
    CPPUNIT_ASSERT_EQUAL(0, chmod(parent_.path().c_str(), 0700));
    CPPUNIT_ASSERT_EQUAL(0, mkdir(path_.c_str(), 0700));
  }

  void opens_the_folder_that_it_took() {
    const auto held = HeldFolder::take(path_);
    CPPUNIT_ASSERT(held && *held);
    CPPUNIT_ASSERT_EQUAL(path_, (*held)->path());
    for (int i = 0; i < 2; ++i) {
      const auto folder = (*held)->reopen();
      CPPUNIT_ASSERT(folder);
      CPPUNIT_ASSERT_EQUAL(path_, folder->path);
      CPPUNIT_ASSERT(write_new_file(*folder, "a" + std::to_string(i), 0600, "text"));
    }
    CPPUNIT_ASSERT_EQUAL(0, access((path_ + "/a1").c_str(), F_OK));
  }

  void stays_with_the_folder_whatever_becomes_of_its_path() {
    const auto held = HeldFolder::take(path_);
    CPPUNIT_ASSERT_EQUAL(0, rename(path_.c_str(), (path_ + ".old").c_str()));
    const auto folder = (*held)->reopen();
    CPPUNIT_ASSERT(write_new_file(*folder, "a", 0600, "text"));
    CPPUNIT_ASSERT_EQUAL(0, access((path_ + ".old/a").c_str(), F_OK));
  }

  void tells_a_missing_folder_from_an_error() {
    for (const std::string& path : {parent_.path() + "/none", parent_.path() + "/none/postfix"}) {
      const auto held = HeldFolder::take(path);
      CPPUNIT_ASSERT(held && !*held);
    }
  }

  void refuses_a_parent_that_others_may_enter() {
    for (const mode_t mode : {0711, 0701, 0710, 0750, 0755}) {
      CPPUNIT_ASSERT_EQUAL(0, chmod(parent_.path().c_str(), mode));
      assert_refused(path_, "run: chmod 700 " + parent_.path());
    }
  }

  void refuses_a_parent_of_somebody_else() {
    if (geteuid() != 0) return;  // only root can give a folder away
    CPPUNIT_ASSERT_EQUAL(0, chown(parent_.path().c_str(), 65534, 65534));
    assert_refused(path_, "belongs to user 65534");
  }

  void refuses_links_files_and_relative_paths() {
    const std::string link = parent_.path() + "/link";
    CPPUNIT_ASSERT_EQUAL(0, symlink(path_.c_str(), link.c_str()));
    assert_refused(link, link);
    assert_refused(parent_.write("file", ""), "file");
    assert_refused("postfix", "is not the absolute path of a folder");
    assert_refused(path_ + "/", "is not the absolute path of a folder");
    // Its real parent would be another one than the one that is looked at.
    assert_refused(path_ + "/.", "is not the absolute path of a folder");
    assert_refused(path_ + "/..", "is not the absolute path of a folder");
    assert_refused("/tmp", "/ can be entered by others");
  }

  void notices_that_its_descriptor_was_closed() {
    const auto held = HeldFolder::take(path_);
    const int number = descriptor_of(path_);
    CPPUNIT_ASSERT(number >= 0);
    CPPUNIT_ASSERT_EQUAL(0, close(number));
    assert_noticed(**held);
    for (const std::string& other : {parent_.path(), parent_.write("file", "")}) {
      const int descriptor = open(other.c_str(), O_RDONLY | O_CLOEXEC);
      CPPUNIT_ASSERT(descriptor >= 0);
      if (descriptor != number) {
        CPPUNIT_ASSERT_EQUAL(number, dup3(descriptor, number, O_CLOEXEC));
        close(descriptor);
      }
      assert_noticed(**held);
      close(number);
    }
  }

  void is_closed_at_exec_and_cannot_be_read() {
    const auto held = HeldFolder::take(path_);
    const int number = descriptor_of(path_);
    CPPUNIT_ASSERT((fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
    CPPUNIT_ASSERT((fcntl(number, F_GETFL) & O_PATH) != 0);
  }

  // A daemon that was started without them puts /dev/null there sooner or later.
  void keeps_away_from_the_standard_streams() {
    const int input = dup(STDIN_FILENO);
    const int output = dup(STDOUT_FILENO);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    const auto held = HeldFolder::take(path_);
    const int number = descriptor_of(path_);
    const bool is_closed_at_exec = (fcntl(number, F_GETFD) & FD_CLOEXEC) != 0;
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    close(input);
    close(output);
    CPPUNIT_ASSERT(held && *held);
    CPPUNIT_ASSERT(number > STDERR_FILENO);
    CPPUNIT_ASSERT(is_closed_at_exec);
    CPPUNIT_ASSERT((*held)->reopen());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HeldFolderTest);

}  // namespace
}  // namespace oauth
