// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/wire/token_reply.h"

namespace oauth {
namespace {

class TokenErrorReplyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenErrorReplyTest);
  CPPUNIT_TEST(reads_errors_as_google_and_microsoft_send_them);
  CPPUNIT_TEST(makes_errors_fit_for_a_log);
  CPPUNIT_TEST(takes_nothing_else_for_an_error);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_errors_as_google_and_microsoft_send_them() {
    const auto google = parse_token_error(
        R"x({"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)",)x"
        R"("error_subtype":"invalid_rapt"})");
    CPPUNIT_ASSERT(google);
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_grant"), google->error);
    CPPUNIT_ASSERT_EQUAL(std::string("reauth related error (invalid_rapt)"), google->description);
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_rapt"), google->subtype);
    const auto microsoft = parse_token_error(
        R"({"error":"invalid_grant","error_description":"AADSTS700082: The refresh token has)"
        R"( expired","error_codes":[700082],"timestamp":"2026-01-02 03:04:05Z",)"
        R"("suberror":"token_expired"})");
    CPPUNIT_ASSERT_EQUAL(std::string("token_expired"), microsoft->subtype);
    CPPUNIT_ASSERT_EQUAL(std::string("AADSTS700082: The refresh token has expired"),
                         microsoft->description);
  }

  void makes_errors_fit_for_a_log() {
    const auto reply = parse_token_error("{\"error\":\"a\\u001bb\",\"error_description\":\"" +
                                         std::string(1000, 'x') + "\\r\\n\"}");
    CPPUNIT_ASSERT_EQUAL(std::string("a?b"), reply->error);
    CPPUNIT_ASSERT_EQUAL(std::string(300, 'x') + "...", reply->description);
  }

  void takes_nothing_else_for_an_error() {
    for (const char* body : {"", "{}", "[]", "<html>", R"({"error":""})", R"({"error":null})",
                             R"({"error":{"code":403,"message":"x"}})", R"({"error_code":"x"})"}) {
      CPPUNIT_ASSERT_MESSAGE(body, !parse_token_error(body));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenErrorReplyTest);

}  // namespace
}  // namespace oauth
