// SPDX-License-Identifier: MIT
#include "oauth/store/record_client.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/store/record_json.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

Result<Record> parsed(const std::string& members) {
  return parse_record(R"({"version":1,"account":"a",)" + members + "}", "f");
}

class RecordClientTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordClientTest);
  CPPUNIT_TEST(takes_a_record_that_does_not_say_for_one_with_a_refresh_token);
  CPPUNIT_TEST(reads_each_grant_by_its_name);
  CPPUNIT_TEST(refuses_a_grant_and_a_method_of_a_later_release);
  CPPUNIT_TEST(reads_what_a_client_proves_itself_with);
  CPPUNIT_TEST(reads_what_an_assertion_says);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_a_record_that_does_not_say_for_one_with_a_refresh_token() {
    CPPUNIT_ASSERT(parsed(R"("user":"")")->grant == GrantType::refresh_token);
    CPPUNIT_ASSERT(parsed(R"("grant_type":"")")->grant == GrantType::refresh_token);
  }

  void reads_each_grant_by_its_name() {
    const struct {
      const char* name;
      GrantType grant;
    } cases[] = {{"refresh_token", GrantType::refresh_token},
                 {"client_credentials", GrantType::client_credentials},
                 {"urn:ietf:params:oauth:grant-type:jwt-bearer", GrantType::jwt_bearer},
                 {"command", GrantType::command}};
    for (const auto& each : cases) {
      const auto record = parsed(std::string(R"("grant_type":")") + each.name + "\"");
      CPPUNIT_ASSERT_MESSAGE(each.name, record && record->grant == each.grant);
    }
  }

  void refuses_a_grant_and_a_method_of_a_later_release() {
    const char* remedy = "; mend the file, or sign in again: sasl-oauth login";
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: f: member \"grant_type\" is not known") + remedy,
                         sentence_of(parsed(R"("grant_type":"password")")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: f: member \"token_endpoint_auth_method\" is not known") + remedy,
        sentence_of(parsed(R"("token_endpoint_auth_method":"client_secret_jwt")")));
  }

  void reads_what_a_client_proves_itself_with() {
    const auto record = parsed(
        R"("token_endpoint_auth_method":"private_key_jwt","client_key":"KEY",)"
        R"("client_certificate":"CERT","client_key_id":"k","client_assertion_algorithm":"ES256",)"
        R"("client_assertion_audience":"aud","client_assertion_file":"/a","client_expires_at":9)");
    const Client& client = record->client;
    CPPUNIT_ASSERT(client.authentication == ClientAuthentication::private_key_jwt);
    CPPUNIT_ASSERT(client.key.reveal() == "KEY");
    CPPUNIT_ASSERT_EQUAL(std::string("CERT k ES256 aud /a"),
                         client.certificate + " " + client.key_id + " " +
                             client.assertion_algorithm + " " + client.assertion_audience + " " +
                             client.assertion_file);
    CPPUNIT_ASSERT(client.expires_at == from_unix(9));
  }

  void reads_what_an_assertion_says() {
    const auto record =
        parsed(R"("assertion_issuer":"i","assertion_subject":"s","assertion_key":"KEY",)"
               R"("assertion_key_id":"k","command":"print")");
    CPPUNIT_ASSERT_EQUAL(std::string("i s k print"),
                         record->assertion.issuer + " " + record->assertion.subject + " " +
                             record->assertion.key_id + " " + record->command);
    CPPUNIT_ASSERT(record->assertion.key.reveal() == "KEY");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordClientTest);

}  // namespace
}  // namespace oauth
