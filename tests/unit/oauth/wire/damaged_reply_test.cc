// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/client_registration.h"
#include "oauth/wire/device_authorization.h"
#include "oauth/wire/json.h"
#include "oauth/wire/sasl_challenge.h"
#include "oauth/wire/server_metadata.h"
#include "oauth/wire/token_reply.h"
#include "tests/support/damaged_texts.h"

namespace oauth {
namespace {

const std::string token_reply = R"({
"access_token":"canary-access",
"token_type":"Bearer",
"expires_in":3599,
"refresh_token":"canary-refresh",
"scope":"https://mail.google.com/"
})";
enum TokenReplyLine { access_line = 1, refresh_line = 4 };

const std::string metadata = R"({
"issuer":"https://sso.example.com",
"token_endpoint":"https://sso.example.com/token",
"device_authorization_endpoint":"https://sso.example.com/device",
"code_challenge_methods_supported":["S256"]
})";
enum MetadataLine { issuer_line = 1, endpoint_line = 2 };

const std::string device = R"({
"device_code":"canary-device",
"user_code":"WDJB-MJHT",
"verification_uri":"https://example.com/device",
"expires_in":1800,
"interval":5
})";

const std::string registration = R"({
"client_id":"example",
"client_secret":"canary-client",
"client_secret_expires_at":2893276800,
"token_endpoint_auth_method":"client_secret_basic"
})";

const std::string challenge = R"({"status":"400","schemes":"Bearer","scope":"mail"})";

// Each is JSON without anything behind it, so nothing less is whole.
template <class Parse>
void assert_cut_is_refused(const std::string& whole, Parse parse) {
  cut_at_every_byte(whole, [&](const DamagedText& damaged) {
    const auto result = parse(damaged.text);
    CPPUNIT_ASSERT_MESSAGE(damaged.where, !result);
    CPPUNIT_ASSERT_MESSAGE(damaged.where, result.error().kind == ErrorKind::bad_reply);
    CPPUNIT_ASSERT_MESSAGE(damaged.where,
                           result.error().message.find("canary") == std::string::npos);
  });
}

// Returns how many texts were taken all the same.
template <class Parse, class Judge>
int flipped(const std::string& whole, Parse parse, Judge judge) {
  int taken = 0;
  flip_every_bit(whole, [&](const DamagedText& damaged) {
    const auto result = parse(damaged.text);
    if (result) {
      ++taken;
      judge(*result, damaged);
    } else {
      CPPUNIT_ASSERT_MESSAGE(damaged.where, result.error().kind == ErrorKind::bad_reply);
      CPPUNIT_ASSERT_MESSAGE(damaged.where,
                             result.error().message.find("canary") == std::string::npos);
    }
  });
  return taken;
}

Result<ServerMetadata> parse_metadata(std::string_view text) {
  return parse_server_metadata(text, PlainHttp::refused);
}

class DamagedReplyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DamagedReplyTest);
  CPPUNIT_TEST(takes_nothing_that_was_cut);
  CPPUNIT_TEST(loses_no_refresh_token_for_a_bit_elsewhere);
  CPPUNIT_TEST(sends_secrets_nowhere_else_for_a_bit_elsewhere);
  CPPUNIT_TEST(waits_no_longer_for_a_flipped_bit);
  CPPUNIT_TEST(takes_no_client_that_cannot_be_used);
  CPPUNIT_TEST(takes_a_damaged_challenge_for_a_refusal_or_for_junk);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_nothing_that_was_cut() {
    assert_cut_is_refused(token_reply, parse_token_reply);
    assert_cut_is_refused(metadata, parse_metadata);
    assert_cut_is_refused(device, parse_device_authorization);
    assert_cut_is_refused(registration, parse_registration_reply);
  }

  void loses_no_refresh_token_for_a_bit_elsewhere() {
    const auto judge = [](const TokenReply& reply, const DamagedText& damaged) {
      const bool has_access = reply.access_token.reveal() == "canary-access";
      const bool has_refresh = reply.refresh_token.reveal() == "canary-refresh";
      CPPUNIT_ASSERT_MESSAGE(damaged.where, has_refresh || damaged.line == refresh_line);
      CPPUNIT_ASSERT_MESSAGE(damaged.where,
                             has_access || !reply.problem.empty() || damaged.line == access_line);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, reply.expires_in <= bounds::max_token_lifetime);
    };
    CPPUNIT_ASSERT(flipped(token_reply, parse_token_reply, judge) > 100);
    flip_every_bit(token_reply, [](const DamagedText& damaged) {
      const bool is_readable = static_cast<bool>(JsonObject::parse(damaged.text));
      const bool is_elsewhere = is_readable && damaged.line != refresh_line;
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !is_elsewhere || parse_token_reply(damaged.text));
    });
  }

  void sends_secrets_nowhere_else_for_a_bit_elsewhere() {
    const auto judge = [](const ServerMetadata& found, const DamagedText& damaged) {
      const bool is_issuer = found.issuer == "https://sso.example.com";
      const bool is_endpoint = found.token_endpoint == "https://sso.example.com/token";
      CPPUNIT_ASSERT_MESSAGE(damaged.where, is_issuer || damaged.line == issuer_line);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, is_endpoint || damaged.line == endpoint_line);
      for (const std::string& url : {found.token_endpoint, found.device_authorization_endpoint}) {
        CPPUNIT_ASSERT_MESSAGE(damaged.where,
                               url.empty() || check_endpoint(url, PlainHttp::refused));
      }
    };
    CPPUNIT_ASSERT(flipped(metadata, parse_metadata, judge) > 100);
  }

  void waits_no_longer_for_a_flipped_bit() {
    const auto judge = [](const DeviceAuthorization& given, const DamagedText& damaged) {
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !given.device_code.empty());
      CPPUNIT_ASSERT_MESSAGE(damaged.where, given.expires_in >= seconds(1));
      CPPUNIT_ASSERT_MESSAGE(damaged.where, given.expires_in <= bounds::longest_device_sign_in);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, given.interval >= seconds(1));
      CPPUNIT_ASSERT_MESSAGE(damaged.where, given.interval <= bounds::longest_device_interval);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !has_control_bytes(given.user_code));
    };
    CPPUNIT_ASSERT(flipped(device, parse_device_authorization, judge) > 100);
  }

  void takes_no_client_that_cannot_be_used() {
    const auto judge = [](const RegisteredClient& client, const DamagedText& damaged) {
      CPPUNIT_ASSERT_MESSAGE(damaged.where, is_visible_ascii(client.client_id));
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !has_control_bytes(client.client_secret.reveal()));
      CPPUNIT_ASSERT_MESSAGE(
          damaged.where,
          client.client_secret.empty() == (client.authentication == ClientAuthentication::none));
    };
    CPPUNIT_ASSERT(flipped(registration, parse_registration_reply, judge) > 100);
  }

  void takes_a_damaged_challenge_for_a_refusal_or_for_junk() {
    cut_at_every_byte(challenge, [](const DamagedText& damaged) {
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !parse_sasl_challenge(damaged.text).is_refusal);
    });
    flip_every_bit(challenge, [](const DamagedText& damaged) {
      const SaslChallenge found = parse_sasl_challenge(damaged.text);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !has_control_bytes(found.status + found.scope));
      CPPUNIT_ASSERT_MESSAGE(damaged.where, is_utf8(found.status + found.scope));
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DamagedReplyTest);

}  // namespace
}  // namespace oauth
