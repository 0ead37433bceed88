// SPDX-License-Identifier: MIT
#include "oauth/import/msal_cache.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

std::string cache(const std::string& environment, const std::string& account) {
  return R"({"AccessToken": {"a": {"home_account_id": "u.t", "client_id": "id", "target": "s1 s2"}},
             "RefreshToken": {"r": {"home_account_id": "u.t", "client_id": "id", "target": "",
                                    "secret": "R", "environment": ")" +
         environment + R"("}}, "Account": {)" + account + "}}";
}

const std::string account =
    R"("c": {"home_account_id": "u.t", "username": "a@example.com", "realm": "tenant-1"})";

class MsalCacheTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MsalCacheTest);
  CPPUNIT_TEST(joins_a_refresh_token_to_its_account_and_tenant);
  CPPUNIT_TEST(takes_the_common_tenant_where_none_can_stand_in_a_url);
  CPPUNIT_TEST(sends_nothing_to_a_host_that_is_not_microsofts);
  CPPUNIT_TEST(names_what_is_wrong_and_repeats_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void joins_a_refresh_token_to_its_account_and_tenant() {
    const auto accounts = parse_msal_cache(cache("login.microsoftonline.com", account), "f");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(accounts));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), accounts->size());
    const Record& record = (*accounts)[0];
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com"), record.account);
    CPPUNIT_ASSERT_EQUAL(std::string("microsoft"), record.provider);
    CPPUNIT_ASSERT_EQUAL(
        std::string("https://login.microsoftonline.com/tenant-1/oauth2/v2.0/token"),
        record.client.token_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("id"), record.client.client_id);
    CPPUNIT_ASSERT_EQUAL(std::string("s1 s2"), record.client.scope);
    CPPUNIT_ASSERT_EQUAL(std::string("R"), std::string(record.refresh_token.reveal()));
  }

  void takes_the_common_tenant_where_none_can_stand_in_a_url() {
    for (const char* realm : {"", "a/../b", "x?y"}) {
      const auto accounts = parse_msal_cache(
          cache("login.microsoftonline.com",
                R"("c": {"home_account_id": "u.t", "realm": ")" + std::string(realm) + "\"}"),
          "f");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(accounts));
      CPPUNIT_ASSERT_EQUAL(
          std::string("https://login.microsoftonline.com/common/oauth2/v2.0/token"),
          (*accounts)[0].client.token_endpoint);
    }
  }

  void sends_nothing_to_a_host_that_is_not_microsofts() {
    for (const char* host : {"evil.example", "login.microsoftonline.com.evil.example", ""}) {
      CPPUNIT_ASSERT_EQUAL(
          std::string("bad_config: f names an environment that is not Microsoft's"),
          sentence_of(parse_msal_cache(cache(host, account), "f")));
    }
  }

  void names_what_is_wrong_and_repeats_nothing() {
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: f holds no refresh token; sign in instead"),
                         sentence_of(parse_msal_cache(R"({"RefreshToken": {}})", "f")));
    for (const char* text :
         {R"({"RefreshToken": {"r": "canary"}})", R"({"RefreshToken": ["canary"]})",
          R"({"RefreshToken": {"r": {"secret": 1}}})", R"({"RefreshToken": {"r": {}, "r": {}}})"}) {
      const std::string sentence = sentence_of(parse_msal_cache(text, "f"));
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.rfind("bad_config: f: ", 0) == 0);
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("canary") == std::string::npos);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MsalCacheTest);

}  // namespace
}  // namespace oauth
