// SPDX-License-Identifier: MIT
#include "oauth/network/curl_handle.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>

#include "tests/support/loopback_mail_server.h"

namespace oauth {
namespace {

class CurlHandleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlHandleTest);
  CPPUNIT_TEST(opens_sockets_that_are_closed_on_exec);
  CPPUNIT_TEST_SUITE_END();

 public:
  void opens_sockets_that_are_closed_on_exec() {
    LoopbackMailServer server({"> hello\r\n", "HANG"});
    const CurlHandle handle = new_curl_handle();
    CPPUNIT_ASSERT(handle);
    const std::string url = "http://" + server.address();
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
    CPPUNIT_ASSERT_EQUAL(CURLE_OK, curl_easy_perform(handle.get()));
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &socket);
    CPPUNIT_ASSERT_EQUAL(FD_CLOEXEC, fcntl(socket, F_GETFD));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlHandleTest);

}  // namespace
}  // namespace oauth
