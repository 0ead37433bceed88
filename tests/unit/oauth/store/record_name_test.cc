// SPDX-License-Identifier: MIT
#include "oauth/store/record_name.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

struct Pair {
  std::string account;
  std::string name;
};

const Pair pairs[] = {
    {"user@example.com", "user@example.com"},
    {"user+tag@example.com", "user+tag@example.com"},
    {"a_b-c.d@example.com", "a_b-c.d@example.com"},
    {"*@example.com", "%2a@example.com"},
    {"..", "%2e."},
    {".hidden", "%2ehidden"},
    {"../../etc/shadow", "%2e.%2f..%2fetc%2fshadow"},
    {"a/b", "a%2fb"},
    {"a b", "a%20b"},
    {"100%", "100%25"},
    {"%2e", "%252e"},
    {"a=b&c", "a%3db%26c"},
    {"~", "%7e"},
    {"j\xc3\xb6rg@ex\xc3\xa4mple.org", "j%c3%b6rg@ex%c3%a4mple.org"},
    {std::string("a\0b\n", 4), "a%00b%0a"},
};

class RecordNameTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordNameTest);
  CPPUNIT_TEST(encodes_what_a_file_name_must_not_hold);
  CPPUNIT_TEST(finds_the_account_of_a_file);
  CPPUNIT_TEST(does_not_tell_capitals_apart);
  CPPUNIT_TEST(takes_the_longest_name_and_no_longer);
  CPPUNIT_TEST(refuses_what_no_record_can_hold);
  CPPUNIT_TEST(passes_over_files_that_are_no_records);
  CPPUNIT_TEST_SUITE_END();

 public:
  void encodes_what_a_file_name_must_not_hold() {
    for (const Pair& each : pairs) {
      const auto name = record_name(each.account);
      CPPUNIT_ASSERT_MESSAGE(each.account, name);
      CPPUNIT_ASSERT_EQUAL(each.name, *name);
    }
  }

  void finds_the_account_of_a_file() {
    for (const Pair& each : pairs) {
      CPPUNIT_ASSERT_EQUAL(each.account, account_of(each.name + ".json").value_or("nothing"));
    }
  }

  void does_not_tell_capitals_apart() {
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com"), *record_name("User@Example.COM"));
    CPPUNIT_ASSERT(!account_of("User@example.com.json"));
  }

  void takes_the_longest_name_and_no_longer() {
    CPPUNIT_ASSERT_EQUAL(std::string(230, 'a'), *record_name(std::string(230, 'a')));
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: the account name is too long; check the user name"),
        sentence_of(record_name(std::string(231, 'a'))));
    CPPUNIT_ASSERT(!record_name(std::string(77, '/')));  // 231 once it is encoded
  }

  void refuses_what_no_record_can_hold() {
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: the account name is empty; check the user name"),
                         sentence_of(record_name("")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: the account name is not UTF-8; check the user name"),
        sentence_of(record_name("j\xf6rg@example.org")));
  }

  void passes_over_files_that_are_no_records() {
    for (const char* name : {"", ".json", ".ready", "a", "a.lock", "a.new", "a.json.lock",
                             ".hidden.json", "a.json~", "a b.json", "%2E.json", "%2.json",
                             "%zz.json", "%61.json", "a=b.json", "a&b.json", "%ff.json"}) {
      CPPUNIT_ASSERT_MESSAGE(name, !account_of(name));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordNameTest);

}  // namespace
}  // namespace oauth
