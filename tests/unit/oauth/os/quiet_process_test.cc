// SPDX-License-Identifier: MIT
#include "oauth/os/quiet_process.h"

#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "oauth/os/file_descriptor.h"
#include "tests/support/child.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using std::chrono::seconds;

volatile sig_atomic_t signals_seen = 0;
void count_signal(int) { signals_seen = signals_seen + 1; }

class QuietProcessTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(QuietProcessTest);
  CPPUNIT_TEST(returns_what_the_command_prints);
  CPPUNIT_TEST(says_how_a_command_failed);
  CPPUNIT_TEST(sends_the_program_no_sigchld);
  CPPUNIT_TEST(leaves_the_programs_own_children_to_its_wait);
  CPPUNIT_TEST(works_where_the_program_ignores_its_children);
  CPPUNIT_TEST(passes_on_no_descriptor_and_no_standard_input);
  CPPUNIT_TEST(gives_the_command_the_usual_signals);
  CPPUNIT_TEST(kills_the_command_when_it_takes_too_long);
  CPPUNIT_TEST(kills_a_command_that_closes_its_output_and_goes_on);
  CPPUNIT_TEST(says_that_no_descriptor_is_left);
  CPPUNIT_TEST(says_where_commands_run_in_a_jail_without_a_shell);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tearDown() override {
    CPPUNIT_ASSERT_MESSAGE("a child was left", ::waitpid(-1, nullptr, WNOHANG | __WALL) == -1);
    CPPUNIT_ASSERT(errno == ECHILD);
  }

  void returns_what_the_command_prints() {
    expect("one\ntwo\n", output_of("echo one; echo two"));
    const auto line = QuietProcess().first_line_of("echo one; echo two", seconds(20));
    CPPUNIT_ASSERT(line);
    expect("one", std::string(line->reveal()));
  }

  void says_how_a_command_failed() {
    expect("unavailable: ended with status 3; try it in a shell", output_of("echo t; exit 3"));
    expect("unavailable: ended with status 143; try it in a shell", output_of("kill -TERM $$"));
  }

  void sends_the_program_no_sigchld() {
    struct sigaction counting = {};
    struct sigaction before = {};
    counting.sa_handler = count_signal;
    ::sigaction(SIGCHLD, &counting, &before);
    signals_seen = 0;
    const std::string output = output_of("/bin/echo done");
    const int seen = signals_seen;
    // The handler counts indeed.
    const pid_t own = ::fork();
    if (own == 0) ::_exit(0);
    while (::waitpid(own, nullptr, 0) == -1 && errno == EINTR) {
    }
    const int seen_of_own = signals_seen;
    ::sigaction(SIGCHLD, &before, nullptr);
    expect("done\n", output);
    CPPUNIT_ASSERT_EQUAL(0, seen);
    CPPUNIT_ASSERT_EQUAL(1, seen_of_own);
  }

  // While the command runs, the program's wait() finds its own child and no other.
  void leaves_the_programs_own_children_to_its_wait() {
    const pid_t own = ::fork();
    if (own == 0) ::_exit(7);
    expect("t\n", output_of("echo t"));
    int status = 0;
    CPPUNIT_ASSERT_EQUAL(own, ::wait(&status));
    CPPUNIT_ASSERT_EQUAL(7, WEXITSTATUS(status));
    CPPUNIT_ASSERT_EQUAL(pid_t{-1}, ::wait(&status));
    CPPUNIT_ASSERT_EQUAL(ECHILD, errno);
  }

  void works_where_the_program_ignores_its_children() {
    const auto before = ::signal(SIGCHLD, SIG_IGN);
    const std::string good = output_of("/bin/echo t");
    const std::string bad = output_of("/bin/false");
    ::signal(SIGCHLD, before);
    expect("t\n", good);
    expect("unavailable: ended with status 1; try it in a shell", bad);
  }

  void passes_on_no_descriptor_and_no_standard_input() {
    const FileDescriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const FileDescriptor leaky(::fcntl(null.get(), F_DUPFD, 100));
    const std::string path = "/proc/$$/fd/" + std::to_string(leaky.get());
    expect("gone\n", output_of("test -e " + path + " && echo there || echo gone"));
    expect(
        "/dev/null\n/dev/null\n",
        output_of("readlink /proc/$$/fd/0; readlink /proc/$$/fd/2; read x && echo read; exit 0"));
  }

  void gives_the_command_the_usual_signals() {
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    const std::string pipe = output_of("kill -PIPE $$");
    ::signal(SIGPIPE, before);
    expect("unavailable: ended with status 141; try it in a shell", pipe);
  }

  void kills_the_command_when_it_takes_too_long() {
    const TemporaryFolder folder;
    const std::string file = folder.path() + "/pid";
    expect("unavailable: took too long and was stopped",
           output_of("echo $$ >" + file + "; exec sleep 30", seconds(1)));
    // Its number is nobody's a moment later: init takes it away.
    expect("gone\n", output_of("for i in 1 2 3 4 5 6 7 8 9; do kill -0 $(cat " + file +
                               ") 2>/dev/null || { echo gone; exit 0; }; grep -q '^State:.Z' "
                               "/proc/$(cat " +
                               file + ")/status && { echo gone; exit 0; }; sleep 0.1; done"));
  }

  void kills_a_command_that_closes_its_output_and_goes_on() {
    expect("unavailable: closed its output, but did not end; correct it",
           output_of("echo t; exec >&-; exec sleep 30", seconds(1)));
  }

  void says_that_no_descriptor_is_left() {
    struct rlimit before = {};
    CPPUNIT_ASSERT_EQUAL(0, getrlimit(RLIMIT_NOFILE, &before));
    const FileDescriptor lowest(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    struct rlimit none = before;
    none.rlim_cur = static_cast<rlim_t>(lowest.get()) + 1;
    CPPUNIT_ASSERT_EQUAL(0, setrlimit(RLIMIT_NOFILE, &none));
    const std::string output = output_of("echo t");
    CPPUNIT_ASSERT_EQUAL(0, setrlimit(RLIMIT_NOFILE, &before));
    expect("no_access: cannot be run: Too many open files", output);
  }

  void says_where_commands_run_in_a_jail_without_a_shell() {
    if (geteuid() != 0) return;  // only root can enter a jail
    const TemporaryFolder folder;
    CPPUNIT_ASSERT_EQUAL(0, run_child([&] {
                           if (chroot(folder.path().c_str()) != 0) return 2;
                           return output_of("echo t") ==
                                          "no_access: cannot be run: there is no /bin/sh here, as "
                                          "in a chroot; have a "
                                          "timer outside run: sasl-oauth refresh --due"
                                      ? 0
                                      : 1;
                         }));
  }

 private:
  static std::string output_of(const std::string& command, seconds limit = seconds(20)) {
    const auto output = QuietProcess().output_of(command, limit);
    return output ? std::string(output->reveal()) : sentence_of(output);
  }

  static void expect(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(QuietProcessTest);

}  // namespace
}  // namespace oauth
