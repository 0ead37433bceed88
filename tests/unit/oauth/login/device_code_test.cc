// SPDX-License-Identifier: MIT
#include "oauth/login/device_code.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "tests/support/device_waiters.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char codes_reply[] =
    R"({"device_code":"the-device-code","user_code":"WDJB-MJHT","expires_in":900,)"
    R"("verification_uri":"https://sso.example.com/device"})";
constexpr char tokens[] = R"({"access_token":"a","refresh_token":"r","token_type":"Bearer"})";

class DeviceCodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DeviceCodeTest);
  CPPUNIT_TEST(asks_for_the_codes_with_client_and_scope);
  CPPUNIT_TEST(authenticates_a_client_that_has_a_secret);
  CPPUNIT_TEST(explains_why_google_refuses_mail);
  CPPUNIT_TEST(explains_what_the_server_refuses);
  CPPUNIT_TEST(asks_at_the_interval_until_the_person_has_signed_in);
  CPPUNIT_TEST(slows_down_for_good);
  CPPUNIT_TEST(backs_off_while_the_network_is_away);
  CPPUNIT_TEST(waits_as_long_as_the_server_asks);
  CPPUNIT_TEST(ends_when_the_person_refuses_or_the_code_ends);
  CPPUNIT_TEST(asks_no_longer_than_the_deadline);
  CPPUNIT_TEST(repeats_no_secret_of_ours);
  CPPUNIT_TEST(refuses_tokens_that_no_account_can_live_on);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    http_ = ScriptedHttp();
    clock_ = FakeClock();
    provider_.device_authorization_endpoint = "https://sso.example.com/device/auth";
    client_ = Client();
    client_.token_endpoint = "https://sso.example.com/token";
    client_.client_id = "mail app";
    client_.authentication = ClientAuthentication::none;
    client_.scope = "mail offline_access";
  }

  void asks_for_the_codes_with_client_and_scope() {
    http_.answer(200, codes_reply);
    const auto codes = request();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(codes));
    CPPUNIT_ASSERT_EQUAL(std::string("WDJB-MJHT"), codes->user_code);
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.com/device/auth"),
                         http_.requests()[0].url);
    CPPUNIT_ASSERT_EQUAL(std::string("scope=mail+offline_access&client_id=mail+app"),
                         http_.requests()[0].body);
    CPPUNIT_ASSERT(http_.requests()[0].header("Accept") == "application/json");
  }

  void authenticates_a_client_that_has_a_secret() {
    client_.client_secret = Secret::copy_of("s3cret/+");
    client_.authentication = ClientAuthentication::client_secret_post;
    http_.answer(200, codes_reply);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(request()));
    CPPUNIT_ASSERT_EQUAL(
        std::string("scope=mail+offline_access&client_id=mail+app&client_secret=s3cret%2F%2B"),
        http_.requests()[0].body);
  }

  void explains_why_google_refuses_mail() {
    http_.answer(400, R"({"error":"invalid_scope","error_description":)"
                      R"("Invalid device flow scope: https://mail.google.com/"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: sso.example.com answered invalid_scope: Invalid device flow scope:"
                    " https://mail.google.com/; this server's device sign-in does not open"
                    " mailboxes: leave out --device, and where the browser is on another machine"
                    " add --paste"),
        sentence_of(request()));
  }

  void explains_what_the_server_refuses() {
    const struct {
      int status;
      const char* body;
      const char* sentence;
    } cases[] = {
        {404, "<html>",
         "bad_config: sso.example.com answered HTTP status 404 to the device request; check the"
         " device_authorization_endpoint"},
        {401, R"({"error":"invalid_client"})",
         "bad_config: sso.example.com answered invalid_client"},
        {200, "{}",
         "bad_reply: sso.example.com answered the device request with a reply that holds no usable"
         " device_code; is its device_authorization_endpoint the right one?"},
        {503, "", "unavailable: sso.example.com answered HTTP status 503; it may work later"},
    };
    for (const auto& each : cases) {
      http_.answer(each.status, each.body);
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence), sentence_of(request()));
    }
  }

  void asks_at_the_interval_until_the_person_has_signed_in() {
    http_.answer(400, R"({"error":"authorization_pending"})");
    http_.answer(400, R"({"error":"authorization_pending"})");
    http_.answer(200, tokens);
    const auto done = await();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(done));
    CPPUNIT_ASSERT_EQUAL(std::string("r"), std::string(done->reply.refresh_token.reveal()));
    CPPUNIT_ASSERT(done->asked_at == clock_.now());
    CPPUNIT_ASSERT_EQUAL(std::string("5 5 5"), waiter_.pauses());
    CPPUNIT_ASSERT_EQUAL(
        std::string("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
                    "&device_code=the-device-code&client_id=mail+app"),
        http_.requests()[0].body);
  }

  void slows_down_for_good() {
    http_.answer(400, R"({"error":"slow_down"})");
    http_.answer(400, R"({"error":"authorization_pending"})");
    http_.answer(429, R"({"error":"slow_down"})");
    http_.answer(200, tokens);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(await()));
    CPPUNIT_ASSERT_EQUAL(std::string("5 10 10 15"), waiter_.pauses());
  }

  void backs_off_while_the_network_is_away() {
    for (int i = 0; i < 4; ++i) http_.fail({ErrorKind::unavailable, "no answer in time"});
    http_.answer(502, "<html>");
    http_.answer(400, R"({"error":"authorization_pending"})");
    http_.answer(200, tokens);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(await()));
    CPPUNIT_ASSERT_EQUAL(std::string("5 10 20 40 60 60 5"), waiter_.pauses());
  }

  void waits_as_long_as_the_server_asks() {
    http_.answer(429, R"({"error":"authorization_pending"})", "30");
    http_.answer(200, tokens);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(await()));
    CPPUNIT_ASSERT_EQUAL(std::string("5 30"), waiter_.pauses());
  }

  void ends_when_the_person_refuses_or_the_code_ends() {
    const struct {
      const char* code;
      const char* sentence;
    } cases[] = {
        {"access_denied",
         "consent_needed: the access was refused on the sign-in page; run the same command again"},
        {"authorization_declined",
         "consent_needed: the access was refused on the sign-in page; run the same command again"},
        {"expired_token",
         "unavailable: nobody signed in before the code ended; run the same command again"},
        {"code_expired",
         "unavailable: nobody signed in before the code ended; run the same command again"},
        {"bad_verification_code",
         "bad_reply: the server does not know the device code that it gave out; run the same"
         " command again"},
        {"invalid_grant",
         "consent_needed: sso.example.com answered invalid_grant; run the same command again"},
        {"invalid_client", "bad_config: sso.example.com answered invalid_client"},
        {"a_word_nobody_knows",
         "unavailable: sso.example.com answered a_word_nobody_knows; it may work later; run the"
         " same command again"},
    };
    for (const auto& each : cases) {
      http_.answer(400, std::string(R"({"error":")") + each.code + "\"}");
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence), sentence_of(await()));
    }
    CPPUNIT_ASSERT_EQUAL(std::size(cases), http_.requests().size());
  }

  void asks_no_longer_than_the_deadline() {
    http_.answer(400, R"({"error":"authorization_pending"})");
    http_.answer(400, R"({"error":"authorization_pending"})");
    http_.answer(400, R"({"error":"authorization_pending"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: nobody signed in in time; run the same command again"),
        sentence_of(await(seconds(12))));
    CPPUNIT_ASSERT_EQUAL(std::string("5 5 2"), waiter_.pauses());
  }

  void repeats_no_secret_of_ours() {
    http_.answer(400, R"({"error":"invalid_grant","error_description":"the-device-code is used"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: sso.example.com answered invalid_grant: *** is used; run the"
                    " same command again"),
        sentence_of(await()));
  }

  void refuses_tokens_that_no_account_can_live_on() {
    http_.answer(200, R"({"access_token":"a","token_type":"Bearer"})");
    CPPUNIT_ASSERT(await().error().kind == ErrorKind::bad_config);
    http_.answer(200, R"({"access_token":"a","refresh_token":"r","scope":"openid"})");
    CPPUNIT_ASSERT(await().error().kind == ErrorKind::consent_needed);
  }

 private:
  ScriptedHttp http_;
  FakeClock clock_;
  NotingWaiter waiter_{clock_};
  Provider provider_;
  Client client_;

  Result<DeviceAuthorization> request() {
    return request_device_code(http_, provider_, client_, clock_.now());
  }

  Result<DeviceTokens> await(seconds patience = seconds(900)) {
    const auto codes = parse_device_authorization(codes_reply);
    return await_device_tokens(http_, client_, *codes, {clock_, waiter_, clock_.now() + patience});
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DeviceCodeTest);

}  // namespace
}  // namespace oauth
