// SPDX-License-Identifier: MIT
#include "oauth/network/server_address.h"

#include <cppunit/extensions/HelperMacros.h>

namespace oauth {
namespace {

class ServerAddressTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServerAddressTest);
  CPPUNIT_TEST(names_the_host_and_a_given_port);
  CPPUNIT_TEST(takes_plain_http_to_loopback_addresses_alone);
  CPPUNIT_TEST(refuses_other_schemes_and_malformed_urls);
  CPPUNIT_TEST(refuses_a_user_name_and_does_not_repeat_it);
  CPPUNIT_TEST(repeats_no_query);
  CPPUNIT_TEST(names_a_proxy_without_its_password);
  CPPUNIT_TEST(refuses_what_is_no_proxy_without_repeating_it);
  CPPUNIT_TEST_SUITE_END();

 public:
  void names_the_host_and_a_given_port() {
    const struct {
      const char* url;
      const char* name;
    } cases[] = {
        {"https://oauth2.example.com/token", "oauth2.example.com"},
        {"https://oauth2.example.com:8443/token?x=1", "oauth2.example.com:8443"},
        {"HTTPS://a.example", "a.example"},
        {"https://[2001:db8::1]:444/", "[2001:db8::1]:444"},
    };
    for (const auto& one : cases) {
      const auto address = parse_server_url(one.url);
      CPPUNIT_ASSERT_MESSAGE(one.url, address);
      CPPUNIT_ASSERT_EQUAL(std::string(one.name), address->name);
      CPPUNIT_ASSERT(!address->is_plain);
    }
  }

  void takes_plain_http_to_loopback_addresses_alone() {
    for (const char* url : {"http://127.0.0.1:80/", "http://127.255.3.4/t", "http://[::1]:81/",
                            "http://localhost:82/", "HTTP://LocalHost/"}) {
      const auto address = parse_server_url(url);
      CPPUNIT_ASSERT_MESSAGE(url, address);
      CPPUNIT_ASSERT_MESSAGE(url, address->is_plain);
    }
    for (const char* url :
         {"http://oauth2.example.com/", "http://128.0.0.1/", "http://127.0.0.1.example.com/",
          "http://localhost.example.com/", "http://[::2]/", "http://10.0.0.1#@127.0.0.1/",
          "http://[::ffff:10.0.0.1]/"}) {
      const auto address = parse_server_url(url);
      CPPUNIT_ASSERT_MESSAGE(url, !address);
      CPPUNIT_ASSERT_MESSAGE(url, address.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT_MESSAGE(address.error().message,
                             address.error().message.find("is not https") != std::string::npos);
    }
  }

  void refuses_other_schemes_and_malformed_urls() {
    const std::string with_nul("https://a.example/\0b", 20);
    for (const std::string& url :
         {std::string(), std::string("a.example/token"), std::string("file:///etc/passwd"),
          std::string("ftp://a.example/"), std::string("https://"),
          std::string("https://a.example:99999/"), std::string("https://a b.example/"),
          std::string("https://a.example/\r\nX: y"), with_nul}) {
      const auto address = parse_server_url(url);
      CPPUNIT_ASSERT_MESSAGE(url, !address);
      CPPUNIT_ASSERT_MESSAGE(url, address.error().kind == ErrorKind::bad_config);
    }
  }

  void refuses_a_user_name_and_does_not_repeat_it() {
    for (const char* url : {"https://me:hunter2@a.example/", "https://hunter2@a.example/",
                            "https://me:hunter2@a.example:99999/"}) {
      const auto address = parse_server_url(url);
      CPPUNIT_ASSERT_MESSAGE(url, !address);
      CPPUNIT_ASSERT(address.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT(address.error().message.find("hunter2") == std::string::npos);
    }
  }

  void repeats_no_query() {
    for (const char* url : {"http://a.example/?code=hunter2", "x://a.example/#hunter2",
                            "a.example?hunter2", "https://a.example:x/?hunter2"}) {
      const auto address = parse_server_url(url);
      CPPUNIT_ASSERT_MESSAGE(url, !address);
      CPPUNIT_ASSERT(address.error().message.find("hunter2") == std::string::npos);
    }
  }

  void names_a_proxy_without_its_password() {
    const struct {
      const char* proxy;
      const char* name;
    } cases[] = {
        {"http://proxy.example:3128", "proxy.example:3128"},
        {"proxy.example:3128", "proxy.example:3128"},
        {"socks5h://me:hunter2@127.0.0.1:1080", "127.0.0.1:1080"},
        {"https://proxy.example", "proxy.example"},
    };
    for (const auto& one : cases) {
      const auto name = parse_proxy(one.proxy);
      CPPUNIT_ASSERT_MESSAGE(one.proxy, name);
      CPPUNIT_ASSERT_EQUAL(std::string(one.name), *name);
    }
  }

  void refuses_what_is_no_proxy_without_repeating_it() {
    for (const char* proxy : {"http://", "gopher://hunter2", "http://hunter2:x:y", "hunter2 b",
                              "http://a.example:70000", "hunter2\n"}) {
      const auto name = parse_proxy(proxy);
      CPPUNIT_ASSERT_MESSAGE(proxy, !name);
      CPPUNIT_ASSERT(name.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT(name.error().message.find("'proxy'") != std::string::npos);
      CPPUNIT_ASSERT(name.error().message.find("hunter2") == std::string::npos);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServerAddressTest);

}  // namespace
}  // namespace oauth
