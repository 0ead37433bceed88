// SPDX-License-Identifier: MIT
#include "tool/browser_sign_in.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "tests/support/captured_terminal.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/hashing_network.h"
#include "tests/support/loopback_visitor.h"
#include "tests/support/sentence.h"
#include "tool/redirect_page.h"

namespace tool {
namespace {

using oauth::sentence_of;

// 32 octets of 0x00.
const std::string state(43, 'A');

constexpr char tokens[] = R"({"access_token":"a","refresh_token":"r","token_type":"Bearer"})";

class BrowserSignInTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BrowserSignInTest);
  CPPUNIT_TEST(shows_the_address_and_exchanges_what_the_browser_brings);
  CPPUNIT_TEST(takes_a_pasted_address_after_others_that_are_none);
  CPPUNIT_TEST(binds_the_refresh_token_to_a_new_key_where_the_provider_does);
  CPPUNIT_TEST(ends_with_what_the_server_says);
  CPPUNIT_TEST(refuses_another_issuer_without_a_request);
  CPPUNIT_TEST(waits_no_longer_than_it_may);
  CPPUNIT_TEST(goes_on_listening_when_nobody_can_paste);
  CPPUNIT_TEST(opens_no_port_where_the_address_is_to_be_pasted);
  CPPUNIT_TEST(opens_no_port_for_a_redirect_to_another_machine);
  CPPUNIT_TEST(ends_when_nothing_can_be_pasted_and_no_port_is_open);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    network_ = oauth::HashingNetwork();
    plan_ = SignInPlan();
    plan_.provider.name = "corp";
    plan_.provider.issuer = "https://sso.corp";
    plan_.provider.authorization_endpoint = "https://sso.corp/auth";
    plan_.client.token_endpoint = "https://sso.corp/token";
    plan_.client.client_id = "me";
    plan_.network.ca_file = "/corp.pem";
    int ends[2];
    CPPUNIT_ASSERT_EQUAL(0, ::pipe2(ends, O_CLOEXEC));
    reading_ = oauth::FileDescriptor(ends[0]);
    writing_ = oauth::FileDescriptor(ends[1]);
  }

  void shows_the_address_and_exchanges_what_the_browser_brings() {
    network_.script().answer(200, tokens);
    BrowserSignIn sign_in = begin();
    std::string response;
    std::thread browser(
        [&] { response = visit("GET /?state=" + state + "&code=c HTTP/1.1\r\n\r\n"); });
    const auto reply = sign_in.run();
    sign_in.finish(page_of_success("you@corp"));
    browser.join();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(reply));
    CPPUNIT_ASSERT_EQUAL(page_of_success("you@corp"), response);
    CPPUNIT_ASSERT(reply->at == clock_.now());
    CPPUNIT_ASSERT_EQUAL(std::string("/corp.pem"), network_.settings().at(0).ca_file);
    const std::string said = captured_.errors();
    CPPUNIT_ASSERT(said.find("\n  https://sso.corp/auth?response_type=code&client_id=me&") !=
                   said.npos);
    CPPUNIT_ASSERT(said.find("&login_hint=you%40corp\n") != said.npos);
    CPPUNIT_ASSERT_EQUAL(std::string(), captured_.output());
  }

  void takes_a_pasted_address_after_others_that_are_none() {
    network_.script().answer(200, tokens);
    BrowserSignIn sign_in = begin();
    paste("\nhello\n127.0.0.1/?state=x&code=d\n127.0.0.1/?code=c&state=" + state + " \n");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(sign_in.run()));
    CPPUNIT_ASSERT(network_.requests().at(0).body.find("&code=c&") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), network_.requests().size());
    const std::string said = captured_.errors();
    CPPUNIT_ASSERT(said.find("sasl-oauth: warning: the address has no state in it;") != said.npos);
    CPPUNIT_ASSERT(said.find("sasl-oauth: warning: the address belongs to another sign-in;") !=
                   said.npos);
  }

  void binds_the_refresh_token_to_a_new_key_where_the_provider_does() {
    plan_.provider.binds_refresh_tokens = true;
    network_.script().answer_with_nonce(400, R"({"error":"use_dpop_nonce"})", "n1");
    network_.script().answer(200, tokens);
    BrowserSignIn sign_in = begin();
    paste("127.0.0.1/?code=c&state=" + state + "\n");
    const auto signed_in = sign_in.run();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(signed_in));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), network_.requests().size());
    CPPUNIT_ASSERT(network_.requests().at(1).header("DPoP"));
    const DpopBinding& binding = signed_in->binding;
    CPPUNIT_ASSERT_EQUAL(std::string("n1"), binding.nonce);
    CPPUNIT_ASSERT_EQUAL(std::string("-----BEGIN PRIVATE KEY-----"),
                         std::string(binding.key.reveal().substr(0, 27)));
  }

  void ends_with_what_the_server_says() {
    BrowserSignIn sign_in = begin();
    paste("127.0.0.1/?error=access_denied&state=" + state + "\n");
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: the sign-in page answered access_denied; sign in again and"
                    " allow the access"),
        sentence_of(sign_in.run()));
    CPPUNIT_ASSERT(network_.requests().empty());
  }

  void refuses_another_issuer_without_a_request() {
    BrowserSignIn sign_in = begin();
    std::thread browser(
        [&] { visit("GET /?iss=https%3A%2F%2Fevil&code=c&state=" + state + " HTTP/1.1\r\n\r\n"); });
    const auto reply = sign_in.run();
    sign_in.finish(page_of_failure("no"));
    browser.join();
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: the answer comes from https://evil"),
                         sentence_of(reply).substr(0, 45));
    CPPUNIT_ASSERT(network_.requests().empty());
  }

  void waits_no_longer_than_it_may() {
    BrowserSignIn sign_in = begin(std::chrono::seconds(0));
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: nobody signed in within 0 s; run the same command again"),
        sentence_of(sign_in.run()));
  }

  void goes_on_listening_when_nobody_can_paste() {
    network_.script().answer(200, tokens);
    writing_.reset();
    BrowserSignIn sign_in = begin();
    std::thread browser([&] { visit("GET /?state=" + state + "&code=c HTTP/1.1\r\n\r\n"); });
    const auto reply = sign_in.run();
    sign_in.finish(page_of_success("you@corp"));
    browser.join();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(reply));
  }

  void opens_no_port_where_the_address_is_to_be_pasted() {
    network_.script().answer(200, tokens);
    opens_port_ = false;
    BrowserSignIn sign_in = begin();
    CPPUNIT_ASSERT_EQUAL(std::uint16_t(0), sign_in.port());
    paste("http://127.0.0.1/?code=c&state=" + state + "\n");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(sign_in.run()));
    sign_in.finish(page_of_success("you@corp"));
    CPPUNIT_ASSERT(network_.requests().at(0).body.find(
                       "&redirect_uri=http%3A%2F%2F127.0.0.1%2F&") != std::string::npos);
    CPPUNIT_ASSERT(captured_.errors().find("The browser ends at a page that begins with"
                                           " http://127.0.0.1/,\nwhich need not load.") !=
                   std::string::npos);
  }

  void opens_no_port_for_a_redirect_to_another_machine() {
    network_.script().answer(200, tokens);
    plan_.redirect_uri = "https://sso.corp/done";
    BrowserSignIn sign_in = begin();
    CPPUNIT_ASSERT_EQUAL(std::uint16_t(0), sign_in.port());
    paste("https://sso.corp/done?code=c&state=" + state + "\n");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(sign_in.run()));
    CPPUNIT_ASSERT(network_.requests().at(0).body.find(
                       "&redirect_uri=https%3A%2F%2Fsso.corp%2Fdone&") != std::string::npos);
  }

  void ends_when_nothing_can_be_pasted_and_no_port_is_open() {
    opens_port_ = false;
    writing_.reset();
    BrowserSignIn sign_in = begin();
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the input ended before an address was pasted; run the same"
                    " command on a terminal, or in two steps: --begin, then --finish"),
        sentence_of(sign_in.run()));
  }

 private:
  bool opens_port_ = true;
  oauth::HashingNetwork network_;
  oauth::FakeClock clock_;
  oauth::FixedRandom random_{0};
  CapturedTerminal captured_;
  SignInPlan plan_;
  oauth::FileDescriptor reading_;
  oauth::FileDescriptor writing_;
  std::uint16_t port_ = 0;

  BrowserSignIn begin(std::chrono::seconds timeout = std::chrono::seconds(20)) {
    SignInManner manner;
    manner.account = "you@corp";
    manner.has_browser = false;
    manner.opens_port = opens_port_;
    manner.timeout = timeout;
    manner.paste_descriptor = reading_.get();
    auto begun =
        BrowserSignIn::begin({network_, clock_, random_, captured_.terminal}, plan_, manner);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(begun));
    port_ = begun->port();
    return std::move(*begun);
  }

  std::string visit(const std::string& request) const {
    oauth::LoopbackVisitor visitor(port_);
    visitor.send(request);
    return visitor.read_all();
  }

  void paste(const std::string& text) {
    CPPUNIT_ASSERT_EQUAL(static_cast<ssize_t>(text.size()),
                         ::write(writing_.get(), text.data(), text.size()));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BrowserSignInTest);

}  // namespace
}  // namespace tool
