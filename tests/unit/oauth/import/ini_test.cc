// SPDX-License-Identifier: MIT
#include "oauth/import/ini.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

class IniTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(IniTest);
  CPPUNIT_TEST(reads_sections_keys_and_comments_as_python_does);
  CPPUNIT_TEST(joins_indented_lines_to_the_value_before);
  CPPUNIT_TEST(keeps_long_values_whole);
  CPPUNIT_TEST(names_the_line_that_is_wrong_and_repeats_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_sections_keys_and_comments_as_python_does() {
    const auto sections = parse_ini(
        "# c\n; c\n\n[ One @x ]\r\nKey = a = b ; c # d \r\nother: v\nempty =\n[two]\nkey=%(x)s",
        "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(sections));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), sections->size());
    const IniSection& one = (*sections)[0];
    CPPUNIT_ASSERT_EQUAL(std::string(" One @x "), one.name);
    CPPUNIT_ASSERT_EQUAL(std::string("a = b ; c # d"), std::string(one.value("key")));
    CPPUNIT_ASSERT_EQUAL(std::string("v"), std::string(one.value("other")));
    CPPUNIT_ASSERT(one.value("empty").empty() && one.value("missing").empty());
    CPPUNIT_ASSERT_EQUAL(std::string("%(x)s"), std::string((*sections)[1].value("key")));
  }

  void joins_indented_lines_to_the_value_before() {
    const auto sections = parse_ini("[a]\nk = one\n\ttwo\n\n  [three]\nl = x\n", "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(sections));
    CPPUNIT_ASSERT_EQUAL(std::string("one\ntwo\n[three]"), std::string((*sections)[0].value("k")));
    CPPUNIT_ASSERT_EQUAL(std::string("x"), std::string((*sections)[0].value("l")));
  }

  void keeps_long_values_whole() {
    const std::string value(100'000, 'x');
    const auto sections = parse_ini("[a]\nk = " + value + "\n", "f");
    CPPUNIT_ASSERT_EQUAL(value, std::string((*sections)[0].value("k")));
  }

  void names_the_line_that_is_wrong_and_repeats_nothing() {
    const struct {
      const char* text;
      const char* sentence;
    } cases[] = {
        {"canary = 1\n", "f:1: this line stands before any section"},
        {" canary\n", "f:1: this line is indented, but there is no value before it"},
        {"[a]\n canary\n", "f:2: this line is indented, but there is no value before it"},
        {"[a\n", "f:1: this section has no ']'"},
        {"[]\n", "f:1: this section has no ']'"},
        {"[a]\ncanary\n", "f:2: this line is neither a section nor a key"},
        {"[a]\n= canary\n", "f:2: this line is neither a section nor a key"},
        {"[a]\n[b]\n[a]\n", "f:3: this section stands twice"},
        {"[a]\nk = 1\nK = canary\n", "f:3: this key stands twice in its section"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL("bad_config: " + std::string(each.sentence),
                           sentence_of(parse_ini(each.text, "f")));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IniTest);

}  // namespace
}  // namespace oauth
