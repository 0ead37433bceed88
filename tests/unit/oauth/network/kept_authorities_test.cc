// SPDX-License-Identifier: MIT
#include "oauth/network/kept_authorities.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/network/curl_http.h"
#include "oauth/network/trusted_authorities.h"
#include "tests/support/http_exchange.h"
#include "tests/support/loopback_server.h"
#include "tests/support/memory_files.h"
#include "tests/support/test_authority.h"

namespace oauth {
namespace {

class KeptAuthoritiesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(KeptAuthoritiesTest);
  CPPUNIT_TEST(keeps_a_file);
  CPPUNIT_TEST(keeps_of_a_folder_what_openssl_would_find);
  CPPUNIT_TEST(keeps_a_file_and_a_folder_together);
  CPPUNIT_TEST(knows_the_system_s_bundle_by_its_paths_too);
  CPPUNIT_TEST(refuses_what_is_no_certificate);
  CPPUNIT_TEST(knows_nothing_that_was_not_kept);
  CPPUNIT_TEST(a_client_trusts_what_was_kept_after_the_files_are_gone);
  CPPUNIT_TEST(a_client_trusts_nobody_else);
  CPPUNIT_TEST_SUITE_END();

  MemoryFiles files_;
  KeptAuthorities kept_;

  static NetworkSettings settings(const std::string& file, const std::string& folder = {}) {
    NetworkSettings settings = quick();
    settings.ca_file = file;
    settings.ca_dir = folder;
    return settings;
  }

  void put(const std::string& path, const std::string& words) {
    files_.files[path].text = "-----BEGIN CERTIFICATE-----" + words;
  }

  std::string kept_for(const NetworkSettings& wanted) const {
    const std::string* pem = kept_.find(wanted);
    CPPUNIT_ASSERT(pem != nullptr);
    return *pem;
  }

  void assert_refused(const NetworkSettings& wanted, const std::string& words) {
    const auto result = kept_.keep(wanted, files_);
    CPPUNIT_ASSERT(!result);
    CPPUNIT_ASSERT(result.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_MESSAGE(result.error().message,
                           result.error().message.find(words) != std::string::npos);
    CPPUNIT_ASSERT(kept_.find(wanted) == nullptr);
  }

  Result<HttpResponse> send(const LoopbackServer& server, const NetworkSettings& wanted) {
    CurlHttp http(TransferTerms{wanted, "sasl-oauth/9.9", EnvironmentUse::ignored, &kept_});
    return http.send(post_to("https://" + server.authority()));
  }

 public:
  void setUp() override { forget_environment(); }

  void keeps_a_file() {
    put("/ca.pem", "one");
    CPPUNIT_ASSERT(kept_.keep(settings("/ca.pem"), files_));
    put("/ca.pem", "two");
    CPPUNIT_ASSERT_EQUAL(std::string("-----BEGIN CERTIFICATE-----one\n"),
                         kept_for(settings("/ca.pem")));
  }

  void keeps_of_a_folder_what_openssl_would_find() {
    for (const char* name : {"0123abcd.0", "0123abcd.1", "0123abcd.r0", "0123ABCD.0", "0123abc.0",
                             "0123abcd.", "ca.pem"}) {
      put(std::string("/ca/") + name, name);
    }
    CPPUNIT_ASSERT(kept_.keep(settings("", "/ca"), files_));
    CPPUNIT_ASSERT_EQUAL(std::string("-----BEGIN CERTIFICATE-----0123abcd.0\n"
                                     "-----BEGIN CERTIFICATE-----0123abcd.1\n"),
                         kept_for(settings("", "/ca")));
  }

  void keeps_a_file_and_a_folder_together() {
    put("/ca.pem", "file");
    put("/ca/0123abcd.0", "folder");
    CPPUNIT_ASSERT(kept_.keep(settings("/ca.pem", "/ca"), files_));
    CPPUNIT_ASSERT_EQUAL(std::string("-----BEGIN CERTIFICATE-----file\n"
                                     "-----BEGIN CERTIFICATE-----folder\n"),
                         kept_for(settings("/ca.pem", "/ca")));
  }

  void knows_the_system_s_bundle_by_its_paths_too() {
    const NetworkSettings system = system_authorities();
    put(system.ca_file, "all");
    CPPUNIT_ASSERT(kept_.keep(NetworkSettings(), files_));
    CPPUNIT_ASSERT_EQUAL(std::string("-----BEGIN CERTIFICATE-----all\n"),
                         kept_for(NetworkSettings()));
    CPPUNIT_ASSERT(kept_.find(settings(system.ca_file)) != nullptr);
  }

  void refuses_what_is_no_certificate() {
    files_.files["/text"].text = "nothing";
    put("/closed", "");
    files_.files["/closed"].is_forbidden = true;
    put("/long", std::string(bounds::max_authorities_bytes, 'x'));
    put("/folder/readme", "");
    assert_refused(settings("/none"), "in /none: there is no such file; ");
    assert_refused(settings("/text"), "it holds no certificate in PEM");
    assert_refused(settings("/closed"), "/closed is forbidden");
    assert_refused(settings("/long"), "/long is too long");
    assert_refused(settings("", "/folder"), "it holds no file named HASH.N");
    assert_refused(settings("", "/none"), "it holds no file named HASH.N");
  }

  void knows_nothing_that_was_not_kept() {
    put("/ca.pem", "");
    CPPUNIT_ASSERT(kept_.keep(settings("/ca.pem"), files_));
    for (const NetworkSettings& other : {settings("/other.pem"), settings("", "/ca.pem"),
                                         settings("/ca.pem", "/ca"), NetworkSettings()}) {
      CPPUNIT_ASSERT(kept_.find(other) == nullptr);
    }
  }

  void a_client_trusts_what_was_kept_after_the_files_are_gone() {
    const TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity);
    files_.files["/jail/ca.pem"].text = authority.pem();
    CPPUNIT_ASSERT(kept_.keep(settings("/jail/ca.pem"), files_));
    const auto response = send(server, settings("/jail/ca.pem"));
    CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
    CPPUNIT_ASSERT(response->body.reveal() == "{}");
  }

  void a_client_trusts_nobody_else() {
    const TlsIdentity identity = TestAuthority().issue("IP:127.0.0.1");
    LoopbackServer server({ok_reply("{}")}, &identity);
    files_.files["/jail/ca.pem"].text = TestAuthority("Another Authority").pem();
    CPPUNIT_ASSERT(kept_.keep(settings("/jail/ca.pem"), files_));
    assert_fails(send(server, settings("/jail/ca.pem")), ErrorKind::unavailable,
                 "certificate of " + server.authority() + " is not trusted: ");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(KeptAuthoritiesTest);

}  // namespace
}  // namespace oauth
