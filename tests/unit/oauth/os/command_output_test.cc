// SPDX-License-Identifier: MIT
#include "oauth/os/command_output.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class CommandOutputTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CommandOutputTest);
  CPPUNIT_TEST(takes_the_first_line_or_all);
  CPPUNIT_TEST(bounds_both);
  CPPUNIT_TEST(stops_at_the_deadline);
  CPPUNIT_TEST(reads_the_status_of_waitpid);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_the_first_line_or_all() {
    CPPUNIT_ASSERT_EQUAL(std::string("one"), read("one\ntwo\n", a_secret));
    CPPUNIT_ASSERT_EQUAL(std::string("one\ntwo\n"), read("one\ntwo\n", a_token));
    CPPUNIT_ASSERT_EQUAL(std::string(), read("", a_token));
  }

  void bounds_both() {
    const std::string line(bounds::max_secret_bytes + 1, 'x');
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: printed a line longer than 8192 bytes; let it print the secret "
                    "alone"),
        read(line, a_secret));
    CPPUNIT_ASSERT_EQUAL(line, read(line, a_token));
    // A pipe holds 64 KiB.
    CPPUNIT_ASSERT_EQUAL(std::string(bounds::max_reply_bytes, 'x'),
                         read(std::string(bounds::max_reply_bytes, 'x'), a_token));
  }

  void stops_at_the_deadline() {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe2(ends, O_CLOEXEC));
    const FileDescriptor output(ends[0]);
    const FileDescriptor input(ends[1]);
    const auto text = read_command_output(output, std::chrono::steady_clock::now(), a_token);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: took too long and was stopped"),
                         sentence_of(text));
  }

  void reads_the_status_of_waitpid() {
    CPPUNIT_ASSERT(check_command_end(0, a_token));
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: ended with status 3; try it in a shell"),
                         sentence_of(check_command_end(3 << 8, a_token)));
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: ended with status 3; try it in a shell"),
                         sentence_of(check_command_end(3 << 8, a_secret)));
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: was ended by signal 15; try it in a shell"),
                         sentence_of(check_command_end(15, a_secret)));
  }

 private:
  static std::string read(const std::string& text, CommandOutput wanted) {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe2(ends, O_CLOEXEC));
    const FileDescriptor output(ends[0]);
    FileDescriptor input(ends[1]);
    CPPUNIT_ASSERT_EQUAL(static_cast<ssize_t>(text.size()),
                         ::write(input.get(), text.data(), text.size()));
    input.reset();
    const auto result = read_command_output(
        output, std::chrono::steady_clock::now() + std::chrono::seconds(20), wanted);
    return result ? std::string(result->reveal()) : sentence_of(result);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CommandOutputTest);

}  // namespace
}  // namespace oauth
