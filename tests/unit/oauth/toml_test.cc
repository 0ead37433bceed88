// SPDX-License-Identifier: MIT
#include "oauth/toml.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

using Kind = TomlValue::Kind;

class TomlTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TomlTest);
  CPPUNIT_TEST(keeps_kinds_and_lines_in_the_order_of_the_file);
  CPPUNIT_TEST(reads_dotted_keys_and_inline_tables_alike);
  CPPUNIT_TEST(places_a_mistake_and_repeats_nothing_of_the_text);
  CPPUNIT_TEST(refuses_deep_tables);
  CPPUNIT_TEST(refuses_a_line_that_could_nest_too_deeply_for_a_stack);
  CPPUNIT_TEST(reads_letters_beyond_ascii_as_they_stand);
  CPPUNIT_TEST(survives_what_the_parser_asserts_against);
  CPPUNIT_TEST(takes_nothing_at_all_for_an_empty_table);
  CPPUNIT_TEST_SUITE_END();

 public:
  void keeps_kinds_and_lines_in_the_order_of_the_file() {
    const auto document = parse_toml(
        "z = \"text\"\n\nflag = true\nlist = [\"a\", \"b\"]\nnumber = 7\n[table]\nkey = 'in'\n",
        "F");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(document));
    const struct {
      const char* key;
      unsigned line;
      Kind kind;
    } expected[] = {{"z", 1, Kind::text},
                    {"flag", 3, Kind::boolean},
                    {"list", 4, Kind::list},
                    {"number", 5, Kind::other},
                    {"table", 6, Kind::table}};
    CPPUNIT_ASSERT_EQUAL(std::size_t{5}, document->members.size());
    for (std::size_t i = 0; i < 5; ++i) {
      const TomlValue& member = document->members[i];
      CPPUNIT_ASSERT_EQUAL(std::string(expected[i].key), member.key);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(member.key, expected[i].line, member.line);
      CPPUNIT_ASSERT_MESSAGE(member.key, expected[i].kind == member.kind);
    }
    CPPUNIT_ASSERT(document->member("z")->text.reveal() == "text");
    CPPUNIT_ASSERT(document->member("flag")->boolean);
    CPPUNIT_ASSERT(document->member("list")->members[1].text.reveal() == "b");
    CPPUNIT_ASSERT(document->member("table")->member("key")->text.reveal() == "in");
    CPPUNIT_ASSERT(document->member("none") == nullptr);
  }

  void reads_dotted_keys_and_inline_tables_alike() {
    for (const char* text : {"a.b = \"x\"\n", "a = { b = \"x\" }\n", "[a]\nb = \"x\"\n"}) {
      const auto document = parse_toml(text, "F");
      CPPUNIT_ASSERT_MESSAGE(text, document);
      CPPUNIT_ASSERT_MESSAGE(text, document->member("a")->member("b")->text.reveal() == "x");
    }
  }

  void places_a_mistake_and_repeats_nothing_of_the_text() {
    const struct {
      std::string text;
      const char* sentence;
    } cases[] = {
        {"s = \"hunter2",
         "F:1:13: this is not TOML: a string is not closed, or holds what a"
         " string may not"},
        {"a = 1\ns = \"hunter2\n\"",
         "F:2:13: this is not TOML: a string is not closed, or holds"
         " what a string may not"},
        {"s = \"\\hunter2\"",
         "F:1:7: this is not TOML: a string is not closed, or holds what a"
         " string may not"},
        {"s = 'hunter2",
         "F:1:13: this is not TOML: a string is not closed, or holds what a string"
         " may not"},
        {"s = hunter2",
         "F:1:5: this is not TOML: a value is malformed; texts stand in \"double"
         " quotes\""},
        {"s = truehunter2",
         "F:1:9: this is not TOML: a value is malformed; texts stand in"
         " \"double quotes\""},
        {"hunter2\n", "F:1:8: this is not TOML: a line is not of the form key = \"value\""},
        {"hunter2 = 1\nhunter2 = 2\n", "F:2:11: this is not TOML: a key or table stands twice"},
        {"[hunter2]\n[hunter2]\n", "F:2:1: this is not TOML: a key or table stands twice"},
        {"[hunter2\n", "F:1:9: this is not TOML: a table's header is malformed"},
        {"l = [ \"hunter2\"", "F:1:16: this is not TOML: a list is malformed"},
        {"t = { a = \"hunter2\"", "F:1:20: this is not TOML: a table in braces is malformed"},
        {"# hunter2\x01\n", "F:1:10: this is not TOML: a comment holds what a comment may not"},
        {std::string("s = \"hunter2\0\"", 14),
         "F:1:13: this is not TOML: a string is not closed,"
         " or holds what a string may not"},
        {"s = \"hunter2\xff\"", "F:1: this line is not UTF-8; save the file as UTF-8"},
        {" = \"hunter2\"", "F:1:2: this is not TOML: a line is not of the form key = \"value\""},
        {"s = 01234",
         "F:1:10: this is not TOML: a value is malformed; texts stand in \"double"
         " quotes\""},
    };
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_config: ") + one.sentence,
                           sentence_of(parse_toml(one.text, "F")));
    }
  }

  void refuses_deep_tables() {
    const std::string sentence = "bad_config: F:1: tables are nested too deeply; five is the most";
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(parse_toml("a.b.c.d.e = 1\n", "F")));
    CPPUNIT_ASSERT_EQUAL(sentence, sentence_of(parse_toml("a.b.c.d.e.f = 1\n", "F")));
    CPPUNIT_ASSERT_EQUAL(sentence, sentence_of(parse_toml("a = [[[[[[1]]]]]]\n", "F")));
  }

  void refuses_a_line_that_could_nest_too_deeply_for_a_stack() {
    std::string longest = "\na";
    while (longest.size() + 2 < bounds::max_config_line_bytes) longest += ".a";
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: F:2: tables are nested too deeply; five is the"
                                     " most"),
                         sentence_of(parse_toml(longest + "=1", "F")));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: F:2: this line is too long; shorten it"),
                         sentence_of(parse_toml(longest + ".a.a=1\n", "F")));
  }

  void reads_letters_beyond_ascii_as_they_stand() {
    const std::string all = "\xc2\xa0\xc3\xa9\xef\xba\xbf\xf0\x9f\x94\x91\xf4\x8f\xbf\xbf";
    const auto document = parse_toml("\"" + all + "\" = \"a" + all + "\" # " + all + "\n", "F");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(document));
    CPPUNIT_ASSERT_EQUAL(all, document->members[0].key);
    CPPUNIT_ASSERT_EQUAL("a" + all, std::string(document->members[0].text.reveal()));
  }

  void survives_what_the_parser_asserts_against() {
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "bad_config: F:1:2: this is not TOML: a line is not of the form key = \"value\""),
        sentence_of(parse_toml("[{a}]\n", "F")));
  }

  void takes_nothing_at_all_for_an_empty_table() {
    for (const char* text : {"", "\n\n", "# just a comment"}) {
      const auto document = parse_toml(text, "F");
      CPPUNIT_ASSERT_MESSAGE(text, document && document->members.empty());
      CPPUNIT_ASSERT_MESSAGE(text, document->kind == Kind::table);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TomlTest);

}  // namespace
}  // namespace oauth
