// SPDX-License-Identifier: MIT
#include "oauth/base/client_authentication.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

class ClientAuthenticationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientAuthenticationTest);
  CPPUNIT_TEST(has_the_names_of_rfc_8414);
  CPPUNIT_TEST(knows_no_other_names);
  CPPUNIT_TEST(tells_which_need_a_certificate_under_tls);
  CPPUNIT_TEST_SUITE_END();

 public:
  void has_the_names_of_rfc_8414() {  // section 2, token_endpoint_auth_methods_supported
    const struct {
      ClientAuthentication method;
      const char* name;
    } cases[] = {
        {ClientAuthentication::none, "none"},
        {ClientAuthentication::client_secret_post, "client_secret_post"},
        {ClientAuthentication::client_secret_basic, "client_secret_basic"},
        {ClientAuthentication::private_key_jwt, "private_key_jwt"},
        {ClientAuthentication::tls_client_auth, "tls_client_auth"},
        {ClientAuthentication::self_signed_tls_client_auth, "self_signed_tls_client_auth"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.name),
                           std::string(client_authentication_name(each.method)));
      CPPUNIT_ASSERT_MESSAGE(each.name, client_authentication_from(each.name) == each.method);
    }
  }

  void knows_no_other_names() {
    for (const char* name : {"", "None", "client_secret_jwt", "tls", "none "}) {
      CPPUNIT_ASSERT_MESSAGE(name, !client_authentication_from(name));
    }
  }

  void tells_which_need_a_certificate_under_tls() {  // RFC 8705 section 2
    using Method = ClientAuthentication;
    for (Method method : {Method::tls_client_auth, Method::self_signed_tls_client_auth}) {
      CPPUNIT_ASSERT(is_mutual_tls(method));
    }
    for (Method method : {Method::none, Method::client_secret_post, Method::client_secret_basic,
                          Method::private_key_jwt}) {
      CPPUNIT_ASSERT(!is_mutual_tls(method));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientAuthenticationTest);

}  // namespace
}  // namespace oauth
