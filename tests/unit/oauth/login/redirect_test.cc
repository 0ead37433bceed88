// SPDX-License-Identifier: MIT
#include "oauth/login/redirect.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

struct Case {
  std::string input;
  std::string outcome;  // the code, or "KIND: SENTENCE"
};

class RedirectTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RedirectTest);
  CPPUNIT_TEST(knows_its_own_redirect_by_the_state);
  CPPUNIT_TEST(reads_the_code);
  CPPUNIT_TEST(refuses_what_is_not_this_sign_ins);
  CPPUNIT_TEST(refuses_another_issuer);
  CPPUNIT_TEST(wants_an_issuer_where_the_server_promised_one);
  CPPUNIT_TEST(checks_no_issuer_that_it_does_not_know);
  CPPUNIT_TEST(reports_what_the_server_says);
  CPPUNIT_TEST(repeats_no_code);
  CPPUNIT_TEST(reads_a_pasted_address_by_the_same_rules);
  CPPUNIT_TEST(reads_the_request_line_of_a_browser);
  CPPUNIT_TEST(waits_for_the_whole_line);
  CPPUNIT_TEST(takes_no_line_beyond_the_limit);
  CPPUNIT_TEST_SUITE_END();

 public:
  void knows_its_own_redirect_by_the_state() {
    CPPUNIT_ASSERT(carries_state("state=s1&code=c", state_));
    CPPUNIT_ASSERT(carries_state("error=x&state=s1", state_));
    for (const char* query : {"", "code=c", "state=s2&code=c", "state=s1&state=s1", "state=",
                              "state=s1&state=s2", "state=s1&x=%", "State=s1", "state=s11"}) {
      CPPUNIT_ASSERT_MESSAGE(query, !carries_state(query, state_));
    }
  }

  void reads_the_code() {
    check({{"code=4%2F0Ab%2Bc&state=s1&scope=x", "4/0Ab+c"},
           {"state=s1&iss=https%3A%2F%2Fsso.example.com&code=c", "c"},
           {"state=s1&code=c&unknown=1&unknown=2", "c"}});
  }

  void refuses_what_is_not_this_sign_ins() {
    check(
        {{"code=c",
          "bad_reply: the address has no state in it; paste all of it, from http:// to its end"},
         {"code=c&state=s1&state=s1",
          "bad_reply: the address has more than one state in it; sign in again"},
         {"code=c&state=s2",
          "bad_reply: the address belongs to another sign-in; use the page opened last"},
         {"code=c&code=d&state=s1",
          "bad_reply: the address has more than one code in it; sign in again"},
         {"state=s1", "bad_reply: the address has no code in it; sign in again"},
         {"code=&state=s1", "bad_reply: the address has no code in it; sign in again"},
         {"code=a%00b&state=s1",
          "bad_reply: the code in the address has a control character in it; sign in again"},
         {"code=%zz&state=s1", "bad_reply: the address has a malformed '%' in it; sign in again"}});
  }

  void refuses_another_issuer() {
    const std::string sentence =
        ", but https://sso.example.com was asked; nothing was sent there; correct the provider's"
        " issuer if that is the right server";
    check({{"code=c&state=s1&iss=https%3A%2F%2Fevil.example",
            "bad_reply: the answer comes from https://evil.example" + sentence},
           {"code=c&state=s1&iss=https%3A%2F%2Fsso.example.com%2F",
            "bad_reply: the answer comes from https://sso.example.com/" + sentence},
           {"error=access_denied&state=s1&iss=x", "bad_reply: the answer comes from x" + sentence},
           {"code=c&state=s1&iss=a&iss=b",
            "bad_reply: the sign-in page named itself more than once; sign in again"}});
  }

  void wants_an_issuer_where_the_server_promised_one() {
    const ExpectedRedirect expected{state_, "https://sso.example.com", IssuerRule::required};
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: the sign-in page did not name itself (iss), as it"
                                     " should; sign in again"),
                         sentence_of(read_redirect("code=c&state=s1", expected)));
  }

  void checks_no_issuer_that_it_does_not_know() {
    const ExpectedRedirect expected{state_, ""};
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(read_redirect("code=c&state=s1&iss=any", expected)));
  }

  void reports_what_the_server_says() {
    check({{"error=access_denied&state=s1",
            "consent_needed: the sign-in page answered access_denied; sign in again and allow the"
            " access"},
           {"error=server_error&error_description=try+later&state=s1",
            "unavailable: the sign-in page answered server_error: try later; try again later"},
           {"error=admin_policy_enforced&state=s1",
            "refused: the sign-in page answered admin_policy_enforced; ask the mail domain's"
            " administrator"},
           {"error=redirect_uri_mismatch&state=s1&code=c",
            "bad_config: the sign-in page answered redirect_uri_mismatch; correct the client, the"
            " scope or the provider"},
           {"error=a%1b%5b31m&state=s1",
            "bad_config: the sign-in page answered a?[31m; correct the client, the scope or the"
            " provider"}});
    CPPUNIT_ASSERT_EQUAL(std::string("access_denied"),
                         read_redirect("error=access_denied&state=s1", expected()).error().code);
    const Error error =
        read_redirect(
            "error=access_denied&error_description=AADSTS65004:+User+declined.%0d%0aTrace+ID:+1"
            "&state=s1",
            expected())
            .error();
    CPPUNIT_ASSERT_EQUAL(std::string("AADSTS65004"), error.subcode);
    CPPUNIT_ASSERT_EQUAL(std::string("the sign-in page answered access_denied: AADSTS65004: User"
                                     " declined.; sign in again and allow the access"),
                         error.message);
  }

  void repeats_no_code() {
    check({{"code=4%2F0AbCdEfGhIjK&state=s1&iss=https%3A%2F%2F4%2F0AbCdEfGhIjK",
            "bad_reply: the answer comes from https://***, but https://sso.example.com was asked;"
            " nothing was sent there; correct the provider's issuer if that is the right server"},
           {"error=x&error_description=no+4/0AbCdEfGhIjK&state=s1&code=4%2F0AbCdEfGhIjK",
            "bad_config: the sign-in page answered x: no ***; correct the client, the scope or the"
            " provider"}});
    const auto code =
        read_redirect("error=4/0AbCdEfGhIjK&state=s1&code=4/0AbCdEfGhIjK", expected());
    CPPUNIT_ASSERT_EQUAL(std::string("***"), code.error().code);
  }

  void reads_a_pasted_address_by_the_same_rules() {
    for (const char* text :
         {"http://127.0.0.1:4321/?code=c&state=s1", "127.0.0.1:4321/?code=c&state=s1",
          "  http://127.0.0.1:4321/?state=s1&code=c \t\r\n", "?code=c&state=s1", "code=c&state=s1",
          "http://127.0.0.1:4321/?code=c&state=s1#", "localhost:1/callback?code=c&state=s1",
          " \"http://127.0.0.1:4321/?code=c&state=s1\"\n", "'?state=s1&code=c'",
          "< http://127.0.0.1:4321/?code=c&state=s1 >"}) {
      const auto code = read_pasted(text, expected());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("success"), sentence_of(code));
      CPPUNIT_ASSERT_EQUAL(std::string("c"), std::string(code->reveal()));
    }
    for (const char* text : {"", "c", "4/0AbCd-e_f", "http://127.0.0.1:4321/", "what is this?",
                             "http://127.0.0.1:4321/?code=c"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          text,
          std::string("bad_reply: the address has no state in it; paste all of it, from http:// to"
                      " its end"),
          sentence_of(read_pasted(text, expected())));
    }
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: the address belongs to another sign-in; use the page opened last"),
        sentence_of(read_pasted("http://127.0.0.1:4321/?code=c&state=s2", expected())));
  }

  void reads_the_request_line_of_a_browser() {
    const struct {
      const char* line;
      RequestKind kind;
      const char* query;
    } cases[] = {
        {"GET /?code=c&state=s HTTP/1.1\r\nHost: x\r\n", RequestKind::redirect, "code=c&state=s"},
        {"GET /?a HTTP/1.0\n", RequestKind::redirect, "a"},
        {"GET / HTTP/1.1\r\n", RequestKind::not_found, ""},
        {"GET /? HTTP/1.1\r\n", RequestKind::not_found, ""},
        {"GET /favicon.ico HTTP/1.1\r\n", RequestKind::not_found, ""},
        {"GET /callback?code=c&state=s HTTP/1.1\r\n", RequestKind::not_found, ""},
        {"POST /?code=c HTTP/1.1\r\n", RequestKind::wrong_method, ""},
        {"HEAD /?code=c HTTP/1.1\r\n", RequestKind::wrong_method, ""},
        {"GET /?code=c HTTP/2\r\n", RequestKind::malformed, ""},
        {"GET /?code=c d HTTP/1.1\r\n", RequestKind::malformed, ""},
        {"GET http://127.0.0.1/?code=c HTTP/1.1\r\n", RequestKind::malformed, ""},
        {"GET /?code=c\r\n", RequestKind::malformed, ""},
        {"\x16\x03\x01\n", RequestKind::malformed, ""},
        {"\r\n", RequestKind::malformed, ""},
        {"GET  HTTP/1.1\r\n", RequestKind::malformed, ""},
    };
    for (const auto& each : cases) {
      const RedirectRequest request = read_request_line(each.line);
      CPPUNIT_ASSERT_MESSAGE(each.line, each.kind == request.kind);
      CPPUNIT_ASSERT_EQUAL(std::string(each.query), std::string(request.query));
    }
  }

  void waits_for_the_whole_line() {
    for (const char* line : {"", "GET", "GET /?code=c HTTP/1.1", "GET /?code=c HTTP/1.1\r"}) {
      CPPUNIT_ASSERT_MESSAGE(line, read_request_line(line).kind == RequestKind::incomplete);
    }
  }

  void takes_no_line_beyond_the_limit() {
    const std::string longest(bounds::max_request_line_bytes, 'a');
    CPPUNIT_ASSERT(read_request_line(longest).kind == RequestKind::incomplete);
    CPPUNIT_ASSERT(read_request_line(longest + "a").kind == RequestKind::too_long);
    CPPUNIT_ASSERT(read_request_line("GET /?" + longest + " HTTP/1.1\r\n").kind ==
                   RequestKind::too_long);
  }

 private:
  const Secret state_ = Secret::copy_of("s1");

  ExpectedRedirect expected() const { return {state_, "https://sso.example.com"}; }

  void check(std::initializer_list<Case> cases) const {
    for (const Case& each : cases) {
      const auto code = read_redirect(each.input, expected());
      const std::string outcome = code ? std::string(code->reveal()) : sentence_of(code);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.input, each.outcome, outcome);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RedirectTest);

}  // namespace
}  // namespace oauth
