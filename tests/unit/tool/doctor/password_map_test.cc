// SPDX-License-Identifier: MIT
#include "tool/doctor/password_map.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class PasswordMapTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PasswordMapTest);
  CPPUNIT_TEST(knows_what_a_password_means);
  CPPUNIT_TEST(keeps_no_password);
  CPPUNIT_TEST(reads_the_lines_of_a_map);
  CPPUNIT_TEST_SUITE_END();

 public:
  void knows_what_a_password_means() {
    const struct {
      const char* value;
      PasswordKind kind;
      const char* user;
      const char* target;
    } cases[] = {{"you@h:oauth2", PasswordKind::account, "you@h", "you@h"},
                 {"you@h", PasswordKind::account, "you@h", "you@h"},
                 {"you@h:", PasswordKind::account, "you@h", "you@h"},
                 {"you@h:-", PasswordKind::account, "you@h", "you@h"},
                 {" you@h:oauth2:work ", PasswordKind::named_account, "you@h", "work"},
                 {"you@h:/etc/t", PasswordKind::token_file, "you@h", "/etc/t"},
                 {"you@h:file:t", PasswordKind::token_file, "you@h", "t"},
                 {"", PasswordKind::account, "", ""}};
    for (const auto& each : cases) {
      const PasswordEntry entry = parse_password_entry(each.value);
      CPPUNIT_ASSERT_MESSAGE(each.value, entry.kind == each.kind);
      CPPUNIT_ASSERT_EQUAL(std::string(each.user), entry.user);
      CPPUNIT_ASSERT_EQUAL(std::string(each.target), entry.target);
    }
  }

  void keeps_no_password() {
    for (const char* value : {"you@h:CANARY", "you@h:token:CANARY", "you@h:a:CANARY"}) {
      const PasswordEntry entry = parse_password_entry(value);
      CPPUNIT_ASSERT(entry.kind == PasswordKind::other);
      CPPUNIT_ASSERT_EQUAL(std::string("you@h/"), entry.user + "/" + entry.target);
    }
  }

  void reads_the_lines_of_a_map() {
    const auto entries = parse_password_map(
        "# a comment\n"
        "\n"
        "[h]:587 you@h:oauth2\n"
        "other\n"
        "# in between\n"
        "  me@h:\n"
        "\tcontinued\n"
        "last\tx@h:CANARY");
    CPPUNIT_ASSERT_EQUAL(std::size_t(3), entries.size());
    CPPUNIT_ASSERT_EQUAL(std::string("[h]:587 you@h"), entries[0].key + " " + entries[0].user);
    CPPUNIT_ASSERT_EQUAL(std::size_t(3), entries[0].line);
    CPPUNIT_ASSERT_EQUAL(std::string("other me@h"), entries[1].key + " " + entries[1].user);
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), entries[1].line);
    CPPUNIT_ASSERT_EQUAL(std::string("last x@h"), entries[2].key + " " + entries[2].user);
    CPPUNIT_ASSERT(entries[2].kind == PasswordKind::other);
    CPPUNIT_ASSERT(parse_password_map("").empty());
    // Nothing stands before it that it could go on with.
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), parse_password_map("# c\n k you@h:\n")[0].line);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordMapTest);

}  // namespace
}  // namespace tool
