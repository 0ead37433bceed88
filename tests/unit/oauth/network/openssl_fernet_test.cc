// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_fernet.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/err.h>

#include <string>

#include "oauth/base/base64.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

// The vector of https://github.com/fernet/spec, generate.json.
constexpr char spec_key[] = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
constexpr char spec_token[] =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_"
    "5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4Iwq"
    "DA==";

// email-oauth2-proxy's way: password "correct horse", this salt, 100,000 rounds.
constexpr char salt_text[] = "AAECAwQFBgcICQoLDA0ODw==";
constexpr char old_key[] = "V_LC8HOXSNUWQZsGKohGZjI8WD6krhZVBKgfe1PGKgk=";
constexpr char old_token[] =
    "gAAAAABlU_EAEBESExQVFhcYGRobHB0eH2z8-kEBSoFUGUQyl2gKaorfZz3mQh-"
    "SB0G2Ds6DxURiKGLEt7i7KEHB0IYpC94N"
    "bAhrdbWNk7tHmTawQ2fva1o=";

class OpensslFernetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OpensslFernetTest);
  CPPUNIT_TEST(derives_keys_as_the_proxy_does);
  CPPUNIT_TEST(opens_the_vectors);
  CPPUNIT_TEST(refuses_a_key_that_did_not_make_it);
  CPPUNIT_TEST(refuses_each_changed_octet);
  CPPUNIT_TEST(refuses_what_is_no_token);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tearDown() override { CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error()); }

  void derives_keys_as_the_proxy_does() {
    const auto salt = base64_decode(salt_text);
    const Secret password = Secret::copy_of("correct horse");
    const auto key = openssl_pbkdf2_sha256(password, salt->reveal(), 100'000);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(key));
    CPPUNIT_ASSERT(key->equals(*base64url_decode(old_key)));
    // RFC 7914 section 11, its first 32 octets.
    const auto short_one = openssl_pbkdf2_sha256(Secret::copy_of("passwd"), "salt", 1);
    CPPUNIT_ASSERT_EQUAL(std::string("VawEblbjCJ_sFpHCJUS2BflBhSFt3gRl5oudV8INrLw"),
                         base64url_encode(short_one->reveal()));
  }

  void opens_the_vectors() {
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), opened(spec_key, spec_token));
    CPPUNIT_ASSERT_EQUAL(std::string("1//refresh-token-EXAMPLE"), opened(old_key, old_token));
  }

  void refuses_a_key_that_did_not_make_it() {
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: was not made with this key"),
                         opened(old_key, spec_token));
  }

  void refuses_each_changed_octet() {
    const Secret bytes = *base64url_decode(spec_token);
    for (std::size_t at = 1; at < bytes.size(); ++at) {
      std::string changed(bytes.reveal());
      changed[at] = static_cast<char>(changed[at] ^ 1);
      CPPUNIT_ASSERT_EQUAL(std::string("no_access: was not made with this key"),
                           opened(spec_key, base64url_encode(changed)));
    }
  }

  void refuses_what_is_no_token() {
    const std::string whole(base64url_decode(spec_token)->reveal());
    const std::string other_version = base64url_encode("\x81" + whole.substr(1));
    const std::string shorter = base64url_encode(whole.substr(1));
    for (const std::string& text : {std::string(), std::string("gAAAAA"), std::string("!"),
                                    other_version, shorter, std::string(spec_token) + "A"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_config: is no Fernet token"), opened(spec_key, text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: is no Fernet token"), opened("AAAA", spec_token));
  }

 private:
  static std::string opened(std::string_view key, std::string_view token) {
    const auto plain = openssl_open_fernet(*base64url_decode(key), token);
    return plain ? std::string(plain->reveal()) : sentence_of(plain);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpensslFernetTest);

}  // namespace
}  // namespace oauth
