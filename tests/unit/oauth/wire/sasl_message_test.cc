// SPDX-License-Identifier: MIT
#include "oauth/wire/sasl_message.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

std::string text_of(const Secret& secret) { return std::string(secret.reveal()); }

class SaslMessageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SaslMessageTest);
  CPPUNIT_TEST(xoauth2_names_the_user_as_he_is_and_no_server);
  CPPUNIT_TEST(oauthbearer_escapes_the_user_and_names_the_server_if_known);
  CPPUNIT_TEST(asks_where_tokens_come_from_with_an_empty_one);
  CPPUNIT_TEST(refuses_what_would_change_the_message);
  CPPUNIT_TEST_SUITE_END();

 public:
  void xoauth2_names_the_user_as_he_is_and_no_server() {
    CPPUNIT_ASSERT_EQUAL(std::string("user=a,b=c@example.org\1auth=Bearer tok\1\1"),
                         text_of(xoauth2_message({"a,b=c@example.org", "tok", "h", "993"})));
  }

  void oauthbearer_escapes_the_user_and_names_the_server_if_known() {
    // RFC 7628 section 4.1
    CPPUNIT_ASSERT_EQUAL(std::string("n,a=user@example.com,\1host=server.example.com\1port=143\1"
                                     "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\1\1"),
                         text_of(oauthbearer_message({"user@example.com",
                                                      "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==",
                                                      "server.example.com", "143"})));
    CPPUNIT_ASSERT_EQUAL(std::string("n,a=a=2Cb=3Dc@example.org,\1auth=Bearer tok\1\1"),
                         text_of(oauthbearer_message({"a,b=c@example.org", "tok", "", ""})));
  }

  void asks_where_tokens_come_from_with_an_empty_one() {  // RFC 7628 section 4.3
    CPPUNIT_ASSERT_EQUAL(
        std::string("n,a=user@example.com,\1host=server.example.com\1port=143\1auth=\1\1"),
        text_of(oauthbearer_question({"user@example.com", "", "server.example.com", "143"})));
  }

  void refuses_what_would_change_the_message() {
    const std::string long_user(bounds::max_user_bytes + 1, 'u');
    const std::string long_token(bounds::max_token_bytes + 1, 't');
    const struct {
      std::string user;
      std::string token;
      const char* sentence;
    } cases[] = {
        {"u", "t", "success"},
        {"", "t", "bad_config: the user name is empty"},
        {long_user, "t", "bad_config: the user name is longer than 1024 bytes"},
        {"a\1b", "t", "bad_config: the user name has a control character in it; correct it"},
        {"a\xff", "t", "bad_config: the user name is not UTF-8; correct it"},
        {"u", long_token, "bad_reply: the access token is longer than 16 KiB"},
        {"u", "", "bad_reply: the access token is empty or has a blank or control character in it"},
        {"u", "a\r\nb",
         "bad_reply: the access token is empty or has a blank or control character in it"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence),
                           sentence_of(check_sasl_identity({each.user, each.token, "", ""})));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SaslMessageTest);

}  // namespace
}  // namespace oauth
