// SPDX-License-Identifier: MIT
#include "oauth/os/file_lock.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>

#include "tests/support/child.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds at_once{0};
constexpr milliseconds long_enough{20000};

class FileLockTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileLockTest);
  CPPUNIT_TEST(makes_the_file_and_leaves_it);
  CPPUNIT_TEST(keeps_others_out_until_it_goes);
  CPPUNIT_TEST(keeps_another_process_out);
  CPPUNIT_TEST(is_let_go_when_its_process_is_killed);
  CPPUNIT_TEST(waits_until_it_is_let_go);
  CPPUNIT_TEST(says_who_holds_it_and_for_how_long);
  CPPUNIT_TEST(moves_with_its_owner);
  CPPUNIT_TEST(locks_the_folder_itself);
  CPPUNIT_TEST(has_nothing_to_do_with_another_name);
  CPPUNIT_TEST(follows_no_link_and_waits_for_no_fifo);
  CPPUNIT_TEST(says_why_it_cannot_make_the_file);
  CPPUNIT_TEST(does_not_survive_exec);
  CPPUNIT_TEST(is_its_owners_whoever_made_it);
  CPPUNIT_TEST(gives_away_nothing_that_stood_there);
  CPPUNIT_TEST(can_be_locked_again_whatever_the_umask);
  CPPUNIT_TEST_SUITE_END();

 public:
  void makes_the_file_and_leaves_it() {
    { CPPUNIT_ASSERT(take()); }
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, lstat(path_.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, static_cast<mode_t>(status.st_mode & 07777));
    CPPUNIT_ASSERT(status.st_size == 0);
  }

  void keeps_others_out_until_it_goes() {
    {
      const auto held = take();
      CPPUNIT_ASSERT(held);
      CPPUNIT_ASSERT(take().error().kind == ErrorKind::unavailable);
    }
    CPPUNIT_ASSERT(take());
  }

  void keeps_another_process_out() {
    const auto held = take();
    CPPUNIT_ASSERT_EQUAL(7, run_child([&] { return take() ? 0 : 7; }));
  }

  void is_let_go_when_its_process_is_killed() {
    CPPUNIT_ASSERT_EQUAL(128 + 9, run_child([&] {
                           const auto held = take();
                           return held ? kill(getpid(), 9) : 1;
                         }));
    CPPUNIT_ASSERT(take());
  }

  void waits_until_it_is_let_go() {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, pipe(ends));
    const pid_t child = start_child([&] {
      const auto held = take();
      const struct timespec a_while = {0, 30 * 1000 * 1000};
      if (!held || write(ends[1], "h", 1) != 1) return 1;
      return nanosleep(&a_while, nullptr);
    });
    char byte = 0;
    CPPUNIT_ASSERT_EQUAL(ssize_t{1}, read(ends[0], &byte, 1));  // it is held now
    CPPUNIT_ASSERT(!take());
    CPPUNIT_ASSERT(FileLock::wait(folder_, file_, long_enough));
    CPPUNIT_ASSERT_EQUAL(0, end_of_child(child));
    close(ends[0]);
    close(ends[1]);
  }

  void says_who_holds_it_and_for_how_long() {
    const auto held = take();
    CPPUNIT_ASSERT_EQUAL(
        "unavailable: another process holds " + path_ + " for longer than 0 s; try again later",
        sentence_of(FileLock::wait(folder_, file_, milliseconds(20))));
  }

  void moves_with_its_owner() {
    auto held = take();
    const FileLock moved = std::move(*held);
    CPPUNIT_ASSERT(!take());
  }

  void locks_the_folder_itself() {
    const auto held = FileLock::wait(folder_, at_once);
    CPPUNIT_ASSERT(held);
    CPPUNIT_ASSERT_EQUAL("unavailable: another process holds " + temporary_.path() +
                             " for longer than 0 s; try again later",
                         sentence_of(FileLock::wait(folder_, at_once)));
    CPPUNIT_ASSERT(std::filesystem::is_empty(temporary_.path()));
  }

  void has_nothing_to_do_with_another_name() {
    const auto held = take();
    CPPUNIT_ASSERT(FileLock::wait(folder_, LockFile{"b.lock", geteuid()}, at_once));
    CPPUNIT_ASSERT(FileLock::wait(folder_, at_once));
  }

  void follows_no_link_and_waits_for_no_fifo() {
    std::filesystem::create_symlink(temporary_.path() + "/made", path_);
    CPPUNIT_ASSERT(take().error().kind == ErrorKind::no_access);
    CPPUNIT_ASSERT(!std::filesystem::exists(temporary_.path() + "/made"));
    std::filesystem::remove(path_);
    CPPUNIT_ASSERT_EQUAL(0, mkfifo(path_.c_str(), 0600));
    CPPUNIT_ASSERT(take());  // a strange lock file, and as good as any
  }

  void says_why_it_cannot_make_the_file() {
    std::filesystem::create_directory(path_);
    CPPUNIT_ASSERT_EQUAL(
        "no_access: cannot make the lock " + path_ + ": Is a directory; name a file, not a folder",
        sentence_of(take()));
  }

  void does_not_survive_exec() {
    const int next = dup(0);
    close(next);
    const auto held = take();  // gets that number
    CPPUNIT_ASSERT((fcntl(next, F_GETFD) & FD_CLOEXEC) != 0);
  }

  // Only root can give files away; others have nothing to prove here.
  void is_its_owners_whoever_made_it() {
    if (geteuid() != 0) return;
    { CPPUNIT_ASSERT(FileLock::wait(folder_, LockFile{"a.lock", 65534}, at_once)); }
    chmod(temporary_.path().c_str(), 0755);
    CPPUNIT_ASSERT_EQUAL(0, run_child([&] { return setuid(65534) == 0 && take() ? 0 : 1; }));
  }

  void gives_away_nothing_that_stood_there() {
    if (geteuid() != 0) return;
    CPPUNIT_ASSERT_EQUAL(0, link(temporary_.write("mine", "x").c_str(), path_.c_str()));
    CPPUNIT_ASSERT(FileLock::wait(folder_, LockFile{"a.lock", 65534}, at_once));
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, lstat(path_.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(uid_t{0}, status.st_uid);
  }

  void can_be_locked_again_whatever_the_umask() {
    const mode_t before = umask(0777);
    { CPPUNIT_ASSERT(take()); }
    umask(before);
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, lstat(path_.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, static_cast<mode_t>(status.st_mode & 07777));
  }

 private:
  Result<FileLock> take() { return FileLock::wait(folder_, file_, at_once); }

  TemporaryFolder temporary_;
  const Folder folder_ = std::move(**open_folder(temporary_.path(), Symlinks::follow));
  const LockFile file_{"a.lock", geteuid()};
  const std::string path_ = temporary_.path() + "/a.lock";
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileLockTest);

}  // namespace
}  // namespace oauth
