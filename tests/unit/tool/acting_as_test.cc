// SPDX-License-Identifier: MIT
#include "tool/acting_as.h"

#include <cppunit/extensions/HelperMacros.h>
#include <grp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

namespace tool {
namespace {

constexpr uid_t somebody = 4711;

class ActingAsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ActingAsTest);
  CPPUNIT_TEST(becomes_somebody_for_as_long_as_it_lives);
  CPPUNIT_TEST(needs_root);
  CPPUNIT_TEST(changes_nothing_by_itself);
  CPPUNIT_TEST_SUITE_END();

 public:
  // Both in a child: a failure there must not leave the other tests with another user's rights.
  void becomes_somebody_for_as_long_as_it_lives() {
    if (geteuid() != 0) return;
    CPPUNIT_ASSERT_EQUAL(
        0, status_of([] {
          const gid_t groups[] = {0, 12};
          if (setgroups(2, groups) != 0) return 1;
          {
            auto begun = ActingAs::user(person());
            if (!begun) return 2;
            const ActingAs acting = std::move(*begun);
            gid_t now[8] = {};
            if (geteuid() != somebody || getegid() != somebody || getuid() != 0) return 3;
            if (getgroups(8, now) != 1 || now[0] != somebody) return 4;
            if (eaccess("/etc/shadow", R_OK) == 0) return 5;
          }
          gid_t after[8] = {};
          if (geteuid() != 0 || getegid() != 0 || getgroups(8, after) != 2 || after[1] != 12)
            return 6;
          return 0;
        }));
  }

  void needs_root() {
    CPPUNIT_ASSERT_EQUAL(0, status_of([] {
                           if (geteuid() == 0 && setresuid(somebody, somebody, somebody) != 0)
                             return 1;
                           const auto begun = ActingAs::user(person());
                           if (begun) return 2;
                           return begun.error().kind == oauth::ErrorKind::no_access &&
                                          begun.error().message ==
                                              "cannot act as user somebody: Operation not "
                                              "permitted; run this as root"
                                      ? 0
                                      : 3;
                         }));
  }

  void changes_nothing_by_itself() {
    const uid_t before = geteuid();
    {
      const ActingAs nobody_else;
      CPPUNIT_ASSERT_EQUAL(before, geteuid());
    }
    CPPUNIT_ASSERT_EQUAL(before, geteuid());
  }

 private:
  static oauth::Person person() { return {"somebody", "/", somebody, somebody}; }

  template <class Body>
  static int status_of(Body body) {
    const pid_t child = fork();
    if (child == 0) _exit(body());
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ActingAsTest);

}  // namespace
}  // namespace tool
