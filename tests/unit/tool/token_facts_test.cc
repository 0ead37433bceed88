// SPDX-License-Identifier: MIT
#include "tool/token_facts.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/base64.h"

namespace tool {
namespace {

using oauth::Secret;

std::string text_of(const Facts& facts) {
  std::string text;
  for (const auto& [name, value] : facts) text += name + "=" + value + "|";
  return text;
}

Secret jwt(const std::string& claims) {
  return Secret::copy_of(oauth::base64url_encode(R"({"alg":"RS256","kid":"k"})") + "." +
                         oauth::base64url_encode(claims) + ".c2ln");
}

class TokenFactsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenFactsTest);
  CPPUNIT_TEST(cuts_a_secret_to_a_quarter_and_eight_bytes_at_most);
  CPPUNIT_TEST(tells_the_claims_that_help_and_their_times);
  CPPUNIT_TEST(keeps_odd_claims_printable);
  CPPUNIT_TEST(tells_nothing_of_an_opaque_token);
  CPPUNIT_TEST(says_how_far_off_a_time_is);
  CPPUNIT_TEST_SUITE_END();

 public:
  void cuts_a_secret_to_a_quarter_and_eight_bytes_at_most() {
    const struct {
      std::string secret;
      const char* cut;
    } cases[] = {{"", "none"},
                 {"abc", "...(3)"},
                 {"abcd", "a...(4)"},
                 {"abcdefghijklmnopqrst", "abcde...(20)"},
                 {"ya29.a0A" + std::string(235, 'x'), "ya29.a0A...(243)"},
                 {std::string("\x01\xff") + "abcdef", "??...(8)"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.cut), cut_secret(Secret::copy_of(each.secret)));
    }
  }

  void tells_the_claims_that_help_and_their_times() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("alg=RS256|kid=k|iss=https://i|aud=a, b|tid=t|scp=IMAP SMTP|"
                    "exp=2026-01-02 03:04:05 UTC|"),
        text_of(jwt_facts(jwt(R"({"exp":1767323045,"scp":"IMAP SMTP","aud":["a","b"],
                                  "iss":"https://i","tid":"t","nonce":"not telling"})"))));
  }

  void keeps_odd_claims_printable() {
    CPPUNIT_ASSERT_EQUAL(std::string("alg=RS256|kid=k|iss=?[2J|aud={\"x\":1}|exp=-5|"),
                         text_of(jwt_facts(jwt(R"({"iss":"\u001b[2J","aud":{"x":1},"exp":-5})"))));
    const std::string longest =
        text_of(jwt_facts(jwt(R"({"sub":")" + std::string(5000, 'x') + "\"}")));
    CPPUNIT_ASSERT(longest.size() < 300);
  }

  void tells_nothing_of_an_opaque_token() {
    CPPUNIT_ASSERT(jwt_facts(Secret::copy_of("ya29.T")).empty());
    CPPUNIT_ASSERT(jwt_facts(Secret()).empty());
  }

  void says_how_far_off_a_time_is() {
    const oauth::TimePoint now = oauth::from_unix(1767323045);
    CPPUNIT_ASSERT_EQUAL(std::string("2026-01-02 03:46:05 UTC (in 42 min)"),
                         time_fact(now + oauth::seconds(2520), now));
    CPPUNIT_ASSERT_EQUAL(std::string("2026-01-02 00:04:05 UTC (3 h ago)"),
                         time_fact(now - oauth::seconds(10800), now));
    CPPUNIT_ASSERT_EQUAL(std::string("2026-01-02 03:04:05 UTC (now)"), time_fact(now, now));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenFactsTest);

}  // namespace
}  // namespace tool
