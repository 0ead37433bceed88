// SPDX-License-Identifier: MIT
// The exchange itself, bound and not, is in browser_sign_in_test.
#include "tool/code_exchange.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

class CodeExchangeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CodeExchangeTest);
  CPPUNIT_TEST(hints_at_the_account_where_it_is_an_address);
  CPPUNIT_TEST(demands_the_issuer_where_the_server_names_it);
  CPPUNIT_TEST(ends_without_a_network);
  CPPUNIT_TEST_SUITE_END();

 public:
  void hints_at_the_account_where_it_is_an_address() {
    const std::string address = sign_in_address(plan_, attempt_, "you@corp");
    CPPUNIT_ASSERT(address.find("&login_hint=you%40corp") != address.npos);
    CPPUNIT_ASSERT(sign_in_address(plan_, attempt_, "work").find("login_hint") ==
                   std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1/"), pasted_redirect_uri(plan_));
  }

  void demands_the_issuer_where_the_server_names_it() {
    plan_.provider.issuer = "https://sso.corp";
    const std::string answer = "http://127.0.0.1/?code=c&state=s";
    CPPUNIT_ASSERT(oauth::read_pasted(answer, expected_redirect(plan_, attempt_)));
    plan_.provider.names_its_issuer = true;
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: the sign-in page did not name itself (iss), as it should; sign in"
                    " again"),
        oauth::sentence_of(oauth::read_pasted(answer, expected_redirect(plan_, attempt_))));
  }

  void ends_without_a_network() {
    oauth::ScriptedNetwork network;
    network.refuse({oauth::ErrorKind::no_access, "no network module"});
    oauth::FakeClock clock;
    oauth::FixedRandom random;
    CapturedTerminal captured;
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: no network module"),
        oauth::sentence_of(trade_code({network, clock, random, captured.terminal}, plan_, attempt_,
                                      oauth::Secret::copy_of("c"))));
  }

 private:
  SignInPlan plan_;
  oauth::SignInAttempt attempt_{"http://127.0.0.1/", oauth::Secret::copy_of("s"),
                                oauth::Secret::copy_of("v"), "h"};
};

CPPUNIT_TEST_SUITE_REGISTRATION(CodeExchangeTest);

}  // namespace
}  // namespace tool
