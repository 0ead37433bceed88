// SPDX-License-Identifier: MIT
#include "oauth/network/curl_http.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <string>

#include "tests/support/http_exchange.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

// CurlHttp and TLS.
class CurlHttpTrustTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlHttpTrustTest);
  CPPUNIT_TEST(trusts_a_certificate_by_its_ca_file);
  CPPUNIT_TEST(trusts_no_certificate_of_an_unknown_authority);
  CPPUNIT_TEST(trusts_no_authority_of_the_same_name);
  CPPUNIT_TEST(trusts_no_certificate_for_another_name);
  CPPUNIT_TEST(trusts_no_certificate_out_of_its_time);
  CPPUNIT_TEST(sends_nothing_to_a_server_it_does_not_trust);
  CPPUNIT_TEST(speaks_no_tls_before_1_2);
  CPPUNIT_TEST(reports_a_server_without_tls);
  CPPUNIT_TEST(leaves_the_openssl_error_queue_empty);
  CPPUNIT_TEST(names_a_ca_file_that_it_cannot_use);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { forget_environment(); }

  void trusts_a_certificate_by_its_ca_file() {
    const TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1,DNS:localhost");
    LoopbackServer server({ok_reply("{}")}, &identity);
    NetworkSettings settings = quick();
    settings.ca_file = folder_.write("ca.pem", authority.pem());
    for (const std::string& origin :
         {"https://" + server.authority(), "https://localhost:" + server.port()}) {
      const auto response = send(post_to(origin), settings);
      CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
      CPPUNIT_ASSERT(response->body.reveal() == "{}");
    }
  }

  void trusts_no_certificate_of_an_unknown_authority() {
    const TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity);
    NetworkSettings other = quick();
    other.ca_file = folder_.write("other.pem", TestAuthority("Another Authority").pem());
    NetworkSettings none = quick();
    none.ca_dir = folder_.path();
    for (const NetworkSettings& settings : {other, none}) {
      const auto response = send(post_to("https://" + server.authority()), settings);
      assert_fails(response, ErrorKind::unavailable,
                   "certificate of " + server.authority() + " is not trusted: ");
      assert_fails(response, ErrorKind::unavailable, "set ca_file");
    }
  }

  void trusts_no_authority_of_the_same_name() {
    const TlsIdentity identity = TestAuthority().issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity);
    NetworkSettings settings = quick();
    settings.ca_file = folder_.write("other.pem", TestAuthority().pem());
    assert_fails(send(post_to("https://" + server.authority()), settings), ErrorKind::unavailable,
                 "ca_file");
  }

  void trusts_no_certificate_for_another_name() {
    const TestAuthority authority;
    NetworkSettings settings = quick();
    settings.ca_file = folder_.write("ca.pem", authority.pem());
    for (const char* names : {"DNS:mail.example.com", "DNS:127.0.0.1", "IP:127.0.0.2"}) {
      const TlsIdentity identity = authority.issue(names);
      LoopbackServer server({ok_reply("{}")}, &identity);
      const auto response = send(post_to("https://" + server.authority()), settings);
      assert_fails(response, ErrorKind::unavailable,
                   "certificate of " + server.authority() + " is not trusted: ");
      assert_fails(response, ErrorKind::unavailable, "must be the one that the certificate names");
    }
  }

  void trusts_no_certificate_out_of_its_time() {
    const TestAuthority authority;
    NetworkSettings settings = quick();
    settings.ca_file = folder_.write("ca.pem", authority.pem());
    for (Validity validity : {Validity{-3, -1}, Validity{1, 3}}) {
      const TlsIdentity identity = authority.issue("IP:127.0.0.1", validity);
      LoopbackServer server({ok_reply("{}")}, &identity);
      const auto response = send(post_to("https://" + server.authority()), settings);
      assert_fails(response, ErrorKind::unavailable,
                   "certificate of " + server.authority() + " is not trusted: ");
      assert_fails(response, ErrorKind::unavailable, "clock");
    }
  }

  void sends_nothing_to_a_server_it_does_not_trust() {
    const TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity);
    CPPUNIT_ASSERT(!send(post_to("https://" + server.authority())));
    for (const std::string& request : server.requests()) {
      CPPUNIT_ASSERT_EQUAL(std::string(), request);
    }
    CPPUNIT_ASSERT_EQUAL(1, server.connections());
  }

  void speaks_no_tls_before_1_2() {
    const TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity, TLS1_1_VERSION);
    NetworkSettings settings = quick();
    settings.ca_file = folder_.write("ca.pem", authority.pem());
    assert_fails(send(post_to("https://" + server.authority()), settings), ErrorKind::unavailable,
                 "no secure connection to " + server.authority() + ": ");
  }

  void reports_a_server_without_tls() {
    LoopbackServer server({"HTTP/1.1 400 Bad Request\r\n\r\n", Manner::deaf_reset});
    assert_fails(send(post_to("https://" + server.authority())), ErrorKind::unavailable,
                 server.authority());
  }

  void leaves_the_openssl_error_queue_empty() {
    const TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity);
    CPPUNIT_ASSERT(!send(post_to("https://" + server.authority())));
    CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error());
  }

  void names_a_ca_file_that_it_cannot_use() {
    const std::string nonsense = folder_.write("nonsense.pem", "no certificate");
    const std::string fifo = folder_.path() + "/fifo";
    CPPUNIT_ASSERT_EQUAL(0, mkfifo(fifo.c_str(), 0600));
    const struct {
      std::string ca_file;
      std::string ca_dir;
      std::string words;
    } cases[] = {
        {folder_.path() + "/missing.pem", "", "cannot read ca_file " + folder_.path() + "/missing"},
        {"", folder_.path() + "/missing", "cannot read ca_dir " + folder_.path() + "/missing"},
        {"", nonsense, "cannot read ca_dir " + nonsense},
        {nonsense, "", "cannot use ca_file " + nonsense},
        {fifo, "", "cannot read ca_file " + fifo + ": Invalid argument"},
    };
    LoopbackServer server({ok_reply("{}")});
    for (const auto& one : cases) {
      NetworkSettings settings = quick();
      settings.ca_file = one.ca_file;
      settings.ca_dir = one.ca_dir;
      assert_fails(send(post_to("https://" + server.authority()), settings), ErrorKind::bad_config,
                   one.words);
    }
    for (const std::string& request : server.requests()) {
      CPPUNIT_ASSERT(request.find(secret) == std::string::npos);
    }
  }

 private:
  TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlHttpTrustTest);

}  // namespace
}  // namespace oauth
