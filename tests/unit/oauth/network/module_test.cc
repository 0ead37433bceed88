// SPDX-License-Identifier: MIT
// The module as it is installed, through its one symbol; what it forwards to has tests of its own.
#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "oauth/base/base64.h"
#include "oauth/os/module_loader.h"
#include "tests/support/loopback_mail_server.h"
#include "tests/support/loopback_server.h"
#include "tests/support/memory_files.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

constexpr char fernet_key[] = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
constexpr char fernet_token[] =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_"
    "5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

class ModuleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ModuleTest);
  CPPUNIT_TEST(makes_a_key_and_signs_with_it);
  CPPUNIT_TEST(tells_what_a_certificate_says_and_whose_it_is_not);
  CPPUNIT_TEST(derives_a_key_and_opens_what_was_sealed);
  CPPUNIT_TEST(talks_to_a_mail_server_and_goes_over_to_tls);
  CPPUNIT_TEST(says_that_a_mail_server_is_away);
  CPPUNIT_TEST(says_what_it_trusts);
  CPPUNIT_TEST(trusts_what_was_kept_though_its_file_is_gone);
  CPPUNIT_TEST(keeps_what_can_be_read_and_says_what_cannot);
  CPPUNIT_TEST_SUITE_END();

  const TemporaryFolder folder_;
  const TestAuthority authority_;
  const TlsIdentity identity_ = authority_.issue("IP:127.0.0.1");
  const std::string ca_file_ = folder_.write("ca.pem", authority_.pem());

  static std::string built_module() {
    const char* path = getenv("TEST_NETWORK_MODULE");
    CPPUNIT_ASSERT_MESSAGE("TEST_NETWORK_MODULE is not set", path != nullptr);
    return path;
  }

  // What a module has kept it keeps: these tests take one of their own each.
  std::string fresh_module() const {
    const std::string copy = folder_.path() + "/network.so";
    std::filesystem::copy_file(built_module(), copy);
    return copy;
  }

  NetworkSettings settings() const {
    NetworkSettings settings;
    settings.ca_file = ca_file_;
    return settings;
  }

  std::string answer_of(LazyNetwork& network, const LoopbackServer& server) const {
    auto http = network.http(settings());
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(http));
    HttpRequest request;
    request.url = "https://" + server.authority() + "/";
    const auto response = (*http)->send(request);
    return response ? std::string(response->body.reveal()) : sentence_of(response);
  }

  LazyNetwork network_{built_module()};

 public:
  void makes_a_key_and_signs_with_it() {
    const auto key = network_.new_ec_key();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(key));
    const auto other = network_.new_ec_key();
    CPPUNIT_ASSERT(network_.ec_public_key(*key)->x != network_.ec_public_key(*other)->x);
    CPPUNIT_ASSERT(*network_.usual_algorithm(*key) == SigningAlgorithm::es256);
    const auto signature = network_.sign(SigningAlgorithm::es256, *key, "bytes");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(signature));
    CPPUNIT_ASSERT_EQUAL(std::size_t{64}, signature->size());  // RFC 7518 section 3.4
  }

  void tells_what_a_certificate_says_and_whose_it_is_not() {
    const auto facts = network_.certificate_of(authority_.pem());
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(facts));
    CPPUNIT_ASSERT_EQUAL(std::string("CN=Test Authority"), facts->subject);
    const auto key = network_.new_ec_key();
    const auto pair = network_.check_pair(*key, authority_.pem());
    CPPUNIT_ASSERT(!pair && pair.error().kind == ErrorKind::bad_config);
  }

  void derives_a_key_and_opens_what_was_sealed() {
    // RFC 7914 section 11, its first 32 octets.
    const auto key = network_.pbkdf2_sha256(Secret::copy_of("passwd"), "salt", 1);
    CPPUNIT_ASSERT_EQUAL(std::string("VawEblbjCJ_sFpHCJUS2BflBhSFt3gRl5oudV8INrLw"),
                         base64url_encode(key->reveal()));
    const auto opened = network_.open_fernet(*base64url_decode(fernet_key), fernet_token);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(opened));
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), std::string(opened->reveal()));
  }

  void talks_to_a_mail_server_and_goes_over_to_tls() {
    LoopbackMailServer server({"> hello\r\n", "<", "> begin\r\n", "TLS", "> safe\r\n"}, &identity_);
    auto stream = network_.connect({"127.0.0.1", server.port(), Encryption::starttls}, settings());
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(stream));
    CPPUNIT_ASSERT(!(*stream)->is_encrypted());
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), *(*stream)->read_line());
    CPPUNIT_ASSERT((*stream)->write(Secret::copy_of("STARTTLS\r\n")));
    CPPUNIT_ASSERT_EQUAL(std::string("begin"), *(*stream)->read_line());
    CPPUNIT_ASSERT((*stream)->start_tls());
    CPPUNIT_ASSERT((*stream)->is_encrypted());
    CPPUNIT_ASSERT_EQUAL(std::string("safe"), *(*stream)->read_line());
  }

  void says_that_a_mail_server_is_away() {
    const auto stream = network_.connect({"127.0.0.1", 1, Encryption::tls}, settings());
    CPPUNIT_ASSERT(!stream && stream.error().kind == ErrorKind::unavailable);
  }

  void says_what_it_trusts() {
    const auto trusted = network_.trusted(settings());
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(trusted));
    CPPUNIT_ASSERT_EQUAL(ca_file_, trusted->place);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, trusted->count);
  }

  // As in a jail.
  void trusts_what_was_kept_though_its_file_is_gone() {
    LoopbackServer server({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"}, &identity_);
    LazyNetwork network(fresh_module());
    MemoryFiles files;
    files.files[ca_file_].text = authority_.pem();
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(network.keep_trusted({settings()}, files)));
    std::filesystem::remove(ca_file_);
    CPPUNIT_ASSERT_EQUAL(std::string("hi"), answer_of(network, server));
    // What a jailed program finds later in its place counts for nothing.
    files.files[ca_file_].text = TestAuthority("Somebody else").pem();
    CPPUNIT_ASSERT(network.keep_trusted({settings()}, files));
    CPPUNIT_ASSERT_EQUAL(std::string("hi"), answer_of(network, server));
  }

  void keeps_what_can_be_read_and_says_what_cannot() {
    LoopbackServer server({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"}, &identity_);
    LazyNetwork network(fresh_module());
    MemoryFiles files;
    files.files[ca_file_].text = authority_.pem();
    NetworkSettings missing;
    missing.ca_file = "/nonexistent/ca.pem";
    const auto kept = network.keep_trusted({missing, settings()}, files);
    CPPUNIT_ASSERT(!kept && kept.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_MESSAGE(kept.error().message,
                           kept.error().message.find(missing.ca_file) != std::string::npos);
    std::filesystem::remove(ca_file_);
    CPPUNIT_ASSERT_EQUAL(std::string("hi"), answer_of(network, server));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ModuleTest);

}  // namespace
}  // namespace oauth
