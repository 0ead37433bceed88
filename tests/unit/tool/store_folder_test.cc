// SPDX-License-Identifier: MIT
#include "tool/store_folder.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

constexpr uid_t somebody = 4711;

mode_t mode_of(const std::string& path) {
  struct stat status = {};
  CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 0, stat(path.c_str(), &status));
  return status.st_mode & 07777;
}

uid_t owner_of(const std::string& path) {
  struct stat status = {};
  CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 0, stat(path.c_str(), &status));
  return status.st_uid;
}

oauth::Person service() { return {"service", "/", somebody, somebody}; }

// What needs root passes by itself for anybody else, who cannot give folders away.
bool is_root() { return geteuid() == 0; }

/// Puts one path where the other is, and back, as fast as it can.
class Swapper {
 public:
  Swapper(const std::string& one, const std::string& other) : id_(fork()) {
    if (id_ != 0) return;
    alarm(30);
    for (;;) renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE);
  }
  Swapper(const Swapper&) = delete;
  Swapper& operator=(const Swapper&) = delete;
  ~Swapper() {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }

 private:
  const pid_t id_;
};

class StoreFolderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StoreFolderTest);
  CPPUNIT_TEST(makes_a_private_folder_and_the_way_to_it);
  CPPUNIT_TEST(leaves_a_folder_that_is_there);
  CPPUNIT_TEST(makes_a_service_folder_below_one_that_nobody_can_list);
  CPPUNIT_TEST(makes_a_jailed_one_below_one_that_nobody_can_pass);
  CPPUNIT_TEST(refuses_a_parent_that_others_can_pass);
  CPPUNIT_TEST(refuses_a_folder_of_somebody_else_and_a_link);
  CPPUNIT_TEST(gives_nothing_away_that_is_put_there_meanwhile);
  CPPUNIT_TEST(tells_beforehand_whether_a_folder_can_be_made);
  CPPUNIT_TEST(makes_no_home_for_somebody_without_one);
  CPPUNIT_TEST_SUITE_END();

 public:
  void makes_a_private_folder_and_the_way_to_it() {
    for (const mode_t mask : {0, 022, 077, 0777}) {
      const oauth::TemporaryFolder folder;
      const std::string path = folder.path() + "/.local/state/sasl-oauth";
      const mode_t before = umask(mask);
      const auto made = make_private_folder(path);
      CPPUNIT_ASSERT_EQUAL(mask, umask(before));
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(made));
      for (const char* part : {"/.local", "/.local/state", "/.local/state/sasl-oauth"}) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(part, mode_t(0700), mode_of(folder.path() + part));
      }
    }
  }

  void leaves_a_folder_that_is_there() {
    const oauth::TemporaryFolder folder;
    CPPUNIT_ASSERT_EQUAL(0, chmod(folder.path().c_str(), 0750));
    CPPUNIT_ASSERT(make_private_folder(folder.path()));
    CPPUNIT_ASSERT_EQUAL(mode_t(0750), mode_of(folder.path()));
  }

  void makes_a_service_folder_below_one_that_nobody_can_list() {
    if (!is_root()) return;
    const oauth::TemporaryFolder folder;
    const std::string state = folder.path() + "/lib/sasl-oauth";
    const mode_t before = umask(077);
    for (int i = 0; i < 2; ++i) {
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(make_service_folder(
                                                       state, state + "/service", service())));
    }
    umask(before);
    CPPUNIT_ASSERT_EQUAL(mode_t(0711), mode_of(state));
    CPPUNIT_ASSERT_EQUAL(mode_t(0700), mode_of(state + "/service"));
    CPPUNIT_ASSERT_EQUAL(uid_t(0), owner_of(state));
    CPPUNIT_ASSERT_EQUAL(somebody, owner_of(state + "/service"));
  }

  void makes_a_jailed_one_below_one_that_nobody_can_pass() {
    if (!is_root()) return;
    const oauth::TemporaryFolder folder;
    const std::string state = folder.path() + "/sasl-oauth";
    CPPUNIT_ASSERT(make_service_folder(state, state + "/jail/service", service()));
    CPPUNIT_ASSERT_EQUAL(mode_t(0700), mode_of(state + "/jail"));
    CPPUNIT_ASSERT_EQUAL(uid_t(0), owner_of(state + "/jail"));
    CPPUNIT_ASSERT_EQUAL(somebody, owner_of(state + "/jail/service"));
  }

  void refuses_a_parent_that_others_can_pass() {
    if (!is_root()) return;
    const oauth::TemporaryFolder folder;
    const std::string state = folder.path() + "/sasl-oauth";
    const std::string jail = state + "/jail";
    CPPUNIT_ASSERT(make_service_folder(state, jail + "/service", service()));
    CPPUNIT_ASSERT_EQUAL(0, chmod(jail.c_str(), 0711));
    CPPUNIT_ASSERT_EQUAL(
        "no_access: " + jail + " is open to others; run: chmod 0700 " + jail,
        oauth::sentence_of(make_service_folder(state, jail + "/service", service())));
    CPPUNIT_ASSERT_EQUAL(0, chmod(state.c_str(), 0777));
    CPPUNIT_ASSERT_EQUAL(
        "no_access: " + state + " is open to others; run: chmod 0711 " + state,
        oauth::sentence_of(make_service_folder(state, state + "/service", service())));
  }

  void refuses_a_folder_of_somebody_else_and_a_link() {
    if (!is_root()) return;
    const oauth::TemporaryFolder folder;
    const std::string state = folder.path() + "/sasl-oauth";
    const std::string own = state + "/service";
    CPPUNIT_ASSERT(make_service_folder(state, own, service()));
    CPPUNIT_ASSERT_EQUAL(0, chown(own.c_str(), somebody + 1, 0));
    CPPUNIT_ASSERT_EQUAL("no_access: " + own + " belongs to user 4712; run: chown 4711 " + own,
                         oauth::sentence_of(make_service_folder(state, own, service())));
    CPPUNIT_ASSERT_EQUAL(0, rmdir(own.c_str()));
    CPPUNIT_ASSERT_EQUAL(0, symlink("/etc", own.c_str()));
    CPPUNIT_ASSERT(!make_service_folder(state, own, service()));
    CPPUNIT_ASSERT_EQUAL(uid_t(0), owner_of("/etc"));
  }

  // A store that is named by its path may lie in a folder of its owner, who has time to act.
  void gives_nothing_away_that_is_put_there_meanwhile() {
    if (!is_root()) return;
    const oauth::TemporaryFolder folder;
    const std::string own = folder.path() + "/store";
    const std::string link = folder.path() + "/link";
    const std::string victim = folder.path() + "/victim";
    CPPUNIT_ASSERT_EQUAL(0, mkdir(victim.c_str(), 0755));
    folder.write("victim/secret", "");
    for (const bool is_link : {true, false}) {
      const std::string other = is_link ? link : victim;
      if (is_link) CPPUNIT_ASSERT_EQUAL(0, symlink(victim.c_str(), link.c_str()));
      const Swapper swapper(own, other);
      for (int i = 0; i < 300; ++i) {
        static_cast<void>(make_service_folder("/none", own, service()));
        rmdir(own.c_str());
        rmdir(other.c_str());
        rename(own.c_str(), other.c_str());
      }
    }
    // Wherever it has come to lie.
    const bool is_moved = access((victim + "/secret").c_str(), F_OK) != 0;
    const std::string place = is_moved ? own : victim;
    CPPUNIT_ASSERT_EQUAL(0, access((place + "/secret").c_str(), F_OK));
    CPPUNIT_ASSERT_EQUAL(uid_t(0), owner_of(place));
    CPPUNIT_ASSERT_EQUAL(mode_t(0755), mode_of(place));
  }

  void tells_beforehand_whether_a_folder_can_be_made() {
    const oauth::TemporaryFolder folder;
    const std::string file = folder.write("file", "");
    CPPUNIT_ASSERT(check_can_store(folder.path()));
    CPPUNIT_ASSERT(check_can_store(folder.path() + "/a/b/c"));
    CPPUNIT_ASSERT(access((folder.path() + "/a").c_str(), F_OK) != 0);
    CPPUNIT_ASSERT_EQUAL(std::string("no_access"),
                         oauth::sentence_of(check_can_store(file + "/a")).substr(0, 9));
  }

  void makes_no_home_for_somebody_without_one() {
    const oauth::TemporaryFolder folder;
    CPPUNIT_ASSERT(check_home(folder.path()));
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: this user has no home folder to keep accounts in;"
                                     " give --store DIR"),
                         oauth::sentence_of(check_home("")));
    const std::string missing = folder.path() + "/missing";
    CPPUNIT_ASSERT_EQUAL("no_access: this user's home folder " + missing +
                             " does not exist; make it, or give --store DIR",
                         oauth::sentence_of(check_home(missing)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StoreFolderTest);

}  // namespace
}  // namespace tool
