// SPDX-License-Identifier: MIT
#include "oauth/network/curl_http.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/http_exchange.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

// CurlHttp, proxies and the environment.
class CurlHttpProxyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlHttpProxyTest);
  CPPUNIT_TEST(asks_the_proxy_and_gives_it_no_secret);
  CPPUNIT_TEST(tunnels_through_a_socks_proxy_or_says_so);
  CPPUNIT_TEST(asks_the_environments_proxy_where_it_may);
  CPPUNIT_TEST(asks_no_proxy_for_plain_http);
  CPPUNIT_TEST(refuses_what_is_no_proxy);
  CPPUNIT_TEST(reports_a_proxy_that_is_away);
  CPPUNIT_TEST(refuses_to_log_keys_for_somebody_else);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { forget_environment(); }

  void asks_the_proxy_and_gives_it_no_secret() {
    const struct {
      const char* status;
      ErrorKind kind;
    } cases[] = {{"403", ErrorKind::unavailable}, {"407", ErrorKind::bad_config}};
    for (const auto& one : cases) {
      LoopbackServer proxy({std::string("HTTP/1.1 ") + one.status +
                            " No\r\nContent-Length: 0\r\nX: " + secret + "\r\n\r\n"});
      NetworkSettings settings = quick();
      settings.proxy = "http://me:" + secret + "@" + proxy.authority();
      const Variable no_proxy("no_proxy", "*");
      const auto response = send(post_to("https://oauth2.invalid"), settings);
      assert_fails(response, one.kind,
                   "proxy " + proxy.authority() + " refused to connect to oauth2.invalid (status " +
                       one.status + ")");
      const std::string request = proxy.requests().at(0);
      const std::string line = "CONNECT oauth2.invalid:443 HTTP/1.1\r\n";
      CPPUNIT_ASSERT_EQUAL(line, request.substr(0, line.size()));
      CPPUNIT_ASSERT(request.find("\r\nAuthorization") == std::string::npos);
      CPPUNIT_ASSERT(request.find(secret) == std::string::npos);
    }
  }

  void tunnels_through_a_socks_proxy_or_says_so() {
    // Version 5, no method that we could use (RFC 1928 section 3).
    LoopbackServer proxy({"\x05\xff", Manner::deaf_reset});
    NetworkSettings settings = quick();
    settings.proxy = "socks5h://" + proxy.authority();
    assert_fails(send(post_to("https://oauth2.invalid"), settings), ErrorKind::unavailable,
                 "check 'proxy'");
    CPPUNIT_ASSERT_EQUAL('\x05', proxy.requests().at(0).at(0));
  }

  void asks_the_environments_proxy_where_it_may() {
    const TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity);
    LoopbackServer proxy({"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"});
    const Variable environment("https_proxy", "http://" + proxy.authority());
    NetworkSettings settings = quick();
    settings.ca_file = folder_.write("ca.pem", authority.pem());
    const HttpRequest request = post_to("https://" + server.authority());
    assert_fails(send(request, settings, EnvironmentUse::obeyed), ErrorKind::unavailable,
                 "proxy from the environment refused");
    CPPUNIT_ASSERT_EQUAL(1, proxy.connections());
    CPPUNIT_ASSERT(send(request, settings, EnvironmentUse::ignored));
    settings.proxy = "none";
    CPPUNIT_ASSERT(send(request, settings, EnvironmentUse::obeyed));
    CPPUNIT_ASSERT_EQUAL(1, proxy.connections());
  }

  void asks_no_proxy_for_plain_http() {
    LoopbackServer server({ok_reply("{}")});
    LoopbackServer proxy({ok_reply("{}")});
    const Variable environment("http_proxy", "http://" + proxy.authority());
    NetworkSettings settings = quick();
    for (const std::string& own : {std::string(), "http://" + proxy.authority()}) {
      settings.proxy = own;
      CPPUNIT_ASSERT(send(post_to("http://" + server.authority()), settings));
    }
    CPPUNIT_ASSERT_EQUAL(0, proxy.connections());
  }

  void refuses_what_is_no_proxy() {
    NetworkSettings settings = quick();
    settings.proxy = "gopher://" + secret;
    assert_fails(send(post_to("https://oauth2.invalid"), settings), ErrorKind::bad_config,
                 "'proxy'");
  }

  void reports_a_proxy_that_is_away() {
    NetworkSettings settings = quick();
    { settings.proxy = "http://" + LoopbackServer({""}).authority(); }
    assert_fails(send(post_to("https://oauth2.invalid"), settings), ErrorKind::unavailable,
                 "'proxy'");
    settings.proxy = "http://" + std::string(64, 'a') + ".invalid:3128";
    assert_fails(send(post_to("https://oauth2.invalid"), settings), ErrorKind::unavailable,
                 "cannot find proxy aaa");
  }

  void refuses_to_log_keys_for_somebody_else() {
    LoopbackServer server({ok_reply("{}")});
    const Variable keys("SSLKEYLOGFILE", folder_.path() + "/keys");
    assert_fails(send(post_to("http://" + server.authority()), quick(), EnvironmentUse::ignored),
                 ErrorKind::bad_config, "SSLKEYLOGFILE");
    CPPUNIT_ASSERT_EQUAL(0, server.connections());
    CPPUNIT_ASSERT(send(post_to("http://" + server.authority())));
  }

 private:
  TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlHttpProxyTest);

}  // namespace
}  // namespace oauth
