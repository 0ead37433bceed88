// SPDX-License-Identifier: MIT
#include "oauth/schema.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

struct Target {
  std::string one;
  std::string two;
};

constexpr Field<Target> fields[] = {
    {"one", [](const Setting& s, Target& t) { return put(s.text(), t.one); }},
    {"second", [](const Setting& s, Target& t) { return put(s.text(), t.two); }}};

class SchemaTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SchemaTest);
  CPPUNIT_TEST(labels_tables_as_their_headers_read);
  CPPUNIT_TEST(reads_what_stands_there_and_leaves_the_rest);
  CPPUNIT_TEST(stops_at_the_first_mistake);
  CPPUNIT_TEST(names_the_nearest_key_or_all);
  CPPUNIT_TEST_SUITE_END();

 public:
  void labels_tables_as_their_headers_read() {
    CPPUNIT_ASSERT_EQUAL(std::string("[client]"), sublabel("", "client"));
    CPPUNIT_ASSERT_EQUAL(std::string("[client.mine]"), sublabel("[client]", "mine"));
    CPPUNIT_ASSERT_EQUAL(std::string("[account.\"a@b\"]"), sublabel("[account]", "a@b"));
    CPPUNIT_ASSERT_EQUAL(std::string("[\"a?\"]"), sublabel("", "a\n"));
  }

  void reads_what_stands_there_and_leaves_the_rest() {
    Target target{"old", "old"};
    CPPUNIT_ASSERT_EQUAL(std::string("success"), read("second = \"new\"\n", target));
    CPPUNIT_ASSERT_EQUAL(std::string("old new"), target.one + " " + target.two);
  }

  void stops_at_the_first_mistake() {
    Target target{"old", "old"};
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: F:2: second must be a text in \"double quotes\""),
                         read("one = \"new\"\nsecond = 2\nthird = 3\n", target));
    CPPUNIT_ASSERT_EQUAL(std::string("new old"), target.one + " " + target.two);
  }

  void names_the_nearest_key_or_all() {
    Target target;
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:1: unknown key \"secnd\"; did you mean \"second\"?"),
        read("secnd = \"x\"\n", target));
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:1: unknown key \"zzzzzz\"; known here: one, second"),
        read("zzzzzz = \"x\"\n", target));
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:1: unknown table [zzzzzz]; known here: one, second"),
        read("[zzzzzz]\n", target));
  }

 private:
  static std::string read(const std::string& text, Target& target) {
    const std::string file = "F";
    const auto document = parse_toml(text, file);
    const SettingScope scope{*document, "", file, SourceTrust::private_file};
    return sentence_of(read_settings(scope, by_fields<Target, fields>, target));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SchemaTest);

}  // namespace
}  // namespace oauth
