// SPDX-License-Identifier: MIT
#include "tool/line_input.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "oauth/base/bounds.h"
#include "oauth/os/file_descriptor.h"

namespace tool {
namespace {

class LineInputTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LineInputTest);
  CPPUNIT_TEST(gives_each_line_once);
  CPPUNIT_TEST(waits_for_the_end_of_a_line);
  CPPUNIT_TEST(takes_the_last_line_without_its_newline);
  CPPUNIT_TEST(has_nothing_to_watch_after_the_end);
  CPPUNIT_TEST(cuts_what_has_no_end);
  CPPUNIT_TEST(watches_nothing_where_nobody_can_type);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe2(ends, O_CLOEXEC));
    reading_ = oauth::FileDescriptor(ends[0]);
    writing_ = oauth::FileDescriptor(ends[1]);
  }

  void gives_each_line_once() {
    LineInput input(reading_.get());
    CPPUNIT_ASSERT_EQUAL(reading_.get(), input.descriptor());
    type("one\n\ntwo\r\n");
    input.read();
    CPPUNIT_ASSERT_EQUAL(std::string("one"), next(input));
    CPPUNIT_ASSERT_EQUAL(std::string(), next(input));
    CPPUNIT_ASSERT_EQUAL(std::string("two\r"), next(input));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), next(input));
  }

  void waits_for_the_end_of_a_line() {
    LineInput input(reading_.get());
    type("http://127.0");
    input.read();
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), next(input));
    type(".0.1/\nx");
    input.read();
    CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1/"), next(input));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), next(input));
  }

  void takes_the_last_line_without_its_newline() {
    LineInput input(reading_.get());
    type("last");
    writing_.reset();
    input.read();
    input.read();
    CPPUNIT_ASSERT_EQUAL(std::string("last"), next(input));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), next(input));
  }

  void has_nothing_to_watch_after_the_end() {
    LineInput input(reading_.get());
    writing_.reset();
    input.read();
    CPPUNIT_ASSERT_EQUAL(-1, input.descriptor());
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), next(input));
  }

  void cuts_what_has_no_end() {
    LineInput input(reading_.get());
    const std::string longest(oauth::bounds::max_request_line_bytes, 'a');
    type(longest);
    for (int i = 0; i < 8; ++i) input.read();
    CPPUNIT_ASSERT_EQUAL(longest, next(input));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), next(input));
  }

  void watches_nothing_where_nobody_can_type() {
    CPPUNIT_ASSERT_EQUAL(-1, LineInput(-1).descriptor());
  }

 private:
  oauth::FileDescriptor reading_;
  oauth::FileDescriptor writing_;

  void type(const std::string& text) {
    CPPUNIT_ASSERT_EQUAL(static_cast<ssize_t>(text.size()),
                         ::write(writing_.get(), text.data(), text.size()));
  }

  static std::string next(LineInput& input) {
    const auto line = input.take_line();
    return line ? std::string(line->reveal()) : "nothing";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LineInputTest);

}  // namespace
}  // namespace tool
