// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/login/client_file.h"
#include "oauth/login/pending_sign_in.h"
#include "oauth/login/redirect.h"
#include "oauth/login/service_account_file.h"
#include "oauth/wire/url.h"
#include "tests/support/damaged_texts.h"
#include "tests/support/sample_pending.h"

namespace oauth {
namespace {

const std::string request = "GET /?state=the-state&code=canary-code HTTP/1.1\r\n";

const std::string service_account = R"({
"type":"service_account",
"client_email":"relay@example.com",
"private_key":"canary-key",
"private_key_id":"k1",
"token_uri":"https://oauth2.googleapis.com/token"
})";
enum ServiceAccountLine { key_line = 3, endpoint_line = 5 };

const std::string client_file =
    R"({"installed":{"client_id":"example","client_secret":"canary-secret"}})";

std::string text_of(const PendingSignIn& pending) {
  return std::string(write_pending(pending).reveal());
}

void assert_explained(const Error& error, ErrorKind kind, const std::string& where) {
  CPPUNIT_ASSERT_MESSAGE(where, error.kind == kind);
  CPPUNIT_ASSERT_MESSAGE(where + ": " + error.message,
                         error.message.find("canary") == std::string::npos);
}

class DamagedSignInTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DamagedSignInTest);
  CPPUNIT_TEST(takes_no_pending_sign_in_that_was_cut);
  CPPUNIT_TEST(changes_but_the_member_that_a_bit_was_flipped_in);
  CPPUNIT_TEST(takes_no_redirect_that_was_cut);
  CPPUNIT_TEST(takes_no_redirect_of_another_state);
  CPPUNIT_TEST(takes_a_key_file_whole_or_not_at_all);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_no_pending_sign_in_that_was_cut() {
    const std::string whole = text_of(sample_pending());
    cut_at_every_byte(whole, [&](const DamagedText& damaged) {
      const auto pending = parse_pending(damaged.text);
      const bool is_whole = damaged.at == whole.size() - 1;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(damaged.where, is_whole, static_cast<bool>(pending));
      if (!pending) assert_explained(pending.error(), ErrorKind::bad_reply, damaged.where);
    });
  }

  void changes_but_the_member_that_a_bit_was_flipped_in() {
    PendingSignIn pending = sample_pending();
    pending.attempt.state = Secret::copy_of("canary-state");
    pending.attempt.verifier = Secret::copy_of("canary-verifier");
    const std::string whole = text_of(pending);
    int taken = 0;
    flip_every_bit(whole, [&](const DamagedText& damaged) {
      const auto found = parse_pending(damaged.text);
      if (!found) return assert_explained(found.error(), ErrorKind::bad_reply, damaged.where);
      ++taken;
      // Without the provider that registered the client, its two lines go too.
      if (found->registered_at.empty()) return;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(damaged.where, std::string(),
                                   lost_line(whole, damaged, text_of(*found)));
    });
    CPPUNIT_ASSERT(taken > 100);
  }

  void takes_no_redirect_that_was_cut() {
    cut_at_every_byte(request, [](const DamagedText& damaged) {
      const RedirectRequest found = read_request_line(damaged.text);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, found.kind == RequestKind::incomplete);
    });
  }

  void takes_no_redirect_of_another_state() {
    const Secret state = Secret::copy_of("the-state");
    flip_every_bit(request, [&](const DamagedText& damaged) {
      const RedirectRequest found = read_request_line(damaged.text);
      const auto code = read_redirect(found.query, {state, "", IssuerRule::checked_if_there});
      if (!code) return assert_explained(code.error(), ErrorKind::bad_reply, damaged.where);
      const bool is_in_code = damaged.at > request.find("code=");
      CPPUNIT_ASSERT_MESSAGE(damaged.where, is_in_code || code->reveal() == "canary-code");
      CPPUNIT_ASSERT_MESSAGE(damaged.where, damaged.text.find("state=the-state&") == 6);
    });
  }

  void takes_a_key_file_whole_or_not_at_all() {
    cut_at_every_byte(service_account, [](const DamagedText& damaged) {
      const auto account = parse_service_account_file(damaged.text, "f");
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !account);
      assert_explained(account.error(), ErrorKind::bad_config, damaged.where);
    });
    flip_every_bit(service_account, [](const DamagedText& damaged) {
      const auto account = parse_service_account_file(damaged.text, "f");
      if (!account) return assert_explained(account.error(), ErrorKind::bad_config, damaged.where);
      CPPUNIT_ASSERT_MESSAGE(damaged.where,
                             account->key.reveal() == "canary-key" || damaged.line == key_line);
      CPPUNIT_ASSERT_MESSAGE(damaged.where,
                             check_endpoint(account->token_endpoint, PlainHttp::refused));
      CPPUNIT_ASSERT_MESSAGE(damaged.where,
                             damaged.line == endpoint_line ||
                                 account->token_endpoint == "https://oauth2.googleapis.com/token");
    });
    cut_at_every_byte(client_file, [](const DamagedText& damaged) {
      const auto client = parse_client_file(damaged.text, "f");
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !client);
      assert_explained(client.error(), ErrorKind::bad_config, damaged.where);
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DamagedSignInTest);

}  // namespace
}  // namespace oauth
