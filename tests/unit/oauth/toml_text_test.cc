// SPDX-License-Identifier: MIT
#include "oauth/toml_text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class TomlTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TomlTextTest);
  CPPUNIT_TEST(leaves_ascii_as_it_is);
  CPPUNIT_TEST(escapes_letters_in_double_quotes);
  CPPUNIT_TEST(hides_letters_in_comments);
  CPPUNIT_TEST(drops_a_byte_order_mark);
  CPPUNIT_TEST(refuses_letters_elsewhere);
  CPPUNIT_TEST(refuses_texts_of_several_lines);
  CPPUNIT_TEST(refuses_what_is_not_utf8);
  CPPUNIT_TEST(refuses_long_lines);
  CPPUNIT_TEST_SUITE_END();

 public:
  void leaves_ascii_as_it_is() {
    for (const std::string& text :
         {std::string(), std::string("\n\n"), std::string("a = \"b\"\r\n[c]\nd = 'e' # \"f\n"),
          std::string("a = \"\\\"#\" # x"), std::string("unclosed = \"a\nb = 'c"),
          std::string("e = \"\"\nf = ''"), std::string("a\0\x01\x7f", 4)}) {
      CPPUNIT_ASSERT_EQUAL(text, rewritten(text));
    }
  }

  void escapes_letters_in_double_quotes() {
    const struct {
      const char* text;
      const char* ascii;
    } cases[] = {
        {"\"\xc3\xa9\" = \"a\xef\xba\xbf-\xf0\x9f\x94\x91\"",
         "\"\\U000000e9\" = \"a\\U0000febf-\\U0001f511\""},
        {"a = \"\\\"\xc3\xa9\"\n", "a = \"\\\"\\U000000e9\"\n"},
        {"a = \"\\\\\" # \"\xc3\xa9", "a = \"\\\\\" # \"??"},
        {"a = \"\\\xc3\xa9\"", "a = \"\\?\\U000000e9\""},  // no escape of TOML stays none
        {"a = \"\\", "a = \"\\?"},
    };
    for (const auto& one : cases) CPPUNIT_ASSERT_EQUAL(std::string(one.ascii), rewritten(one.text));
  }

  void hides_letters_in_comments() {
    CPPUNIT_ASSERT_EQUAL(std::string("a = 'x' # ??\"\nb = 1"),
                         rewritten("a = 'x' # \xc3\xa9\"\nb = 1"));
  }

  void drops_a_byte_order_mark() {
    CPPUNIT_ASSERT_EQUAL(std::string("k = 1"), rewritten("\xef\xbb\xbfk = 1"));
  }

  void refuses_letters_elsewhere() {
    for (const char* text : {"\nk\xc3\xa9 = \"x\"", "\nk = \xe2\x80\x9cx\xe2\x80\x9d",
                             "\nk = \"x\"\xc2\xa0", "\nk = 'a\\'\xc3\xa9", "\n\xef\xbb\xbfk = 1"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          text,
          std::string("bad_config: F:2: a letter beyond ASCII stands outside of quotes; put"
                      " \"double quotes\" around it"),
          rewritten(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: F:1: a letter beyond ASCII stands in single"
                                     " quotes; use \"double quotes\""),
                         rewritten("k = 'hunter\xc3\xa9'"));
  }

  void refuses_texts_of_several_lines() {
    for (const char* text : {"\nk = \"\"\"x\"\"\"", "\nk = '''x'''"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text,
                                   std::string("bad_config: F:2: a text begins with three quotes;"
                                               " write it on one line, in one pair"),
                                   rewritten(text));
    }
  }

  void refuses_what_is_not_utf8() {
    for (const char* text : {"\xff", "# \xc3", "k = \"\xed\xa0\x80\"", "\xc0\x80"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          text, std::string("bad_config: F:1: this line is not UTF-8; save the file as UTF-8"),
          rewritten(text));
    }
  }

  void refuses_long_lines() {
    const std::string longest = "\n#" + std::string(bounds::max_config_line_bytes - 1, 'x');
    CPPUNIT_ASSERT_EQUAL(longest + "\n", rewritten(longest + "\n"));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: F:2: this line is too long; shorten it"),
                         rewritten(longest + "x\n"));
  }

 private:
  // Returns the text, or the sentence.
  static std::string rewritten(const std::string& text) {
    const auto ascii = toml_in_ascii(text, "F");
    return ascii ? std::string(ascii->reveal()) : sentence_of(ascii);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TomlTextTest);

}  // namespace
}  // namespace oauth
