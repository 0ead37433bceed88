// SPDX-License-Identifier: MIT
#include "oauth/import/foreign_kind.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

class ForeignKindTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignKindTest);
  CPPUNIT_TEST(knows_each_kind_by_what_stands_in_it);
  CPPUNIT_TEST(says_what_the_others_are_and_repeats_nothing);
  CPPUNIT_TEST(names_each_kind_and_how_to_switch_its_tool_off);
  CPPUNIT_TEST_SUITE_END();

 public:
  void knows_each_kind_by_what_stands_in_it() {
    const struct {
      const char* name;
      const char* text;
    } cases[] = {
        {"sasl_xoauth2", R"({"refresh_token": "r", "expiry": "0"})"},
        {"sasl_xoauth2", R"({"refresh_token": "r"})"},
        {"sasl_xoauth2", R"(/* by hand */ {"refresh_token": "r", "expiry": 0})"},
        {"mutt_oauth2", R"({"registration": "google", "refresh_token": "r"})"},
        {"mutt_oauth2", R"({"access_token_expiration": "2026", "refresh_token": "r"})"},
        {"oama", R"({"service": "x", "exp_date": "2026-01-02 03:04 UTC", "expires_in": 3599})"},
        {"email_oauth2_proxy", "[a@example.com]\ntoken_url = https://x/\n"},
        {"ortie", R"({"access_token": "a", "refresh_token": "r", "issued_at": 1})"},
        {"ortie", R"({"access_token": "a", "refresh_token": "r", "expires_in": 3599})"},
        {"pizauth", "auth_notify_cmd = \"x\";\naccount \"a\" {\n  auth_uri = \"https://x\";\n}\n"},
        {"google_client", R"({"installed": {"client_id": "c"}})"},
        {"google_client", R"({"web": {"client_id": "c"}})"},
        {"service_account", R"({"type": "service_account"})"},
        {"authorized_user", R"({"type": "authorized_user", "refresh_token": "r"})"},
        {"google_auth", R"({"token": "t", "refresh_token": "r", "token_uri": "https://x"})"},
        {"go_token", R"({"refresh_token": "r", "expiry": "0001-01-01T00:00:00Z"})"},
        {"msal", R"({"AccessToken": {}, "RefreshToken": {}, "Account": {}})"},
        {"git_credential", "protocol=https\noauth_refresh_token=r\n"},
    };
    for (const auto& each : cases) {
      const auto kind = recognise(each.text, "f");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, std::string("success"), sentence_of(kind));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, std::string(each.name),
                                   std::string(foreign_tool(*kind).name));
    }
  }

  void says_what_the_others_are_and_repeats_nothing() {
    const std::string encrypted =
        "bad_config: f is encrypted, or no text; give the command that decrypts it, as in:"
        " --decrypt 'gpg --decrypt'";
    const struct {
      std::string text;
      std::string sentence;
    } cases[] = {
        {"", "bad_config: f is empty; give another file"},
        {" \n", "bad_config: f is empty; give another file"},
        {"-----BEGIN PGP MESSAGE-----\n", encrypted},
        {"\x85\x02\x0c", encrypted},
        {std::string("{\0}", 3), encrypted},
        {R"({"version": 1, "account": "a"})",
         "bad_config: f is a record of sasl-oauth already; copy it into the store"},
        {R"({"access_token": "canary"})",
         "bad_config: f holds no refresh token; sign in instead: sasl-oauth login"},
        {R"({"canary": 1})",
         "bad_config: f is JSON of no program that is known; it has no refresh_token"},
        {R"({"refresh_token": "canary)",
         "bad_config: f is not a JSON object: syntax error at byte 26; it may be cut off: copy it"
         " anew"},
        {"1//canary\n",
         "bad_config: f holds one token and nothing of its client; sign in instead: sasl-oauth"
         " login"},
        {"canary in a letter\n",
         "bad_config: f is a file of no program that is known; say whose it is"},
        {"[section]\nx = token_url\n",
         "bad_config: f is a file of no program that is known; say whose it is"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(each.sentence, sentence_of(recognise(each.text, "f")));
    }
  }

  void names_each_kind_and_how_to_switch_its_tool_off() {
    const auto names = foreign_kind_names();
    CPPUNIT_ASSERT_EQUAL(std::size_t(13), names.size());
    for (const std::string& name : names) {
      const auto kind = foreign_kind_from(name);
      CPPUNIT_ASSERT_MESSAGE(name, kind && foreign_tool(*kind).name == name);
      const bool holds_tokens =
          *kind != ForeignKind::google_client && *kind != ForeignKind::service_account;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, holds_tokens, !foreign_tool(*kind).switch_off.empty());
    }
    CPPUNIT_ASSERT(!foreign_kind_from("mutt"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignKindTest);

}  // namespace
}  // namespace oauth
