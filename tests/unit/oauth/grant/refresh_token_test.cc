// SPDX-License-Identifier: MIT
#include "oauth/grant/refresh_token.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/grant/grant.h"
#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class RefreshTokenTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RefreshTokenTest);
  CPPUNIT_TEST(makes_the_form_of_rfc_6749_without_a_scope);
  CPPUNIT_TEST(needs_a_person_without_a_refresh_token);
  CPPUNIT_TEST(is_the_grant_of_a_record_that_a_person_signed_in);
  CPPUNIT_TEST_SUITE_END();

 public:
  void makes_the_form_of_rfc_6749_without_a_scope() {  // section 6; the values are made up
    CPPUNIT_ASSERT_EQUAL(form_text, text_of(refresh_token_form(sample_record())));
  }

  void needs_a_person_without_a_refresh_token() {
    Record record = sample_record();
    record.refresh_token = Secret();
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: there is no refresh token for user@example.com"),
        sentence_of(refresh_token_form(record)));
  }

  void is_the_grant_of_a_record_that_a_person_signed_in() {
    ScriptedNetwork network;
    CPPUNIT_ASSERT_EQUAL(form_text, text_of(grant_form(sample_record(), network, sample_now)));
  }

 private:
  const std::string form_text = "grant_type=refresh_token&refresh_token=1%2F%2F0gAbC-_x%2Fy%2Bz%3D";

  static std::string text_of(const Result<Form>& form) {
    return form ? std::string(form->encoded().reveal()) : form.error().message;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshTokenTest);

}  // namespace
}  // namespace oauth
