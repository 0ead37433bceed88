// SPDX-License-Identifier: MIT
#include "oauth/login/registration.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class RegistrationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RegistrationTest);
  CPPUNIT_TEST(registers_a_native_client);
  CPPUNIT_TEST(asks_for_what_the_provider_has);
  CPPUNIT_TEST(passes_on_what_the_server_refuses);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    http_ = ScriptedHttp();
    provider_ = Provider();
    provider_.registration_endpoint = "https://sso.example.com/register";
  }

  void registers_a_native_client() {
    http_.answer(201, R"({"client_id":"abc","token_endpoint_auth_method":"none"})");
    const auto client = register_client(http_, provider_, "mail");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(client));
    CPPUNIT_ASSERT_EQUAL(std::string("abc"), client->client_id);
    CPPUNIT_ASSERT(client->authentication == ClientAuthentication::none);
    const SentRequest& sent = http_.requests()[0];
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.com/register"), sent.url);
    CPPUNIT_ASSERT(sent.header("Content-Type") == "application/json");
    CPPUNIT_ASSERT(sent.body.find(R"("grant_types": ["authorization_code","refresh_token"],)") !=
                   std::string::npos);
    CPPUNIT_ASSERT(sent.body.find(R"("http://127.0.0.1/","http://[::1]/")") != std::string::npos);
  }

  void asks_for_what_the_provider_has() {
    provider_.device_authorization_endpoint = "https://sso.example.com/device";
    provider_.redirect_uri = "http://localhost/cb";
    http_.answer(201, R"({"client_id":"abc"})");
    CPPUNIT_ASSERT(register_client(http_, provider_, ""));
    const std::string& body = http_.requests()[0].body;
    CPPUNIT_ASSERT(body.find("grant-type:device_code\"]") != body.npos);
    CPPUNIT_ASSERT(body.find(R"("redirect_uris": ["http://localhost/cb"])") != body.npos);
    CPPUNIT_ASSERT(body.find("scope") == body.npos);
  }

  void passes_on_what_the_server_refuses() {
    const std::string remedy =
        "; ask its administrator for a public client with the redirect address http://127.0.0.1/,"
        " and describe it in a [client.NAME] table";
    const struct {
      int status;
      const char* body;
      std::string sentence;
    } cases[] = {
        {400, R"({"error":"invalid_redirect_uri","error_description":"no http"})",
         "bad_config: sso.example.com registers no client for us: invalid_redirect_uri: no http" +
             remedy},
        {401, "",
         "bad_config: sso.example.com registers no client for us (HTTP status 401)" + remedy},
        {503, "",
         "unavailable: sso.example.com answered HTTP status 503 to the registration; it may work"
         " later"},
        {201, "{}",
         "bad_reply: sso.example.com answered the registration with a reply that holds no usable"
         " client_id"},
    };
    for (const auto& each : cases) {
      http_.answer(each.status, each.body);
      CPPUNIT_ASSERT_EQUAL(each.sentence, sentence_of(register_client(http_, provider_, "mail")));
    }
  }

 private:
  ScriptedHttp http_;
  Provider provider_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RegistrationTest);

}  // namespace
}  // namespace oauth
