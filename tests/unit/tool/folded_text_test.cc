// SPDX-License-Identifier: MIT
#include "tool/folded_text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

namespace tool {
namespace {

using Lines = std::vector<std::string>;

class FoldedTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FoldedTextTest);
  CPPUNIT_TEST(counts_characters_and_not_bytes);
  CPPUNIT_TEST(breaks_at_blanks_within_the_width);
  CPPUNIT_TEST(leaves_a_longer_word_whole);
  CPPUNIT_TEST(keeps_a_command_on_one_line);
  CPPUNIT_TEST_SUITE_END();

 public:
  void counts_characters_and_not_bytes() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, columns_of(""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{5}, columns_of("m\xc3\xbcr\u25b0\u25b1"));
  }

  void breaks_at_blanks_within_the_width() {
    CPPUNIT_ASSERT((Lines{"one two", "three"}) == folded("one two three", 7));
    CPPUNIT_ASSERT((Lines{"one two", "three"}) == folded(" one  two three ", 8));
    CPPUNIT_ASSERT((Lines{"one two three"}) == folded("one two three", 13));
    CPPUNIT_ASSERT(folded("  ", 10).empty());
  }

  void leaves_a_longer_word_whole() {
    CPPUNIT_ASSERT((Lines{"a", "incomprehensible", "b"}) == folded("a incomprehensible b", 4));
  }

  void keeps_a_command_on_one_line() {
    CPPUNIT_ASSERT((Lines{"no; run:", "sasl-oauth login you@example.com"}) ==
                   folded("no; run: sasl-oauth login you@example.com", 16));
    CPPUNIT_ASSERT((Lines{"run:", "chmod 600 /a/long/path;", "then go on"}) ==
                   folded("run: chmod 600 /a/long/path; then go on", 12));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FoldedTextTest);

}  // namespace
}  // namespace tool
