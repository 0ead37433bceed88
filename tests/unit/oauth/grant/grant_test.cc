// SPDX-License-Identifier: MIT
#include "oauth/grant/grant.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class GrantTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GrantTest);
  CPPUNIT_TEST(asks_as_the_records_grant_does);
  CPPUNIT_TEST(says_what_to_check_where_a_service_account_is_refused);
  CPPUNIT_TEST(says_what_to_check_where_a_client_is_refused);
  CPPUNIT_TEST(leaves_alone_what_is_no_refusal_of_a_machine);
  CPPUNIT_TEST_SUITE_END();

 public:
  void asks_as_the_records_grant_does() {
    const struct {
      GrantType grant;
      const char* start;
    } cases[] = {{GrantType::refresh_token, "grant_type=refresh_token&"},
                 {GrantType::client_credentials, "grant_type=client_credentials&"},
                 {GrantType::jwt_bearer,
                  "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="}};
    ScriptedNetwork network;
    for (const auto& each : cases) {
      const auto form = grant_form(machine(each.grant), network, sample_now);
      CPPUNIT_ASSERT_MESSAGE(each.start, form);
      CPPUNIT_ASSERT_EQUAL(std::string_view(each.start),
                           form->encoded().reveal().substr(0, std::string(each.start).size()));
    }
    CPPUNIT_ASSERT(grant_form(machine(GrantType::command), network, sample_now).error().kind ==
                   ErrorKind::internal);
  }

  void says_what_to_check_where_a_service_account_is_refused() {
    const Record record = machine(GrantType::jwt_bearer);
    expect(record, "invalid_grant", ErrorKind::consent_needed,
           "bad_config: host said no; check this machine's clock, that the domain has a user "
           "user@example.com, and that the key of robot@example.com was not deleted");
    for (const char* code : {"unauthorized_client", "access_denied"}) {
      expect(record, code, ErrorKind::refused,
             "bad_config: host said no; check that the domain's administrator lets the service "
             "account robot@example.com act for users (domain-wide delegation) with the scope "
             "https://mail.google.com/; it takes up to a day to count");
    }
    expect(record, "invalid_scope", ErrorKind::bad_config,
           "bad_config: host said no; check the scope and the token_endpoint");
  }

  void says_what_to_check_where_a_client_is_refused() {
    Record record = machine(GrantType::client_credentials);
    expect(record, "unauthorized_client", ErrorKind::bad_config,
           "bad_config: host said no; check that the client may ask for itself "
           "(client_credentials), and that an administrator has consented");
    expect(record, "invalid_client", ErrorKind::bad_config,
           "bad_config: host said no; check the client's secret, and that it has not ended");
    record.client.authentication = ClientAuthentication::private_key_jwt;
    expect(record, "invalid_client", ErrorKind::bad_config,
           "bad_config: host said no; check this machine's clock, and that the provider knows the "
           "client's key or certificate");
    record.client.assertion_file = "/run/token";
    expect(record, "invalid_client", ErrorKind::bad_config,
           "bad_config: host said no; check that the provider trusts whoever writes the "
           "assertion_file");
    record.client.authentication = ClientAuthentication::tls_client_auth;
    expect(record, "invalid_client", ErrorKind::bad_config,
           "bad_config: host said no; check that the provider knows the client's certificate, and "
           "that it has not ended");
  }

  void leaves_alone_what_is_no_refusal_of_a_machine() {
    expect(sample_record(), "invalid_grant", ErrorKind::consent_needed,
           "consent_needed: host said no");
    expect(machine(GrantType::jwt_bearer), "slow_down", ErrorKind::unavailable,
           "unavailable: host said no");
    expect(machine(GrantType::jwt_bearer), "", ErrorKind::bad_config, "bad_config: host said no");
  }

 private:
  static Record machine(GrantType grant) {
    Record record = sample_record();
    record.grant = grant;
    record.assertion.issuer = "robot@example.com";
    record.assertion.subject = "user@example.com";
    record.assertion.key = Secret::copy_of("key");
    return record;
  }

  static void expect(const Record& record, const char* code, ErrorKind kind, const char* sentence) {
    const Error error = machine_failure(record, Error{kind, "host said no", seconds(0), code});
    CPPUNIT_ASSERT_EQUAL(std::string(sentence), sentence_of(Result<void>(error)));
    CPPUNIT_ASSERT_EQUAL(std::string(code), error.code);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GrantTest);

}  // namespace
}  // namespace oauth
