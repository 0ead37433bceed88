// SPDX-License-Identifier: MIT
#include "oauth/wire/url.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

// Returns "scheme|host|port|path|query", or the complaint.
std::string parts_of(std::string_view text) {
  const Result<Url> url = parse_url(text);
  if (!url) return sentence_of(url);
  return url->scheme + "|" + url->host + "|" + url->port + "|" + url->path + "|" + url->query;
}

class UrlTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UrlTest);
  CPPUNIT_TEST(takes_urls_apart);
  CPPUNIT_TEST(says_what_is_wrong_with_others);
  CPPUNIT_TEST(refuses_control_bytes);
  CPPUNIT_TEST(knows_this_machine);
  CPPUNIT_TEST(is_not_fooled_by_what_looks_like_this_machine);
  CPPUNIT_TEST(sends_secrets_by_https_alone);
  CPPUNIT_TEST(sends_secrets_by_http_to_this_machine_where_told_to);
  CPPUNIT_TEST(redirects_to_https_or_to_this_machine_without_a_fragment);
  CPPUNIT_TEST_SUITE_END();

 public:
  void redirects_to_https_or_to_this_machine_without_a_fragment() {
    for (const char* uri : {"http://127.0.0.1/", "http://localhost", "http://[::1]:80/a?b=c",
                            "https://login.example.com/nativeclient"}) {
      CPPUNIT_ASSERT_MESSAGE(uri, is_redirect_uri(uri));
    }
    for (const char* uri : {"", "http://example.com/", "https://a/#b", "urn:ietf:wg:oauth:2.0:oob",
                            "https://a/ b", "https://a/\xc3\xa4"}) {
      CPPUNIT_ASSERT_MESSAGE(uri, !is_redirect_uri(uri));
    }
  }

  void takes_urls_apart() {
    const struct {
      const char* text;
      const char* parts;
    } cases[] = {
        {"https://oauth2.googleapis.com/token", "https|oauth2.googleapis.com||/token|"},
        {"HTTPS://Login.Example.ORG:8443/A?b=C", "https|login.example.org|8443|/A|b=C"},
        {"https://h", "https|h|||"},
        {"https://h?q=/x", "https|h|||q=/x"},
        {"https://h/p?", "https|h||/p|"},
        {"https://h/p#frag?x", "https|h||/p|"},
        {"https://h/a@b", "https|h||/a@b|"},
        {"http://127.0.0.1:43210/", "http|127.0.0.1|43210|/|"},
        {"http://[::1]:80/x", "http|::1|80|/x|"},
        {"https://[2001:DB8::1]", "https|2001:db8::1|||"},
        {"https://h:65535/", "https|h|65535|/|"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, std::string(each.parts), parts_of(each.text));
    }
  }

  void says_what_is_wrong_with_others() {
    const struct {
      const char* text;
      const char* phrase;
    } cases[] = {
        {"", "does not begin with https://"},
        {"://h", "does not begin with https://"},
        {"h/path", "does not begin with https://"},
        {"https:/h", "does not begin with https://"},
        {"ftp://h/", "does not begin with https://"},
        {"javascript://h", "does not begin with https://"},
        {"https://", "has no host"},
        {"https:///path", "has no host"},
        {"https://:443/", "has no host"},
        {"https://user@h/", "has a user name in it"},
        {"https://google.com:x@evil.example/", "has a user name in it"},
        {"https://google.com\\@evil.example/", "has a user name in it"},
        {"https://a b/", "has a blank in it"},
        {"https://h/a b", "has a blank in it"},
        {"https://ex\xc3\xa4mple.org/", "has a malformed host"},
        {"https://h%2e/", "has a malformed host"},
        {"https://h\\x/", "has a malformed host"},
        {"https://[::1]x/", "has a malformed host"},
        {"https://[::1/", "has an unclosed '[' in its host"},
        {"https://[]/", "has a malformed IPv6 address"},
        {"https://[fe80::1%25eth0]/", "has a malformed IPv6 address"},
        {"https://h:/", "has a malformed port"},
        {"https://h:0/", "has a malformed port"},
        {"https://h:0443/", "has a malformed port"},
        {"https://h:65536/", "has a malformed port"},
        {"https://h:-1/", "has a malformed port"},
        {"https://h:https/", "has a malformed port"},
        {"https://h:1:2/", "has a malformed port"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, std::string("bad_config: ") + each.phrase,
                                   parts_of(each.text));
    }
  }

  void refuses_control_bytes() {
    using namespace std::string_view_literals;
    for (const std::string_view text : {"https://h/\r\nX: y"sv, "https://h/\0"sv, "https://h\t/"sv,
                                        "\x01https://h/"sv, "https://h/\x7f"sv}) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_config: has a control character in it"),
                           parts_of(text));
    }
  }

  void knows_this_machine() {
    for (const char* host : {"localhost", "::1", "127.0.0.1", "127.255.255.255", "127.1.2.3"}) {
      CPPUNIT_ASSERT_MESSAGE(host, is_loopback(host));
    }
  }

  void is_not_fooled_by_what_looks_like_this_machine() {
    for (const char* host :
         {"", "localhost.example.org", "127.0.0.1.example.org", "127.example.org", "128.0.0.1",
          "127", "127.1", "127.0.0.", "127...1", "127.0.0.256", "127.0.0.1.1", "127.0.0.-1",
          "127.0.0.0001", ".127.0.0.1", "127.0.0.1.", "0127.0.0.1", "::2", "::ffff:8.8.8.8"}) {
      CPPUNIT_ASSERT_MESSAGE(host, !is_loopback(host));
    }
  }

  void sends_secrets_by_https_alone() {
    CPPUNIT_ASSERT(check_endpoint("https://oauth2.googleapis.com/token", PlainHttp::refused));
    for (const char* url : {"http://oauth2.googleapis.com/token", "http://127.0.0.1:8080/token"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("bad_config: is not https"),
                                   sentence_of(check_endpoint(url, PlainHttp::refused)));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: does not begin with https://"),
                         sentence_of(check_endpoint("gopher://h", PlainHttp::refused)));
  }

  void sends_secrets_by_http_to_this_machine_where_told_to() {
    for (const char* url : {"http://127.0.0.1:8080/token", "http://[::1]/t", "http://LOCALHOST/"}) {
      CPPUNIT_ASSERT_MESSAGE(url, check_endpoint(url, PlainHttp::to_loopback));
    }
    for (const char* url : {"http://example.org/", "http://127.0.0.1.example.org/"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("bad_config: is not https"),
                                   sentence_of(check_endpoint(url, PlainHttp::to_loopback)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UrlTest);

}  // namespace
}  // namespace oauth
