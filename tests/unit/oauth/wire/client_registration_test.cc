// SPDX-License-Identifier: MIT
#include "oauth/wire/client_registration.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

class ClientRegistrationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientRegistrationTest);
  CPPUNIT_TEST(says_what_we_are);
  CPPUNIT_TEST(reads_a_public_client);
  CPPUNIT_TEST(reads_a_client_with_a_secret_that_ends);
  CPPUNIT_TEST(refuses_what_it_cannot_use);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_what_we_are() {
    ClientMetadata metadata;
    metadata.redirect_uris = {"http://127.0.0.1/", "http://[::1]/"};
    metadata.grant_types = {"authorization_code"};
    metadata.scope = "mail";
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"client_name": "sasl-oauth", "application_type": "native", )"
                    R"("redirect_uris": ["http://127.0.0.1/","http://[::1]/"], )"
                    R"("grant_types": ["authorization_code"], "response_types": ["code"], )"
                    R"("token_endpoint_auth_method": "none", "scope": "mail"})"),
        std::string(write_registration(metadata).reveal()));
  }

  void reads_a_public_client() {
    const auto client =
        parse_registration_reply(R"({"client_id":"abc","token_endpoint_auth_method":"none",
        "client_id_issued_at":1,"registration_access_token":"t"})");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(client));
    CPPUNIT_ASSERT_EQUAL(std::string("abc"), client->client_id);
    CPPUNIT_ASSERT(client->client_secret.empty() && client->expires_at == TimePoint());
    CPPUNIT_ASSERT(client->authentication == ClientAuthentication::none);
  }

  void reads_a_client_with_a_secret_that_ends() {
    const auto client = parse_registration_reply(
        R"({"client_id":"abc","client_secret":"s","client_secret_expires_at":1800000000})");
    CPPUNIT_ASSERT(client->authentication == ClientAuthentication::client_secret_basic);
    CPPUNIT_ASSERT(client->expires_at == from_unix(1800000000));
    const auto endless = parse_registration_reply(
        R"({"client_id":"abc","client_secret":"s","client_secret_expires_at":0,
        "token_endpoint_auth_method":"client_secret_post"})");
    CPPUNIT_ASSERT(endless->authentication == ClientAuthentication::client_secret_post);
    CPPUNIT_ASSERT(endless->expires_at == TimePoint());
  }

  void refuses_what_it_cannot_use() {
    const struct {
      const char* body;
      const char* sentence;
    } cases[] = {
        {"", "bad_reply: is not a JSON object: syntax error at byte 1"},
        {"{}", "bad_reply: holds no usable client_id"},
        {R"({"client_id":7})", "bad_reply: holds no usable client_id"},
        {R"({"client_id":"a b"})", "bad_reply: holds no usable client_id"},
        {R"({"client_id":"a","client_id":"b"})", "bad_reply: has a member twice"},
        {R"({"client_id":"a","client_secret":"\u0001"})",
         "bad_reply: holds no usable client_secret"},
        {R"({"client_id":"a","client_secret":"s","token_endpoint_auth_method":"magic"})",
         "bad_reply: wants the client to prove itself in a way that was not asked for"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence),
                           sentence_of(parse_registration_reply(each.body)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientRegistrationTest);

}  // namespace
}  // namespace oauth
