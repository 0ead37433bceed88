// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/grant/token_request.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr TimePoint now = from_unix(1445412470);

Result<TokenReply> read(int status, std::string_view body, std::string retry_after = {}) {
  HttpResponse response;
  response.status = status;
  response.body = Secret::copy_of(body);
  response.retry_after = std::move(retry_after);
  return read_token_response(response, "as.example", now);
}

std::string error_body(const char* error) { return std::string(R"({"error":")") + error + "\"}"; }

class TokenResponseTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenResponseTest);
  CPPUNIT_TEST(takes_a_good_reply);
  CPPUNIT_TEST(needs_a_person_where_consent_is_gone);
  CPPUNIT_TEST(needs_the_configuration_mended);
  CPPUNIT_TEST(takes_an_administrators_no_for_final);
  CPPUNIT_TEST(takes_busy_servers_for_transient);
  CPPUNIT_TEST(takes_transient_errors_for_transient_at_any_status);
  CPPUNIT_TEST(believes_a_status_that_says_later_before_the_body);
  CPPUNIT_TEST(takes_an_error_nobody_has_named_for_transient);
  CPPUNIT_TEST(finds_a_wrong_endpoint);
  CPPUNIT_TEST(takes_a_token_with_any_status_of_success);
  CPPUNIT_TEST(finds_that_no_authorization_server_answered);
  CPPUNIT_TEST(shows_what_google_and_microsoft_say);
  CPPUNIT_TEST(tells_how_long_to_wait);
  CPPUNIT_TEST(keeps_a_rotated_refresh_token_of_an_unusable_reply);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_a_good_reply() {
    const auto reply = read(200, R"({"access_token":"a","expires_in":3599,)"
                                 R"("scope":"https://mail.google.com/","token_type":"Bearer"})");
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->access_token.reveal() == "a");
    CPPUNIT_ASSERT(reply->expires_in == seconds(3599));
  }

  void needs_a_person_where_consent_is_gone() {
    for (const char* error : {"invalid_grant", "interaction_required", "login_required",
                              "consent_required", "invalid_rapt"}) {
      expect_final(error, ErrorKind::consent_needed);
    }
  }

  void needs_the_configuration_mended() {
    for (const char* error :
         {"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
          "invalid_request", "invalid_target", "invalid_dpop_proof"}) {
      expect_final(error, ErrorKind::bad_config);
    }
  }

  void takes_an_administrators_no_for_final() {
    for (const char* error : {"access_denied", "admin_policy_enforced", "org_internal",
                              "deleted_client", "disabled_client"}) {
      expect_final(error, ErrorKind::refused);
    }
  }

  void takes_busy_servers_for_transient() {
    for (int status : {408, 429, 500, 502, 503, 504, 599}) {
      for (const char* body : {"", "<html>Bad gateway</html>", "{}"}) {
        CPPUNIT_ASSERT_EQUAL("unavailable: as.example answered HTTP status " +
                                 std::to_string(status) + "; it may work later",
                             sentence_of(read(status, body)));
      }
    }
  }

  void takes_transient_errors_for_transient_at_any_status() {
    for (const char* error : {"temporarily_unavailable", "server_error", "internal_failure",
                              "slow_down", "rate_limit_exceeded"}) {
      for (int status : {200, 400, 401, 403, 404}) {
        const auto reply = read(status, error_body(error));
        CPPUNIT_ASSERT_EQUAL(
            "unavailable: as.example answered " + std::string(error) + "; it may work later",
            sentence_of(reply));
        CPPUNIT_ASSERT_EQUAL(std::string(error), reply.error().code);
      }
    }
  }

  void believes_a_status_that_says_later_before_the_body() {
    const auto reply = read(503, R"({"error":"invalid_grant","error_description":"Upstream."})");
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: as.example answered HTTP status 503, "
                                     "invalid_grant: Upstream; it may work later"),
                         sentence_of(reply));
  }

  void takes_an_error_nobody_has_named_for_transient() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: as.example answered quota_exceeded; it may work later"),
        sentence_of(read(403, error_body("quota_exceeded"))));
  }

  void takes_a_token_with_any_status_of_success() {
    for (int status : {200, 201, 202, 206, 299}) {
      const auto reply = read(status, R"({"access_token":"a","refresh_token":"new"})");
      CPPUNIT_ASSERT(reply && reply->refresh_token.reveal() == "new");
    }
    for (int status : {100, 199, 300}) {
      CPPUNIT_ASSERT(!read(status, R"({"access_token":"a","refresh_token":"new"})"));
    }
    CPPUNIT_ASSERT(read(204, "").error().kind == ErrorKind::bad_reply);
  }

  void finds_a_wrong_endpoint() {
    for (int status : {301, 302, 307, 308, 404, 405, 410}) {
      for (const char* body : {"", "<html>", R"({"status":404,"error":"Not Found"})"}) {
        const auto reply = read(status, body);
        CPPUNIT_ASSERT_EQUAL("bad_config: as.example answered HTTP status " +
                                 std::to_string(status) +
                                 " to the token request; check the token_endpoint",
                             sentence_of(reply));
        CPPUNIT_ASSERT_EQUAL(std::to_string(status), reply.error().code);
      }
    }
    CPPUNIT_ASSERT(read(404, error_body("invalid_grant")).error().kind ==
                   ErrorKind::consent_needed);
  }

  void finds_that_no_authorization_server_answered() {
    using namespace std::string_view_literals;
    const struct {
      int status;
      std::string_view body;
      const char* what;
    } cases[] = {
        {200, "<html>Sign in to the network</html>",
         "is not a JSON object: syntax error at byte 1"},
        {200, "", "is not a JSON object: syntax error at byte 1"},
        {200, "{}", "holds no access_token"},
        {200, "[]", "is not a JSON object: it is an array"},
        {200, R"({"access_token":"a)", "is not a JSON object: syntax error at byte 19"},
        {200, "{\"access_token\":\"a\"}\0"sv, "is not a JSON object: it has a NUL in it"},
        {200, R"({"error":{"code":5}})", "holds an error"},
        {400, "<html>", "is no OAuth answer"},
        {401, "", "is no OAuth answer"},
        {403, R"({"error":{"code":403,"status":"PERMISSION_DENIED"}})", "is no OAuth answer"},
        {407, "<html>", "is no OAuth answer"},
        {204, "", "is no OAuth answer"},
        {100, "", "is no OAuth answer"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL("bad_reply: as.example sent HTTP status " + std::to_string(each.status) +
                               " with a reply that " + each.what +
                               "; is a proxy or a sign-in page of the network in between?",
                           sentence_of(read(each.status, each.body)));
    }
  }

  void shows_what_google_and_microsoft_say() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: as.example answered invalid_grant: Token has been expired or "
                    "revoked"),
        sentence_of(read(400, R"({"error":"invalid_grant",)"
                              R"("error_description":"Token has been expired or revoked."})")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: as.example answered invalid_grant (invalid_rapt): reauth "
                    "related error (invalid_rapt)"),
        sentence_of(read(400, R"x({"error":"invalid_grant","error_subtype":"invalid_rapt",)x"
                              R"x("error_description":"reauth related error (invalid_rapt)"})x")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: as.example answered invalid_grant (token_expired): "
                    "AADSTS700082: The refresh token has expired due to inactivity"),
        sentence_of(read(400, R"({"error":"invalid_grant","error_codes":[700082],)"
                              R"("suberror":"token_expired","error_description":)"
                              R"("AADSTS700082: The refresh token has expired due to )"
                              R"(inactivity."})")));
    const auto refusal = [&](int status) {
      return read(status, R"({"error":"invalid_grant","error_codes":[700082]})").error();
    };
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_grant AADSTS700082"),
                         refusal(400).code + " " + refusal(400).subcode);
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_grant AADSTS700082"),
                         refusal(503).code + " " + refusal(503).subcode);
  }

  void tells_how_long_to_wait() {
    CPPUNIT_ASSERT(read(429, "", "2").error().retry_after == seconds(2));
    CPPUNIT_ASSERT(read(503, "", "Wed, 21 Oct 2015 07:28:00 GMT").error().retry_after ==
                   seconds(10));
    CPPUNIT_ASSERT(read(503, "", "999999").error().retry_after == seconds(3600));
    CPPUNIT_ASSERT(read(503, "", "soon").error().retry_after == seconds(0));
    CPPUNIT_ASSERT(read(400, error_body("slow_down"), "7").error().retry_after == seconds(7));
  }

  void keeps_a_rotated_refresh_token_of_an_unusable_reply() {
    const auto reply = read(200, R"({"refresh_token":"new","token_type":"mac"})");
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->refresh_token.reveal() == "new");
    CPPUNIT_ASSERT_EQUAL(std::string("holds no access_token"), reply->problem);
  }

 private:
  // What RFC 6749 section 5.2 calls an error means the same at every status that may carry it.
  static void expect_final(const char* error, ErrorKind kind) {
    for (int status : {200, 400, 401, 403}) {
      const auto reply = read(status, error_body(error));
      CPPUNIT_ASSERT_EQUAL(std::string(kind_name(kind)) + ": as.example answered " + error,
                           sentence_of(reply));
      CPPUNIT_ASSERT_EQUAL(std::string(error), reply.error().code);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenResponseTest);

}  // namespace
}  // namespace oauth
