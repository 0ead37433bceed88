// SPDX-License-Identifier: MIT
#include "oauth/import/git_credential.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

class GitCredentialTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GitCredentialTest);
  CPPUNIT_TEST(reads_the_lines_of_one_credential);
  CPPUNIT_TEST(names_the_line_that_is_wrong_and_repeats_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_lines_of_one_credential() {
    const auto accounts = parse_git_credential(
        "protocol=https\r\nusername=a@example.com\npassword=A=\npassword_expiry_utc=1700003600\n"
        "oauth_refresh_token=R=1\nunknown=x\n\noauth_refresh_token=another\n",
        "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(accounts));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), accounts->size());
    const Record& record = (*accounts)[0];
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com"), record.account);
    CPPUNIT_ASSERT_EQUAL(std::string("A="), std::string(record.access_token.reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string("R=1"), std::string(record.refresh_token.reveal()));
    CPPUNIT_ASSERT(record.expires_at == from_unix(1700003600));
  }

  void names_the_line_that_is_wrong_and_repeats_nothing() {
    const struct {
      const char* text;
      const char* sentence;
    } cases[] = {
        {"username=a\ncanary\n", "bad_config: f:2: there is no '=' on this line"},
        {"password_expiry_utc=soon\n", "bad_config: f:1: password_expiry_utc is no time"},
        {"password_expiry_utc=999999999999999\n",
         "bad_config: f:1: password_expiry_utc is no time"},
        {"", "bad_config: f holds no refresh token; sign in instead: sasl-oauth login"},
        {"oauth_refresh_token=canary\x01\n",
         "bad_config: f has a control character or broken UTF-8 in a value; copy it anew"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence),
                           sentence_of(parse_git_credential(each.text, "f")));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GitCredentialTest);

}  // namespace
}  // namespace oauth
