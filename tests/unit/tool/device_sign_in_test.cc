// SPDX-License-Identifier: MIT
#include "tool/device_sign_in.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/device_waiters.h"
#include "tests/support/fixed_random.h"
#include "tests/support/hashing_network.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

using oauth::sentence_of;

constexpr char codes[] =
    R"({"device_code":"d-e-v-i-c-e","user_code":"WDJB-MJHT","expires_in":900,)"
    R"("verification_uri":"https://sso.corp/device",)"
    R"("verification_uri_complete":"https://sso.corp/device?user_code=WDJB-MJHT"})";
constexpr char tokens[] = R"({"access_token":"a","refresh_token":"r","token_type":"Bearer"})";

class DeviceSignInTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DeviceSignInTest);
  CPPUNIT_TEST(shows_page_and_code_and_brings_the_tokens);
  CPPUNIT_TEST(asks_what_it_must_even_if_quiet);
  CPPUNIT_TEST(prints_the_codes_for_programs_but_not_the_secret_one);
  CPPUNIT_TEST(draws_a_code_to_scan_where_the_terminal_can);
  CPPUNIT_TEST(shows_what_the_server_says_itself);
  CPPUNIT_TEST(waits_no_longer_than_it_may);
  CPPUNIT_TEST(binds_the_refresh_token_with_a_proof_made_at_each_request);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    network_ = oauth::HashingNetwork();
    clock_ = oauth::FakeClock();
    plan_ = SignInPlan();
    plan_.provider.name = "corp";
    plan_.provider.device_authorization_endpoint = "https://sso.corp/device/auth";
    plan_.client.token_endpoint = "https://sso.corp/token";
    plan_.client.client_id = "me";
    plan_.network.ca_file = "/corp.pem";
    manner_ = DeviceManner();
    manner_.waiter = &waiter_;
  }

  void shows_page_and_code_and_brings_the_tokens() {
    network_.script().answer(200, codes);
    network_.script().answer(200, tokens);
    CapturedTerminal captured;
    const auto signed_in = sign_in(captured);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(signed_in));
    CPPUNIT_ASSERT_EQUAL(std::string("r"), std::string(signed_in->reply.refresh_token.reveal()));
    CPPUNIT_ASSERT(signed_in->at == clock_.now() && signed_in->binding.key.empty());
    CPPUNIT_ASSERT_EQUAL(std::string("/corp.pem"), network_.settings().at(0).ca_file);
    CPPUNIT_ASSERT_EQUAL(std::string("On any device, open this page:\n"
                                     "\n    https://sso.corp/device\n\n"
                                     "and type this code:\n"
                                     "\n    WDJB-MJHT\n\n"
                                     "Waiting for the sign-in, at most 15 min ...\n"),
                         captured.errors());
    CPPUNIT_ASSERT_EQUAL(std::string(), captured.output());
  }

  void asks_what_it_must_even_if_quiet() {
    network_.script().answer(200, codes);
    network_.script().answer(200, tokens);
    TerminalSettings quiet;
    quiet.is_quiet = true;
    CapturedTerminal captured(quiet);
    CPPUNIT_ASSERT(sign_in(captured));
    CPPUNIT_ASSERT_EQUAL(std::string("\n    https://sso.corp/device\n\n\n    WDJB-MJHT\n\n"),
                         captured.errors());
  }

  void prints_the_codes_for_programs_but_not_the_secret_one() {
    network_.script().answer(200, codes);
    network_.script().answer(200, tokens);
    manner_.wants_json = true;
    CapturedTerminal captured;
    CPPUNIT_ASSERT(sign_in(captured));
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            R"({"verification_uri": "https://sso.corp/device", "user_code": "WDJB-MJHT", )"
            R"("verification_uri_complete": "https://sso.corp/device?user_code=WDJB-MJHT", )"
            R"("expires_in": 900})"
            "\n"),
        captured.output());
  }

  void draws_a_code_to_scan_where_the_terminal_can() {
    TerminalSettings able;
    able.can_update = true;
    able.is_utf8 = true;
    for (const std::size_t columns : {80, 20}) {
      network_.script().answer(200, codes);
      network_.script().answer(200, tokens);
      able.columns = columns;
      CapturedTerminal captured(able);
      CPPUNIT_ASSERT(sign_in(captured));
      const bool is_drawn = captured.errors().find("\u2588\u2588\u2588\u2588") != std::string::npos;
      CPPUNIT_ASSERT_EQUAL(columns == 80, is_drawn);
    }
  }

  void shows_what_the_server_says_itself() {
    std::string with_message = codes;
    with_message.insert(1, R"("message":"Use a browser.",)");
    network_.script().answer(200, with_message);
    network_.script().answer(200, tokens);
    CapturedTerminal captured;
    CPPUNIT_ASSERT(sign_in(captured));
    CPPUNIT_ASSERT_EQUAL(std::string("The server says: Use a browser.\n"),
                         captured.errors().substr(0, 32));
  }

  void waits_no_longer_than_it_may() {
    network_.script().answer(200, codes);
    network_.script().answer(400, R"({"error":"authorization_pending"})");
    network_.script().answer(400, R"({"error":"authorization_pending"})");
    manner_.timeout = std::chrono::seconds(7);
    CapturedTerminal captured;
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: nobody signed in in time; run the same command again"),
        sentence_of(sign_in(captured)));
    CPPUNIT_ASSERT_EQUAL(std::string("5 2"), waiter_.pauses());
  }

  void binds_the_refresh_token_with_a_proof_made_at_each_request() {
    plan_.provider.binds_refresh_tokens = true;
    network_.script().answer(200, codes);
    network_.script().answer_with_nonce(400, R"({"error":"authorization_pending"})", "n1");
    network_.script().answer_with_nonce(200, tokens, "n2");
    CapturedTerminal captured;
    const auto signed_in = sign_in(captured);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(signed_in));
    CPPUNIT_ASSERT_EQUAL(std::string("n2"), signed_in->binding.nonce);
    CPPUNIT_ASSERT_EQUAL(std::string("-----BEGIN PRIVATE KEY-----"),
                         std::string(signed_in->binding.key.reveal().substr(0, 27)));
    CPPUNIT_ASSERT(!network_.requests().at(0).header("DPoP"));
    const auto first = network_.requests().at(1).header("DPoP");
    const auto second = network_.requests().at(2).header("DPoP");
    CPPUNIT_ASSERT(first && second && *first != *second);
  }

 private:
  oauth::HashingNetwork network_;
  oauth::FakeClock clock_;
  oauth::NotingWaiter waiter_{clock_};
  oauth::FixedRandom random_{0};
  SignInPlan plan_;
  DeviceManner manner_;

  oauth::Result<SignedIn> sign_in(CapturedTerminal& captured) {
    return sign_in_by_device({network_, clock_, random_, captured.terminal}, plan_, manner_);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DeviceSignInTest);

}  // namespace
}  // namespace tool
