// SPDX-License-Identifier: MIT
// What a login leaves behind in the program: nothing.
#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "tests/host/child.h"
#include "tests/host/program.h"
#include "tests/host/sandbox.h"

extern char** environ;

namespace host {
namespace {

namespace fs = std::filesystem;

constexpr char refusal[] = R"({"status":"400","schemes":"Bearer"})";

void sign_in(Program& program, const sasl_callback_t* callbacks) {
  Login login(program, callbacks);
  CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
  CPPUNIT_ASSERT_EQUAL(xoauth2_message_of(program.user), login.sent());
  CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(nullptr, 0));
}

// Each descriptor and what it is open on.
std::map<int, std::string> descriptors() {
  std::map<int, std::string> open;
  for (int fd = 0; fd < 256; ++fd) {
    std::error_code none;
    const fs::path target = fs::read_symlink("/proc/self/fd/" + std::to_string(fd), none);
    if (!none) open[fd] = target.string();
  }
  return open;
}

std::string mappings() {
  std::ifstream maps("/proc/self/maps");
  return {std::istreambuf_iterator<char>(maps), {}};
}

/// After as many times for the heap to settle: less than a byte each.
void assert_adds_no_memory(int times, const std::function<void()>& act) {
  for (int i = 0; i < times; ++i) act();
  const std::size_t before = mallinfo2().uordblks;
  for (int i = 0; i < times; ++i) act();
  const std::size_t after = mallinfo2().uordblks;
  CPPUNIT_ASSERT_MESSAGE(std::to_string(before) + " to " + std::to_string(after),
                         after < before + static_cast<std::size_t>(times));
}

/// What a library must leave as it is.
struct ProcessState {
  std::vector<std::string> environment;
  std::string locale;
  std::string folder;
  mode_t mask;
  std::string blocked;                   // a digit a signal
  std::vector<std::uintptr_t> handlers;  // of each signal

  static ProcessState now() {
    ProcessState state;
    for (char** entry = environ; *entry != nullptr; ++entry) state.environment.push_back(*entry);
    state.locale = setlocale(LC_ALL, nullptr);
    state.folder = fs::current_path().string();
    state.mask = umask(0);
    umask(state.mask);
    sigset_t blocked;
    sigprocmask(SIG_BLOCK, nullptr, &blocked);
    for (int number = 1; number < SIGRTMIN; ++number) {
      struct sigaction action = {};
      sigaction(number, nullptr, &action);
      state.handlers.push_back(reinterpret_cast<std::uintptr_t>(action.sa_handler));
      state.blocked += sigismember(&blocked, number) == 1 ? '1' : '0';
    }
    return state;
  }
};

// An allocator of the host's own, as sendmail's.
int live_blocks = 0;
void* count_malloc(size_t size) {
  ++live_blocks;
  return malloc(size);
}
void* count_calloc(size_t count, size_t size) {
  ++live_blocks;
  return calloc(count, size);
}
void* count_realloc(void* block, size_t size) {
  if (block == nullptr) ++live_blocks;
  return realloc(block, size);
}
void count_free(void* block) {
  if (block != nullptr) --live_blocks;
  free(block);
}

class PolitenessTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PolitenessTest);
  CPPUNIT_TEST(a_fresh_token_costs_no_lock_no_write_and_no_network);
  CPPUNIT_TEST(no_descriptor_stays_open);
  CPPUNIT_TEST(every_descriptor_is_born_to_close_at_exec);
  CPPUNIT_TEST(environment_locale_and_signals_stay_as_they_are);
  CPPUNIT_TEST(errno_stays_as_it_is_in_a_good_login);
  CPPUNIT_TEST(a_host_s_own_allocator_gets_all_back);
  CPPUNIT_TEST(threads_sign_in_at_once);
  CPPUNIT_TEST(a_fork_after_the_start_changes_nothing);
  CPPUNIT_TEST(a_fork_within_a_login_changes_nothing);
  CPPUNIT_TEST(a_hundred_starts_add_no_memory);
  CPPUNIT_TEST(a_thousand_logins_add_no_memory);
  CPPUNIT_TEST_SUITE_END();

  Sandbox sandbox_;
  Program program_;

  void play(const std::function<void()>& act) {
    in_child([&] {
      sandbox_.enter();
      act();
      program_.assert_discreet();
    });
  }

  /// Logins of all kinds: good, refused, by password, failing, and with a dead token server.
  void sign_in_every_way() {
    sign_in(program_, program_.procedures());
    program_.user = "old@example.org";
    {
      Login login(program_, program_.procedures());
      CPPUNIT_ASSERT_EQUAL(SASL_UNAVAIL, login.start("XOAUTH2"));
    }
    program_.user = "none@example.org";
    {
      Login login(program_, program_.procedures());
      CPPUNIT_ASSERT_EQUAL(SASL_FAIL, login.start("OAUTHBEARER"));
    }
    program_.user = "u@example.org";
    Login login(program_, program_.prompts());
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("OAUTHBEARER"));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(refusal));
    sandbox_.add_account("u@example.org");
  }

 public:
  void setUp() override {
    sandbox_.add_account("u@example.org");
    sandbox_.add_old_account("old@example.org", dead_endpoint());
  }

  void a_fresh_token_costs_no_lock_no_write_and_no_network() {
    play([&] {
      struct stat before = {};
      struct stat after = {};
      CPPUNIT_ASSERT_EQUAL(0, stat(sandbox_.store().c_str(), &before));
      const std::string record = sandbox_.record("u@example.org");
      begin();
      sign_in(program_, program_.procedures());
      CPPUNIT_ASSERT_EQUAL(0, stat(sandbox_.store().c_str(), &after));
      CPPUNIT_ASSERT_EQUAL(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
      CPPUNIT_ASSERT_EQUAL(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
      CPPUNIT_ASSERT_EQUAL(record, sandbox_.record("u@example.org"));
      CPPUNIT_ASSERT(!fs::exists(sandbox_.store() + "/u@example.org.lock"));
      const std::string maps = mappings();
      CPPUNIT_ASSERT(maps.find("core-check.so") != std::string::npos);
      for (const char* name : {"libcurl", "libssl", "network.so"}) {
        CPPUNIT_ASSERT_MESSAGE(name, maps.find(name) == std::string::npos);
      }
    });
  }

  void no_descriptor_stays_open() {
    play([&] {
      begin();
      sign_in(program_, program_.procedures());  // what libsasl itself keeps
      const auto before = descriptors();
      for (int i = 0; i < 3; ++i) sign_in_every_way();
      CPPUNIT_ASSERT(before == descriptors());
    });
  }

  void every_descriptor_is_born_to_close_at_exec() {
    play([&] {
      const auto before = descriptors();
      begin();
      sign_in_every_way();
      for (const auto& [fd, target] : descriptors()) {
        if (before.count(fd) != 0) continue;
        CPPUNIT_ASSERT_MESSAGE(target, (fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
      }
    });
  }

  void environment_locale_and_signals_stay_as_they_are() {
    play([&] {
      const ProcessState before = ProcessState::now();
      begin();
      sign_in_every_way();
      const ProcessState after = ProcessState::now();
      CPPUNIT_ASSERT(before.environment == after.environment);
      CPPUNIT_ASSERT_EQUAL(before.locale, after.locale);
      CPPUNIT_ASSERT_EQUAL(before.folder, after.folder);
      CPPUNIT_ASSERT_EQUAL(before.mask, after.mask);
      CPPUNIT_ASSERT_EQUAL(before.blocked, after.blocked);
      for (std::size_t i = 0; i < before.handlers.size(); ++i) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(strsignal(static_cast<int>(i) + 1), before.handlers[i],
                                     after.handlers[i]);
      }
    });
  }

  void errno_stays_as_it_is_in_a_good_login() {
    play([&] {
      begin();
      for (int i = 0; i < 2; ++i) {  // the first opens core
        Login login(program_, program_.procedures());
        errno = ESRCH;
        CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
        CPPUNIT_ASSERT_EQUAL(ESRCH, errno);
        CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(refusal));
        CPPUNIT_ASSERT_EQUAL(ESRCH, errno);
        sandbox_.add_account("u@example.org");
      }
    });
  }

  void a_host_s_own_allocator_gets_all_back() {
    play([&] {
      sasl_set_alloc(count_malloc, count_calloc, count_realloc, count_free);
      begin();
      sign_in_every_way();
      const int after_one = live_blocks;
      for (int i = 0; i < 5; ++i) sign_in_every_way();
      CPPUNIT_ASSERT_EQUAL(after_one, live_blocks);
    });
  }

  void threads_sign_in_at_once() {
    play([&] {
      begin();
      std::atomic<int> good{0};
      std::vector<std::thread> threads;
      for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
          Program program;
          const sasl_callback_t* callbacks = program.procedures();
          for (int n = 0; n < 1250; ++n) {
            Login login(program, callbacks);
            if (login.start("XOAUTH2") == SASL_CONTINUE && login.step(nullptr, 0) == SASL_OK)
              ++good;
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
      CPPUNIT_ASSERT_EQUAL(10000, good.load());
    });
  }

  void a_fork_after_the_start_changes_nothing() {
    play([&] {
      begin();
      for (int i = 0; i < 3; ++i) {
        in_child([&] { sign_in_every_way(); });
      }
      sign_in(program_, program_.procedures());
    });
  }

  void a_fork_within_a_login_changes_nothing() {
    play([&] {
      begin();
      Login login(program_, program_.procedures());
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      in_child([&] {
        CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(refusal));
        sandbox_.add_account("u@example.org");
        sign_in_every_way();
      });
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(nullptr, 0));
    });
  }

  // Of our door alone: the loader keeps a little of libcrypto, which other plugins bring, each
  // time.
  void a_hundred_starts_add_no_memory() {
    sandbox_.remove_other_plugins();
    play([&] {
      const sasl_callback_t* callbacks = program_.procedures();
      assert_adds_no_memory(100, [&] {
        begin();
        sign_in(program_, callbacks);
        sasl_done();
      });
    });
  }

  void a_thousand_logins_add_no_memory() {
    play([&] {
      const sasl_callback_t* callbacks = program_.procedures();
      begin();
      assert_adds_no_memory(1000, [&] { sign_in(program_, callbacks); });
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PolitenessTest);

}  // namespace
}  // namespace host
