// SPDX-License-Identifier: MIT
#include "tool/signals_held.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tool {
namespace {

class SignalsHeldTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SignalsHeldTest);
  CPPUNIT_TEST(lets_an_interrupt_wait_until_the_work_is_done);
  CPPUNIT_TEST_SUITE_END();

 public:
  void lets_an_interrupt_wait_until_the_work_is_done() {
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
      int ends[2];
      CPPUNIT_ASSERT_EQUAL(0, pipe(ends));
      const pid_t child = fork();
      if (child == 0) interrupted(signal, ends[1]);
      close(ends[1]);
      char done = 0;
      const ssize_t count = read(ends[0], &done, 1);
      close(ends[0]);
      int status = 0;
      CPPUNIT_ASSERT_EQUAL(child, waitpid(child, &status, 0));
      CPPUNIT_ASSERT_EQUAL(ssize_t(1), count);
      CPPUNIT_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == signal);
    }
  }

 private:
  [[noreturn]] static void interrupted(int signal, int descriptor) {
    ::signal(signal, SIG_DFL);
    {
      const SignalsHeld held;
      kill(getpid(), signal);
      if (write(descriptor, "x", 1) != 1) _exit(1);
    }
    _exit(0);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SignalsHeldTest);

}  // namespace
}  // namespace tool
