// SPDX-License-Identifier: MIT
#include "oauth/login/redirect_address.h"

#include <cppunit/extensions/HelperMacros.h>

namespace oauth {
namespace {

class RedirectAddressTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RedirectAddressTest);
  CPPUNIT_TEST(listens_where_the_client_is_registered);
  CPPUNIT_TEST(listens_nowhere_for_an_address_of_another_machine);
  CPPUNIT_TEST_SUITE_END();

 public:
  void listens_where_the_client_is_registered() {
    const struct {
      const char* uri;
      const char* host;
      int port;
      const char* with_4321;
    } cases[] = {
        {"", "127.0.0.1", 0, "http://127.0.0.1:4321/"},
        {"http://127.0.0.1/", "127.0.0.1", 0, "http://127.0.0.1:4321/"},
        {"http://localhost", "localhost", 0, "http://localhost:4321"},  // Microsoft
        {"http://[::1]/callback", "::1", 0, "http://[::1]:4321/callback"},
        {"http://localhost:8080/a", "localhost", 8080, "http://localhost:4321/a"},
    };
    for (const auto& each : cases) {
      const auto address = listening_address(each.uri);
      CPPUNIT_ASSERT_MESSAGE(each.uri, address);
      CPPUNIT_ASSERT_EQUAL(std::string(each.host), address->host);
      CPPUNIT_ASSERT_EQUAL(each.port, static_cast<int>(address->port));
      CPPUNIT_ASSERT_EQUAL(std::string(each.with_4321), address->uri(4321));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1/"), RedirectAddress().uri(0));
  }

  void listens_nowhere_for_an_address_of_another_machine() {
    for (const char* uri :
         {"https://login.microsoftonline.com/common/oauth2/nativeclient", "https://127.0.0.1/",
          "http://192.0.2.1/", "urn:ietf:wg:oauth:2.0:oob", "http://"}) {
      CPPUNIT_ASSERT_MESSAGE(uri, !listening_address(uri));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RedirectAddressTest);

}  // namespace
}  // namespace oauth
