// SPDX-License-Identifier: MIT
#include "oauth/network/sigpipe_block.h"

#include <cppunit/extensions/HelperMacros.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace oauth {
namespace {

bool is_pending() {
  sigset_t pending;
  ::sigpending(&pending);
  return ::sigismember(&pending, SIGPIPE) == 1;
}

bool is_blocked() {
  sigset_t mask;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return ::sigismember(&mask, SIGPIPE) == 1;
}

void block_sigpipe() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

// Runs `claim` in a child with SIGPIPE as it is by default; returns the child's wait status.
int status_of(const std::function<bool()>& claim) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGPIPE, SIG_DFL);
    ::_exit(claim() ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

class SigpipeBlockTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SigpipeBlockTest);
  CPPUNIT_TEST(swallows_a_sigpipe_that_comes_in_the_meantime);
  CPPUNIT_TEST(leaves_one_that_was_pending_before);
  CPPUNIT_TEST(leaves_the_mask_as_it_was);
  CPPUNIT_TEST_SUITE_END();

 public:
  void swallows_a_sigpipe_that_comes_in_the_meantime() {
    CPPUNIT_ASSERT_EQUAL(0, status_of([] {
                           {
                             const SigpipeBlock block;
                             ::raise(SIGPIPE);
                           }
                           return !is_pending();
                         }));
  }

  void leaves_one_that_was_pending_before() {
    CPPUNIT_ASSERT_EQUAL(0, status_of([] {
                           block_sigpipe();
                           ::raise(SIGPIPE);
                           {
                             const SigpipeBlock block;
                             ::raise(SIGPIPE);
                           }
                           return is_pending();
                         }));
  }

  void leaves_the_mask_as_it_was() {
    CPPUNIT_ASSERT_EQUAL(0, status_of([] {
                           { const SigpipeBlock block; }
                           return !is_blocked();
                         }));
    CPPUNIT_ASSERT_EQUAL(0, status_of([] {
                           block_sigpipe();
                           { const SigpipeBlock block; }
                           return is_blocked();
                         }));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SigpipeBlockTest);

}  // namespace
}  // namespace oauth
