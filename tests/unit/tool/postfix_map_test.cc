// SPDX-License-Identifier: MIT
#include "tool/postfix_map.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace tool {
namespace {

class PostfixMapTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PostfixMapTest);
  CPPUNIT_TEST(finds_the_files_behind_a_setting);
  CPPUNIT_TEST(takes_the_entries_whose_password_is_a_path);
  CPPUNIT_TEST(joins_lines_that_begin_with_a_blank);
  CPPUNIT_TEST_SUITE_END();

 public:
  void finds_the_files_behind_a_setting() {
    const PostfixTables tables = postfix_tables(
        "hash:/etc/a, lmdb:/etc/b texthash:/etc/c,/etc/d ldap:/etc/e proxy:hash:/etc/f hash:rel");
    CPPUNIT_ASSERT(
        (tables.files == std::vector<std::string>{"/etc/a", "/etc/b", "/etc/c", "/etc/d"}));
    CPPUNIT_ASSERT((tables.others ==
                    std::vector<std::string>{"ldap:/etc/e", "proxy:hash:/etc/f", "hash:rel"}));
    CPPUNIT_ASSERT(postfix_tables("").files.empty() && postfix_tables(" , ").files.empty());
  }

  void takes_the_entries_whose_password_is_a_path() {
    const auto entries = parse_postfix_map(
        "# comment /x\n[smtp.gmail.com]:587\ta@example.com:/etc/tokens/a\r\n"
        "[smtp.example.com] b@example.com:ordinary-password\nother c@example.com:file:/tokens/c\n"
        "again a@example.com:/etc/tokens/a\nempty\nno-path d:\nno-login :/x\n",
        "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(entries));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), entries->size());
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com /etc/tokens/a 2"), text((*entries)[0]));
    CPPUNIT_ASSERT_EQUAL(std::string("c@example.com /tokens/c 4"), text((*entries)[1]));
  }

  void joins_lines_that_begin_with_a_blank() {
    const auto entries =
        parse_postfix_map("[smtp.gmail.com]\n# comment\n\n  a@example.com:/t\nk b@x:/u\n", "f");
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), entries->size());
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com /t 1"), text((*entries)[0]));
    CPPUNIT_ASSERT_EQUAL(std::string("b@x /u 5"), text((*entries)[1]));
    const auto without_a_line_before = parse_postfix_map("# comment\n k a@x:/t\n", "f");
    CPPUNIT_ASSERT_EQUAL(std::string("a@x /t 2"), text(without_a_line_before->front()));
  }

 private:
  static std::string text(const PostfixEntry& entry) {
    return entry.login + " " + entry.path + " " + std::to_string(entry.line);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PostfixMapTest);

}  // namespace
}  // namespace tool
