// SPDX-License-Identifier: MIT
#include "oauth/grant/client_credentials.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class ClientCredentialsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientCredentialsTest);
  CPPUNIT_TEST(asks_for_the_scope_and_nothing_else);
  CPPUNIT_TEST(refuses_a_client_that_cannot_prove_itself);
  CPPUNIT_TEST_SUITE_END();

 public:
  void asks_for_the_scope_and_nothing_else() {
    Record record = sample_record();
    record.client.scope = "https://outlook.office365.com/.default";
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=client_credentials&scope=https%3A%2F%2Foutlook."
                                     "office365.com%2F.default"),
                         text_of(record));
    record.client.scope.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=client_credentials"), text_of(record));
  }

  void refuses_a_client_that_cannot_prove_itself() {
    Record record = sample_record();
    record.client.authentication = ClientAuthentication::none;
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the client of user@example.com is a public one, to which nobody "
                    "gives tokens without a person; give it a client_secret or a private_key"),
        sentence_of(client_credentials_form(record)));
    record.client.client_id.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the client of user@example.com has no client_id; "
                                     "add the account again"),
                         sentence_of(client_credentials_form(record)));
  }

 private:
  static std::string text_of(const Record& record) {
    const auto form = client_credentials_form(record);
    CPPUNIT_ASSERT(form);
    return std::string(form->encoded().reveal());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientCredentialsTest);

}  // namespace
}  // namespace oauth
