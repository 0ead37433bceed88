// SPDX-License-Identifier: MIT
#include "oauth/base/shell_word.h"

#include <cppunit/extensions/HelperMacros.h>

namespace oauth {
namespace {

class ShellWordTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ShellWordTest);
  CPPUNIT_TEST(quotes_what_a_shell_would_see_something_in);
  CPPUNIT_TEST_SUITE_END();

 public:
  void quotes_what_a_shell_would_see_something_in() {
    const struct {
      const char* text;
      const char* word;
    } cases[] = {{"hash:/etc/postfix/sasl_passwd", "hash:/etc/postfix/sasl_passwd"},
                 {"you+x@h-1.example", "you+x@h-1.example"},
                 {"", "''"},
                 {"a b", "'a b'"},
                 {"$HOME", "'$HOME'"},
                 {"[h]:587", "'[h]:587'"},
                 {"it's", "'it'\\''s'"},
                 {"#x", "'#x'"},
                 {"~", "'~'"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.word), shell_word(each.text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ShellWordTest);

}  // namespace
}  // namespace oauth
