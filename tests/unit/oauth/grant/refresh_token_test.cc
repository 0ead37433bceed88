// SPDX-License-Identifier: MIT
#include "oauth/grant/refresh_token.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class RefreshTokenTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RefreshTokenTest);
  CPPUNIT_TEST(sends_the_refresh_request_of_rfc_6749);
  CPPUNIT_TEST(names_no_scope);
  CPPUNIT_TEST(needs_a_person_without_a_refresh_token);
  CPPUNIT_TEST(hands_on_what_the_server_says);
  CPPUNIT_TEST_SUITE_END();

 public:
  void sends_the_refresh_request_of_rfc_6749() {  // section 6; the values are made up
    const auto reply = obtain(sample_record());
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->access_token.reveal() == "a");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, http_.requests().size());
    CPPUNIT_ASSERT_EQUAL(
        std::string("grant_type=refresh_token&refresh_token=1%2F%2F0gAbC-_x%2Fy%2Bz%3D"
                    "&client_id=1234567890-abc.apps.googleusercontent.com"
                    "&client_secret=p%40ss+w%C3%B6rd%26%3D%2B%25"),
        http_.requests()[0].body);
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth2.googleapis.com/token"),
                         http_.requests()[0].url);
    CPPUNIT_ASSERT_EQUAL(std::string("application/json"),
                         http_.requests()[0].header("Accept").value_or("missing"));
  }

  void names_no_scope() {
    (void)obtain(sample_record());
    CPPUNIT_ASSERT(http_.requests()[0].body.find("scope") == std::string::npos);
  }

  void needs_a_person_without_a_refresh_token() {
    Record record = sample_record();
    record.refresh_token = Secret();
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: there is no refresh token for user@example.com"),
        sentence_of(obtain(record)));
    CPPUNIT_ASSERT(http_.requests().empty());
  }

  void hands_on_what_the_server_says() {
    http_.answer(401, R"({"error":"invalid_client"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: oauth2.googleapis.com answered invalid_client"),
        sentence_of(RefreshTokenGrant().obtain(sample_record(), http_, sample_now)));
  }

 private:
  Result<TokenReply> obtain(const Record& record) {
    http_.answer(200, R"({"access_token":"a","token_type":"Bearer"})");
    return RefreshTokenGrant().obtain(record, http_, sample_now);
  }

  ScriptedHttp http_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshTokenTest);

}  // namespace
}  // namespace oauth
