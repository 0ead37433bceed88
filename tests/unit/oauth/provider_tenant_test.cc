// SPDX-License-Identifier: MIT
#include "oauth/provider_tenant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

class ProviderTenantTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProviderTenantTest);
  CPPUNIT_TEST(fills_the_tenant_into_every_url);
  CPPUNIT_TEST(leaves_a_provider_without_tenants_alone);
  CPPUNIT_TEST(says_when_a_tenant_is_missing_or_of_no_use);
  CPPUNIT_TEST(takes_no_tenant_that_would_change_the_url);
  CPPUNIT_TEST(finds_the_tenant_in_a_url);
  CPPUNIT_TEST_SUITE_END();

 public:
  void fills_the_tenant_into_every_url() {
    Provider sheet = with_places("common");
    sheet.issuer = "https://h/{tenant}/v2.0";
    sheet.authorization_endpoint = "https://h/{tenant}/authorize";
    sheet.device_authorization_endpoint = "https://h/{tenant}/device";
    sheet.revocation_endpoint = "https://h/{tenant}/revoke";
    const auto usual = with_tenant(sheet, "");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(usual));
    CPPUNIT_ASSERT_EQUAL(std::string("https://h/common/token"), usual->token_endpoint);
    const auto named = with_tenant(sheet, "corp.example");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(named));
    CPPUNIT_ASSERT_EQUAL(std::string("https://h/corp.example/v2.0 https://h/corp.example/authorize"
                                     " https://h/corp.example/token https://h/corp.example/device"
                                     " https://h/corp.example/revoke corp.example"),
                         named->issuer + " " + named->authorization_endpoint + " " +
                             named->token_endpoint + " " + named->device_authorization_endpoint +
                             " " + named->revocation_endpoint + " " + named->tenant);
  }

  void leaves_a_provider_without_tenants_alone() {
    Provider sheet;
    sheet.token_endpoint = "https://h/token";
    sheet.tenant = "common";
    CPPUNIT_ASSERT_EQUAL(std::string("https://h/token"), with_tenant(sheet, "")->token_endpoint);
  }

  void says_when_a_tenant_is_missing_or_of_no_use() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: provider \"p\" needs a tenant; name it by --tenant,"
                    " or in [provider.p], by the organisation's domain or id"),
        sentence_of(with_tenant(with_places(""), "")));
    Provider without;
    without.name = "google";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: provider \"google\" has no tenants; leave the tenant out"),
        sentence_of(with_tenant(without, "corp.example")));
  }

  void takes_no_tenant_that_would_change_the_url() {
    for (const char* other : {"a/b", "..", "a?b", "a#b", "a b", "{tenant}", "a@b", "a%2fb", "\n"}) {
      CPPUNIT_ASSERT_MESSAGE(other, !is_tenant(other));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          other,
          std::string("bad_config: provider \"p\" has no such tenant; give the organisation's"
                      " domain or id"),
          sentence_of(with_tenant(with_places("common"), other)));
    }
    CPPUNIT_ASSERT(is_tenant(std::string(253, 'a')) && !is_tenant(std::string(254, 'a')));
    CPPUNIT_ASSERT(is_tenant("72f988bf-86f1-41af-91ab-2d7cd011db47") && is_tenant("common"));
    CPPUNIT_ASSERT(!is_tenant(""));
  }

  void finds_the_tenant_in_a_url() {
    const Provider sheet = with_places("common");
    CPPUNIT_ASSERT_EQUAL(std::string("corp.example"),
                         tenant_in(sheet, "https://h/corp.example/token"));
    for (const char* other : {"https://h/token", "https://h//token", "https://h/a/b/token",
                              "https://other/corp.example/token", "https://h/a/tokens", ""}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(other, std::string(), tenant_in(sheet, other));
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), tenant_in(Provider(), "https://h/a/token"));
  }

 private:
  static Provider with_places(const std::string& tenant) {
    Provider sheet;
    sheet.name = "p";
    sheet.token_endpoint = "https://h/{tenant}/token";
    sheet.tenant = tenant;
    return sheet;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProviderTenantTest);

}  // namespace
}  // namespace oauth
