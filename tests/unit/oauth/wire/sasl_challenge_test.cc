// SPDX-License-Identifier: MIT
#include "oauth/wire/sasl_challenge.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"

namespace oauth {
namespace {

class SaslChallengeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SaslChallengeTest);
  CPPUNIT_TEST(reads_what_servers_send);
  CPPUNIT_TEST(takes_nothing_else_for_a_refusal);
  CPPUNIT_TEST(takes_any_size);
  CPPUNIT_TEST(takes_any_truncation_and_any_byte);
  CPPUNIT_TEST(makes_the_server_s_words_printable_and_short);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_what_servers_send() {
    const struct {
      const char* bytes;
      const char* status;
      const char* scope;
      const char* openid_configuration;
    } vectors[] = {
        // Gmail; Google's page; the same with a newline after it
        {R"({"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"})", "400",
         "https://mail.google.com/", ""},
        {R"({"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"})", "401",
         "https://mail.google.com/", ""},
        {"{\"status\":\"401\",\"schemes\":\"bearer mac\",\"scope\":\"https://mail.google.com/\"}\n",
         "401", "https://mail.google.com/", ""},
        // RFC 7628 section 3.2.2
        {R"({"status":"invalid_token","scope":"example_scope",)"
         R"("openid-configuration":"https://example.com/.well-known/openid-config"})",
         "invalid_token", "example_scope", "https://example.com/.well-known/openid-config"},
        {R"({"status":"insufficient_scope","scope":"mail",)"
         R"("openid-configuration":"https://idp.example.org/.well-known/openid-configuration"})",
         "insufficient_scope", "mail", "https://idp.example.org/.well-known/openid-configuration"},
        // Dovecot 2.3, XOAUTH2 and OAUTHBEARER
        {R"({"status":"401","schemes":"bearer","scope":"mail"})", "401", "mail", ""},
        {R"({"status":"invalid_token",)"
         R"("openid-configuration":"https://idp.example.org/.well-known/openid-configuration"})",
         "invalid_token", "", "https://idp.example.org/.well-known/openid-configuration"},
        // a number; an OAuth error; no more than schemes; strange members
        {R"({"status":400,"schemes":"Bearer"})", "400", "", ""},
        {R"({"error":"invalid_token"})", "invalid_token", "", ""},
        {R"({"schemes":"Bearer"})", "", "", ""},
        {R"({"status":null,"schemes":"Bearer","scope":["mail"]})", "", "", ""},
        {R"({"status":"400","status":"401","more":{"a":[1,2,{}]}})", "400", "", ""},
    };
    for (const auto& vector : vectors) {
      const SaslChallenge challenge = parse_sasl_challenge(vector.bytes);
      CPPUNIT_ASSERT_MESSAGE(vector.bytes, challenge.is_refusal);
      CPPUNIT_ASSERT_EQUAL(std::string(vector.status), challenge.status);
      CPPUNIT_ASSERT_EQUAL(std::string(vector.scope), challenge.scope);
      CPPUNIT_ASSERT_EQUAL(std::string(vector.openid_configuration),
                           challenge.openid_configuration);
    }
  }

  void takes_nothing_else_for_a_refusal() {
    for (const char* bytes :
         {"", " ", "try again", "AUTHENTICATE XOAUTH2 ", "OK Logged in.", "{}", "[]", "[{}]",
          "null", "\"status\"", "{\"status\":null}", "{\"status\":{}}", "{\"status\":\"\"}",
          "{\"scope\":\"mail\"}", "{\"status\":\"400\"} {}", "{\"status\":\"400\"", "{",
          "{\"status\":\"\xff\"}"}) {
      const SaslChallenge challenge = parse_sasl_challenge(bytes);
      CPPUNIT_ASSERT_MESSAGE(bytes, !challenge.is_refusal);
    }
    CPPUNIT_ASSERT(!parse_sasl_challenge(std::string_view("\0\0\0", 3)).is_refusal);
    CPPUNIT_ASSERT(!parse_sasl_challenge(std::string_view("{\"status\":\"400\"}\0", 17)).is_refusal);
  }

  void takes_any_size() {
    for (const std::size_t size :
         {std::size_t(0), std::size_t(1), bounds::max_challenge_bytes,
          bounds::max_challenge_bytes + 1, std::size_t(16) << 20}) {
      for (const char filler : {'{', '[', '"', ' ', '\0', '\xff', 'x'}) {
        CPPUNIT_ASSERT(!parse_sasl_challenge(std::string(size, filler)).is_refusal);
      }
    }
    const std::string refusal = R"({"status":"400"})";
    const std::size_t room = bounds::max_challenge_bytes - refusal.size();
    CPPUNIT_ASSERT(parse_sasl_challenge(refusal + std::string(room, ' ')).is_refusal);
    CPPUNIT_ASSERT(!parse_sasl_challenge(refusal + std::string(room + 1, ' ')).is_refusal);
  }

  void takes_any_truncation_and_any_byte() {
    const std::string whole = R"({"status":"400","schemes":"Bearer","scope":"https://a.example/"})";
    for (std::size_t size = 0; size < whole.size(); ++size) {
      CPPUNIT_ASSERT(!parse_sasl_challenge(std::string_view(whole).substr(0, size)).is_refusal);
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (int byte = 0; byte < 256; byte += 5) {
        std::string changed = whole;
        changed[at] = static_cast<char>(byte);
        const SaslChallenge challenge = parse_sasl_challenge(changed);
        CPPUNIT_ASSERT(challenge.status.size() <= bounds::max_quoted_bytes);
      }
    }
  }

  void makes_the_server_s_words_printable_and_short() {
    const SaslChallenge challenge = parse_sasl_challenge(R"({"status":"4\u001b[31m\r\n\u0000","scope":")" +
                                                std::string(4000, 's') + "\"}");
    CPPUNIT_ASSERT_EQUAL(std::string("4?[31m???"), challenge.status);
    CPPUNIT_ASSERT_EQUAL(std::string(bounds::max_quoted_bytes, 's') + "...",
                         challenge.scope);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SaslChallengeTest);

}  // namespace
}  // namespace oauth
