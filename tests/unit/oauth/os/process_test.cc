// SPDX-License-Identifier: MIT
#include "oauth/os/process.h"

#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include <string>

#include "oauth/base/bounds.h"
#include "oauth/os/file_descriptor.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using std::chrono::seconds;

class ProcessTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProcessTest);
  CPPUNIT_TEST(returns_the_first_line);
  CPPUNIT_TEST(drops_what_comes_after_the_first_line);
  CPPUNIT_TEST(takes_a_line_up_to_its_limit);
  CPPUNIT_TEST(says_how_a_command_failed);
  CPPUNIT_TEST(stops_a_command_that_takes_too_long);
  CPPUNIT_TEST(stops_a_command_that_closes_its_output_and_stays);
  CPPUNIT_TEST(passes_on_no_descriptor);
  CPPUNIT_TEST(gives_the_command_the_usual_signals);
  CPPUNIT_TEST(filters_a_file_by_its_input_or_its_path);
  CPPUNIT_TEST(bounds_what_a_filter_prints_and_says_how_it_failed);
  CPPUNIT_TEST(runs_a_command_with_variables_in_its_environment);
  CPPUNIT_TEST(replaces_a_variable_that_is_there);
  CPPUNIT_TEST(runs_a_command_with_nothing_to_read);
  CPPUNIT_TEST(says_how_a_command_that_was_run_failed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tearDown() override {
    CPPUNIT_ASSERT_MESSAGE("a child was left", ::waitpid(-1, nullptr, WNOHANG) == -1);
    CPPUNIT_ASSERT(errno == ECHILD);
  }

  void filters_a_file_by_its_input_or_its_path() {
    const TemporaryFolder folder;
    const std::string path = folder.write("a 'file", "one\ntwo\n");
    for (const char* command : {"cat", "cat -- \"$1\""}) {
      const auto text = filtered({command, path, seconds(10), 100});
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(text));
      CPPUNIT_ASSERT_EQUAL(std::string("one\ntwo\n"), std::string(text->reveal()));
    }
  }

  void bounds_what_a_filter_prints_and_says_how_it_failed() {
    const TemporaryFolder folder;
    const std::string path = folder.write("file", "0123456789");
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(filtered({"cat", path, seconds(10), 10})));
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: printed more than 9 bytes; correct it"),
                         sentence_of(filtered({"cat", path, seconds(10), 9})));
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: ended with status 2; try it in a shell"),
                         sentence_of(filtered({"cat; exit 2", path, seconds(10), 100})));
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: took too long and was stopped"),
                         sentence_of(filtered({"exec sleep 60", path, seconds(0), 100})));
    const std::string missing = folder.path() + "/missing";
    CPPUNIT_ASSERT_EQUAL(
        "no_access: cannot open " + missing + ": No such file or directory; create it, or correct the path",
        sentence_of(filtered({"cat", missing, seconds(10), 100})));
  }

  void runs_a_command_with_variables_in_its_environment() {
    expect("success", run("test \"$A\" = 'x $(y) `z`\n\"' && test -n \"$PATH\"",
                          {{"A", "x $(y) `z`\n\""}}));
  }

  void replaces_a_variable_that_is_there() {
    expect("success", run("test \"$(env | grep -c ^PATH=)\" = 1 && test \"$PATH\" = /bin:/usr/bin",
                          {{"PATH", "/bin:/usr/bin"}}));
  }

  void runs_a_command_with_nothing_to_read() { expect("success", run("! read line")); }

  void says_how_a_command_that_was_run_failed() {
    expect("no_access: ended with status 3; try it in a shell", run("exit 3"));
    expect("unavailable: took too long and was stopped", run("sleep 60", {}, seconds(0)));
  }

  void returns_the_first_line() {
    expect("hunter2", line_of("echo hunter2"));
    expect("hunter2", line_of("printf hunter2"));
    expect("two", line_of("printf 't'; printf 'wo\\nthree\\n'"));
    expect("", line_of("true"));
    expect("", line_of("echo; echo second"));
  }

  void drops_what_comes_after_the_first_line() {
    expect("first", line_of("echo first; head -c 300000 /dev/zero"));
  }

  void takes_a_line_up_to_its_limit() {
    expect(std::string(bounds::max_secret_bytes, 'x'), line_of("printf '%08192d' 0 | tr 0 x"));
    expect("no_access: printed a line longer than 8192 bytes; let it print the secret alone",
           line_of("printf '%08193d' 0"));
    expect("no_access: printed a line longer than 8192 bytes; let it print the secret alone",
           line_of("while :; do echo -n xxxxxxxxxxxxxxxx; done"));
  }

  void says_how_a_command_failed() {
    expect("no_access: ended with status 3; try it in a shell", line_of("echo hunter2; exit 3"));
    expect("no_access: ended with status 127; try it in a shell",
           line_of("/nonexistent/command 2>/dev/null"));
    expect("no_access: was ended by signal 15; try it in a shell", line_of("kill -TERM $$"));
  }

  void stops_a_command_that_takes_too_long() {
    expect("unavailable: took too long and was stopped", line_of("exec sleep 30", seconds(0)));
    expect("unavailable: took too long and was stopped",
           line_of("echo hunter2; exec sleep 30", seconds(1)));
  }

  void stops_a_command_that_closes_its_output_and_stays() {
    expect("unavailable: closed its output, but did not end; correct it",
           line_of("echo hunter2; exec sleep 30 >&-", seconds(1)));
  }

  void passes_on_no_descriptor() {
    const FileDescriptor null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const FileDescriptor leaky(::fcntl(null.get(), F_DUPFD, 100));
    const std::string path = "/proc/$$/fd/" + std::to_string(leaky.get());
    expect("gone", line_of("test -e " + path + " && echo there || echo gone"));
    expect("there", line_of("test -e /proc/$$/fd/2 && echo there || echo gone"));
  }

  void gives_the_command_the_usual_signals() {
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigset_t mask;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &mask);
    const std::string term = line_of("kill -TERM $$");
    const std::string pipe = line_of("kill -PIPE $$");
    ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    ::signal(SIGPIPE, before);
    expect("no_access: was ended by signal 15; try it in a shell", term);
    expect("no_access: was ended by signal 13; try it in a shell", pipe);
  }

 private:
  // Returns the line, or the sentence.
  static std::string line_of(const std::string& command, seconds limit = seconds(20)) {
    const auto line = SystemProcess().first_line_of(command, limit);
    return line ? std::string(line->reveal()) : sentence_of(line);
  }

  static std::string run(const std::string& command, const Variables& variables = {},
                         seconds limit = seconds(20)) {
    return sentence_of(SystemProcess().run(command, variables, limit));
  }

  static void expect(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProcessTest);

}  // namespace
}  // namespace oauth
