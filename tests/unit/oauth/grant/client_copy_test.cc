// SPDX-License-Identifier: MIT
#include "oauth/grant/client_copy.h"

#include <cppunit/extensions/HelperMacros.h>

#include "oauth/network/openssl_crypto.h"
#include "tests/support/jwt_vectors.h"
#include "tests/support/sentence.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

Client example() {
  Client client;
  client.token_endpoint = "https://sso.example.com/token";
  client.client_id = "mail";
  client.client_secret = Secret::copy_of("secret");
  client.authentication = ClientAuthentication::private_key_jwt;
  client.scope = "mail";
  client.key = Secret::copy_of("key");
  client.certificate = "certificate";
  client.key_id = "k1";
  client.assertion_algorithm = "RS256";
  client.assertion_audience = "https://sso.example.com";
  client.assertion_file = "/run/token";
  client.expires_at = from_unix(1700000000);
  return client;
}

class ClientCopyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientCopyTest);
  CPPUNIT_TEST(copies_all_of_a_client);
  CPPUNIT_TEST(tells_clients_apart_by_whatever_proves_them);
  CPPUNIT_TEST(notes_when_the_certificate_ends);
  CPPUNIT_TEST(says_what_a_client_lacks);
  CPPUNIT_TEST_SUITE_END();

 public:
  void copies_all_of_a_client() {
    const Client copy = copy_of(example());
    CPPUNIT_ASSERT(is_same_client(copy, example()));
    CPPUNIT_ASSERT_EQUAL(std::string("mail"), copy.scope);
    CPPUNIT_ASSERT(copy.expires_at == from_unix(1700000000));
    Assertion assertion{"i", "s", Secret::copy_of("key"), "k"};
    const Assertion other = copy_of(assertion);
    CPPUNIT_ASSERT_EQUAL(std::string("i s k"),
                         other.issuer + " " + other.subject + " " + other.key_id);
    CPPUNIT_ASSERT(other.key.equals(assertion.key));
  }

  void tells_clients_apart_by_whatever_proves_them() {
    void (*const changes[])(Client&) = {
        [](Client& c) { c.token_endpoint += "2"; },
        [](Client& c) { c.client_id += "2"; },
        [](Client& c) { c.client_secret = Secret(); },
        [](Client& c) { c.authentication = ClientAuthentication::none; },
        [](Client& c) { c.key = Secret(); },
        [](Client& c) { c.certificate += "2"; },
        [](Client& c) { c.key_id += "2"; },
        [](Client& c) { c.assertion_algorithm = "PS256"; },
        [](Client& c) { c.assertion_audience += "2"; },
        [](Client& c) { c.assertion_file += "2"; }};
    for (const auto change : changes) {
      Client other = example();
      change(other);
      CPPUNIT_ASSERT(!is_same_client(other, example()));
    }
  }

  void notes_when_the_certificate_ends() {
    OpensslCrypto crypto;
    Client client = example();
    client.assertion_file.clear();
    client.key = new_rsa_key();
    client.certificate = self_signed(client.key, "mail");
    client.expires_at = TimePoint();
    CPPUNIT_ASSERT(check_client_key(crypto, client));
    CPPUNIT_ASSERT(client.expires_at == openssl_end(crypto, client.certificate));
  }

  void says_what_a_client_lacks() {
    OpensslCrypto crypto;
    Client client = example();
    client.assertion_file.clear();
    client.key = Secret();
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client has no private_key, which "
                                     "private_key_jwt needs; add it to its [client] table"),
                         sentence_of(check_client_key(crypto, client)));
    client.authentication = ClientAuthentication::tls_client_auth;
    client.key = new_key_on("P-256");
    client.certificate.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client has no certificate, which "
                                     "tls_client_auth needs; add it to its [client] table"),
                         sentence_of(check_client_key(crypto, client)));
    client.certificate = vectors::certificate;
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client's certificate does not belong to the "
                                     "private key; correct the client"),
                         sentence_of(check_client_key(crypto, client)));
    client.authentication = ClientAuthentication::client_secret_post;
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(check_client_key(crypto, client)));
  }

 private:
  static TimePoint openssl_end(Crypto& crypto, const std::string& certificate) {
    const auto facts = crypto.certificate_of(certificate);
    CPPUNIT_ASSERT(facts);
    return facts->not_after;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientCopyTest);

}  // namespace
}  // namespace oauth
