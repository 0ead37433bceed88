// SPDX-License-Identifier: MIT
#include "tool/token_format.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/base64.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

class TokenFormatTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenFormatTest);
  CPPUNIT_TEST(writes_each_format);
  CPPUNIT_TEST(names_all_formats);
  CPPUNIT_TEST(refuses_what_would_change_a_message_in_every_format);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_each_format() {
    const struct {
      const char* format;
      std::string line;
    } cases[] = {
        {"token", "ya29.t"},
        {"header", "Authorization: Bearer ya29.t"},
        {"xoauth2", base64("user=u@example.com\1auth=Bearer ya29.t\1\1")},
        {"oauthbearer", base64("n,a=u@example.com,\1host=h\1port=993\1auth=Bearer ya29.t\1\1")},
        {"json",
         "{\"access_token\": \"ya29.t\", \"expires_at\": 1700000000, \"user\": \"u@example.com\"}"},
    };
    for (const auto& each : cases) {
      const auto line = format_token(each.format, {"u@example.com", "ya29.t", "h", "993"}, end_);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.format, each.line, std::string(line->reveal()));
    }
  }

  void names_all_formats() {
    const std::vector<std::string> all = {"token", "header", "xoauth2", "oauthbearer", "json"};
    CPPUNIT_ASSERT(all == token_format_names());
  }

  void refuses_what_would_change_a_message_in_every_format() {
    for (const std::string& format : token_format_names()) {
      CPPUNIT_ASSERT_EQUAL(
          std::string(
              "bad_reply: the access token is empty or has a blank or control character in it"),
          oauth::sentence_of(format_token(format, {"u", "a\nb", "", ""}, end_)));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("internal: there is no such token format"),
                         oauth::sentence_of(format_token("gif", {"u", "t", "", ""}, end_)));
  }

 private:
  const oauth::TimePoint end_ = oauth::from_unix(1700000000);

  static std::string base64(const std::string& text) {
    return std::string(oauth::base64_encode(text).reveal());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenFormatTest);

}  // namespace
}  // namespace tool
