// SPDX-License-Identifier: MIT
#include "oauth/grant/dpop_http.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/network/openssl_crypto.h"
#include "tests/support/fixed_random.h"
#include "tests/support/scripted_http.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

constexpr char wants_nonce[] = R"({"error":"use_dpop_nonce"})";
constexpr char token[] = R"({"access_token":"a","expires_in":3599,"token_type":"Bearer"})";

// The key of the published example of Google's token endpoint; only its public half is known.
class ExampleKey : public ScriptedNetwork {
 public:
  Result<EcPublicKey> ec_public_key(const Secret&) override {
    EcPublicKey key{};
    const std::string x = base64url_decoded("FNgAL9nHSXBm7Vy6iMeHxGwFf_kibmJPh3oOBLSHqGw");
    const std::string y = base64url_decoded("XpeGl9aBeR1Jj02c5Fo0OGHDPxl83xSYCEvS6Kkmous");
    std::copy(x.begin(), x.end(), key.x.begin());
    std::copy(y.begin(), y.end(), key.y.begin());
    return key;
  }
};

class DpopHttpTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DpopHttpTest);
  CPPUNIT_TEST(signs_what_rfc_9449_section_4_2_says);
  CPPUNIT_TEST(names_the_remedy_for_a_key_that_is_none);
  CPPUNIT_TEST(sends_a_proof_without_nonce_first);
  CPPUNIT_TEST(repeats_once_with_the_nonce_and_keeps_it);
  CPPUNIT_TEST(does_not_repeat_twice);
  CPPUNIT_TEST(does_not_repeat_without_a_new_nonce);
  CPPUNIT_TEST(proves_the_url_without_its_query);
  CPPUNIT_TEST(uses_a_fixed_jti_where_one_is_given);
  CPPUNIT_TEST(ignores_a_nonce_with_control_bytes);
  CPPUNIT_TEST_SUITE_END();

 public:
  void signs_what_rfc_9449_section_4_2_says() {
    ExampleKey crypto;
    const auto proof =
        dpop_proof(crypto, Secret::copy_of("key"),
                   {"So532BuBiUyAnx5TZyEggSXMUBCj93t_JLkuCe9xusk", "POST",
                    "https://oauth2.googleapis.com/token", from_unix(1700000000), ""});
    CPPUNIT_ASSERT(proof);
    const std::string jwt(proof->reveal());
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwiY3J2IjoiUC0y"
            "NTYiLCJ4IjoiRk5nQUw5bkhTWEJtN1Z5NmlNZUh4R3dGZl9raWJtSlBoM29PQkxTSHFHdyIsInkiOiJY"
            "cGVHbDlhQmVSMUpqMDJjNUZvME9HSERQeGw4M3hTWUNFdlM2S2ttb3VzIn19.eyJqdGkiOiJTbzUzMkJ1"
            "QmlVeUFueDVUWnlFZ2dTWE1VQkNqOTN0X0pMa3VDZTl4dXNrIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0"
            "dHBzOi8vb2F1dGgyLmdvb2dsZWFwaXMuY29tL3Rva2VuIiwiaWF0IjoxNzAwMDAwMDAwfQ"),
        jwt.substr(0, jwt.rfind('.')));
    CPPUNIT_ASSERT_EQUAL(std::size_t{86}, jwt.size() - jwt.rfind('.') - 1);  // 64 octets
  }

  void names_the_remedy_for_a_key_that_is_none() {
    OpensslCrypto crypto;
    const auto proof = dpop_proof(crypto, Secret::copy_of("key"), DpopClaims{});
    CPPUNIT_ASSERT(!proof);
    CPPUNIT_ASSERT(proof.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_EQUAL(std::string("the account's DPoP key is no private key in PEM; sign in "
                                     "again: sasl-oauth login"),
                         proof.error().message);
  }

  void sends_a_proof_without_nonce_first() {
    network_.script().answer(200, token);
    CPPUNIT_ASSERT(send(""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, network_.requests().size());
    CPPUNIT_ASSERT_EQUAL(std::string::npos, payload(0).find("nonce"));
    CPPUNIT_ASSERT(payload(0).find("\"htm\":\"POST\"") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=x"), network_.requests()[0].body);
  }

  void repeats_once_with_the_nonce_and_keeps_it() {
    network_.script().answer_with_nonce(400, wants_nonce, "n1");
    network_.script().answer(200, token);
    const auto response = send("");
    CPPUNIT_ASSERT(response);
    CPPUNIT_ASSERT_EQUAL(200, response->status);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, network_.requests().size());
    CPPUNIT_ASSERT(payload(1).find("\"nonce\":\"n1\"") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("n1"), last_nonce_);
    CPPUNIT_ASSERT_EQUAL(network_.requests()[0].body, network_.requests()[1].body);
  }

  void does_not_repeat_twice() {
    network_.script().answer_with_nonce(400, wants_nonce, "n1");
    network_.script().answer_with_nonce(400, wants_nonce, "n2");
    const auto response = send("");
    CPPUNIT_ASSERT(response);
    CPPUNIT_ASSERT_EQUAL(400, response->status);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, network_.requests().size());
    CPPUNIT_ASSERT_EQUAL(std::string("n2"), last_nonce_);
  }

  void does_not_repeat_without_a_new_nonce() {
    network_.script().answer_with_nonce(400, wants_nonce, "n0");
    CPPUNIT_ASSERT(send("n0"));
    network_.script().answer(400, wants_nonce);
    CPPUNIT_ASSERT(send("n0"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, network_.requests().size());
  }

  void proves_the_url_without_its_query() {
    network_.script().answer(200, token);
    CPPUNIT_ASSERT(send("", "", "https://id.example.org/token?tenant=1#top"));
    CPPUNIT_ASSERT(payload(0).find("\"htu\":\"https://id.example.org/token\"") !=
                   std::string::npos);
  }

  void uses_a_fixed_jti_where_one_is_given() {
    network_.script().answer(200, token);
    CPPUNIT_ASSERT(send("", "So532BuBiUyAnx5TZyEggSXMUBCj93t_JLkuCe9xusk"));
    CPPUNIT_ASSERT(payload(0).find("\"jti\":\"So532BuBiUyAnx5TZyEggSXMUBCj93t_JLkuCe9xusk\"") !=
                   std::string::npos);
  }

  void ignores_a_nonce_with_control_bytes() {
    network_.script().answer_with_nonce(400, wants_nonce, "n\x01");
    CPPUNIT_ASSERT(send(""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, network_.requests().size());
    CPPUNIT_ASSERT_EQUAL(std::string(), last_nonce_);
  }

 private:
  Result<HttpResponse> send(const std::string& nonce, const std::string& jti = "",
                            const std::string& url = "https://id.example.org/token") {
    HttpRequest request;
    request.url = url;
    request.body = Secret::copy_of("grant_type=x");
    const auto http = network_.http(NetworkSettings());
    const Secret key = Secret::copy_of("key");
    DpopProver prover(network_, random_, {key, nonce, jti}, from_unix(1700000000));
    Result<HttpResponse> response = DpopHttp(**http, prover).send(request);
    last_nonce_ = prover.nonce();
    return response;
  }

  std::string payload(std::size_t index) {
    const auto proof = network_.requests().at(index).header("DPoP");
    CPPUNIT_ASSERT(proof);
    return base64url_decoded(jwt_parts(*proof)[1]);
  }

  ScriptedNetwork network_;
  FixedRandom random_;
  std::string last_nonce_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(DpopHttpTest);

}  // namespace
}  // namespace oauth
