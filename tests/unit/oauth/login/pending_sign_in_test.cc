// SPDX-License-Identifier: MIT
#include "oauth/login/pending_sign_in.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/store/record_json.h"
#include "tests/support/sample_pending.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char whole[] = R"({
  "sign_in_version": 1,
  "account": "you@example.com",
  "expires_at": 1700000600,
  "state": "the-state",
  "code_verifier": "the-verifier",
  "redirect_uri": "http://127.0.0.1/",
  "client_id": "mail \"app\"",
  "token_endpoint": "https://sso.example.com/token",
  "client": "/home/me/client.json",
  "provider": "example",
  "tenant": "example.org",
  "issuer": "https://sso.example.com",
  "scope": "mail",
  "user": "team@example.com",
  "registered_at": "https://sso.example.com",
  "client_secret": "the-secret",
  "token_endpoint_auth_method": "client_secret_basic"
}
)";

std::string without(const std::string& line_of) {
  std::string text = whole;
  const std::size_t at = text.find("  \"" + line_of + "\"");
  return text.erase(at, text.find('\n', at) + 1 - at);
}

class PendingSignInTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PendingSignInTest);
  CPPUNIT_TEST(writes_all_of_it);
  CPPUNIT_TEST(reads_what_it_wrote);
  CPPUNIT_TEST(refuses_what_is_not_whole);
  CPPUNIT_TEST(is_no_record);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_all_of_it() {
    CPPUNIT_ASSERT_EQUAL(std::string(whole), std::string(write_pending(sample_pending()).reveal()));
  }

  void reads_what_it_wrote() {
    const auto pending = parse_pending(whole);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(pending));
    CPPUNIT_ASSERT_EQUAL(std::string(whole), std::string(write_pending(*pending).reveal()));
  }

  void refuses_what_is_not_whole() {
    for (const char* name : {"account", "state", "code_verifier", "redirect_uri", "client_id"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("bad_reply: is not whole"),
                                   sentence_of(parse_pending(without(name))));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: has no end"),
                         sentence_of(parse_pending(without("expires_at"))));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: is of another release"),
                         sentence_of(parse_pending(without("sign_in_version"))));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: has a member twice"),
                         sentence_of(parse_pending(R"({"state":"a","state":"b"})")));
    CPPUNIT_ASSERT(parse_pending("").error().kind == ErrorKind::bad_reply);
  }

  void is_no_record() { CPPUNIT_ASSERT(!parse_record(whole, "you@example.com.json")); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PendingSignInTest);

}  // namespace
}  // namespace oauth
