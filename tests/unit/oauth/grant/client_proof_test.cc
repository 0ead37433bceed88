// SPDX-License-Identifier: MIT
#include "oauth/grant/client_proof.h"

#include <cppunit/extensions/HelperMacros.h>

#include "oauth/network/openssl_crypto.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/jwt_vectors.h"
#include "tests/support/memory_files.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

class ClientProofTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientProofTest);
  CPPUNIT_TEST(leaves_a_request_alone_that_a_secret_proves);
  CPPUNIT_TEST(adds_a_signed_assertion);
  CPPUNIT_TEST(reads_a_federated_assertion_anew_each_time);
  CPPUNIT_TEST(refuses_a_file_that_holds_no_jwt);
  CPPUNIT_TEST(puts_certificate_and_key_on_a_request_over_tls);
  CPPUNIT_TEST(refuses_a_certificate_without_tls_or_with_another_key);
  CPPUNIT_TEST(proves_each_request_of_a_sign_in);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    client_.client_id = "mail";
    client_.token_endpoint = "https://sso.example.com/token";
    client_.authentication = ClientAuthentication::private_key_jwt;
  }

  void leaves_a_request_alone_that_a_secret_proves() {
    client_.authentication = ClientAuthentication::client_secret_post;
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=x"), body_with_proof());
  }

  void adds_a_signed_assertion() {
    client_.key = new_key_on("P-256");
    const std::string body = body_with_proof();
    const std::string start =
        "grant_type=x&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3A"
        "jwt-bearer&client_assertion=";
    CPPUNIT_ASSERT_EQUAL(start, body.substr(0, start.size()));
    const auto parts = jwt_parts(body.substr(start.size()));
    // 16 octets 0xff
    CPPUNIT_ASSERT(base64url_decoded(parts[1]).find(R"("jti":"_____________________w")") !=
                   std::string::npos);
  }

  void reads_a_federated_assertion_anew_each_time() {
    client_.assertion_file = "/run/token";
    files_.files["/run/token"].text = "aa.bb.cc\n";
    CPPUNIT_ASSERT(ends_with(body_with_proof(), "&client_assertion=aa.bb.cc"));
    files_.files["/run/token"].text = "dd.ee.ff";
    CPPUNIT_ASSERT(ends_with(body_with_proof(), "&client_assertion=dd.ee.ff"));
  }

  void refuses_a_file_that_holds_no_jwt() {
    client_.assertion_file = "/run/token";
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: the client's assertion_file /run/token is "
                                     "missing; whatever writes it must run first"),
                         refusal());
    for (const char* text : {"", "secret", "aa.bb", "aa.bb.cc\ndd.ee.ff", "aa.b b.cc"}) {
      files_.files["/run/token"].text = text;
      CPPUNIT_ASSERT_EQUAL(std::string("no_access: the client's assertion_file /run/token holds no "
                                       "JWT on one line; correct what writes it"),
                           refusal());
    }
  }

  void puts_certificate_and_key_on_a_request_over_tls() {
    client_.authentication = ClientAuthentication::self_signed_tls_client_auth;
    client_.key = new_key_on("P-256");
    client_.certificate = self_signed(client_.key, "mail");
    HttpRequest request = example();
    CPPUNIT_ASSERT(put(request));
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=x"), std::string(request.body.reveal()));
    CPPUNIT_ASSERT_EQUAL(client_.certificate, request.certificate);
    CPPUNIT_ASSERT(request.key.equals(client_.key));
  }

  void refuses_a_certificate_without_tls_or_with_another_key() {
    client_.authentication = ClientAuthentication::tls_client_auth;
    client_.key = new_key_on("P-256");
    client_.certificate = vectors::certificate;
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client's certificate does not belong to the "
                                     "private key; correct the client"),
                         refusal());
    url_ = "http://127.0.0.1/token";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: a client that proves itself by its certificate needs an https "
                    "token_endpoint; correct it"),
        refusal());
  }

  void proves_each_request_of_a_sign_in() {
    client_.assertion_file = "/run/token";
    files_.files["/run/token"].text = "aa.bb.cc";
    ScriptedHttp script;
    script.answer(200, "{}");
    script.answer(200, "{}");
    FakeClock clock;
    ProvenHttp http(script, client_, ports(), clock);
    CPPUNIT_ASSERT(http.send(example()));
    HttpRequest metadata = example();
    metadata.method = HttpMethod::get;
    CPPUNIT_ASSERT(http.send(metadata));
    CPPUNIT_ASSERT(ends_with(script.requests()[0].body, "&client_assertion=aa.bb.cc"));
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=x"), script.requests()[1].body);
    files_.files.clear();
    CPPUNIT_ASSERT(!http.send(example()));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, script.requests().size());
  }

 private:
  static bool ends_with(const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
  }

  ProofPorts ports() { return {crypto_, random_, &files_}; }

  HttpRequest example() const {
    HttpRequest request;
    request.url = url_;
    request.body = Secret::copy_of("grant_type=x");
    return request;
  }

  Result<void> put(HttpRequest& request) {
    return put_client_proof(request, client_, ports(), from_unix(1700000000));
  }

  std::string body_with_proof() {
    HttpRequest request = example();
    const auto done = put(request);
    CPPUNIT_ASSERT_MESSAGE(sentence_of(done), done);
    return std::string(request.body.reveal());
  }

  std::string refusal() {
    HttpRequest request = example();
    return sentence_of(put(request));
  }

  OpensslCrypto crypto_;
  FixedRandom random_{0xff};
  MemoryFiles files_;
  Client client_;
  std::string url_ = "https://sso.example.com/token";
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientProofTest);

}  // namespace
}  // namespace oauth
