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
  CPPUNIT_TEST(finds_the_most_specific_code);
  CPPUNIT_TEST(leaves_out_what_is_for_microsofts_support);
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

  void finds_the_most_specific_code() {
    const struct {
      const char* members;
      const char* code;
    } cases[] = {
        {R"("error_codes":[700082,50076])", "AADSTS700082"},
        {R"("error_codes":[700082],"suberror":"token_expired")", "AADSTS700082"},
        {R"("error_description":"AADSTS50173: The grant")", "AADSTS50173"},
        {R"("error_codes":[],"error_description":"AADSTS50173: The grant")", "AADSTS50173"},
        {R"("error_codes":["x"],"suberror":"bad_token")", "bad_token"},
        {R"("error_codes":700082,"suberror":"bad_token")", "bad_token"},
        {R"("error_codes":[[700082]])", ""},
        {R"("error_codes":[-5])", ""},
        {R"("error_codes":[12345678901],"error_description":"AADSTS99999999999: x")", ""},
        {R"("error_description":"AADSTS: x")", ""},
        {R"("error_description":"see AADSTS50173")", ""},
        {R"("error_subtype":"invalid_rapt")", "invalid_rapt"},
        {R"("x":1)", ""},
    };
    for (const auto& each : cases) {
      const auto reply =
          parse_token_error(R"({"error":"invalid_grant",)" + std::string(each.members) + "}");
      CPPUNIT_ASSERT_MESSAGE(each.members, reply);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.members, std::string(each.code), reply->subcode);
    }
  }

  void leaves_out_what_is_for_microsofts_support() {
    const auto description = [](const std::string& text) {
      return parse_token_error(R"({"error":"e","error_description":")" + text + "\"}")->description;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("AADSTS70008: It has expired."),
                         description("AADSTS70008: It has expired.\\r\\nTrace ID: 1-2\\r\\n"
                                     "Correlation ID: 3-4\\r\\nTimestamp: 2026-01-02 03:04:05Z"));
    CPPUNIT_ASSERT_EQUAL(std::string("No. Trace ID: 1"), description("No. Trace ID: 1"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenErrorReplyTest);

}  // namespace
}  // namespace oauth
