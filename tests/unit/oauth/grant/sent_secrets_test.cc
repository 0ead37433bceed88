// SPDX-License-Identifier: MIT
#include "oauth/grant/sent_secrets.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <string>

namespace oauth {
namespace {

constexpr char token[] = "1//0gAbC-_x/y+z=";

HttpRequest request_with(std::string_view body) {
  HttpRequest request;
  request.body = Secret::copy_of(body);
  return request;
}

bool holds(const std::vector<Secret>& secrets, std::string_view text) {
  return std::any_of(secrets.begin(), secrets.end(),
                     [&](const Secret& one) { return one.reveal() == text; });
}

std::string masked_text(std::string_view text) {
  std::vector<Secret> secrets;
  secrets.push_back(Secret::copy_of(token));
  return std::string(masked(text, secrets).reveal());
}

class SentSecretsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SentSecretsTest);
  CPPUNIT_TEST(are_the_clients_secret_and_the_secret_fields);
  CPPUNIT_TEST(are_masked_in_each_form_in_which_the_server_met_them);
  CPPUNIT_TEST(are_those_of_every_secret_field);
  CPPUNIT_TEST(are_the_authorization_too);
  CPPUNIT_TEST(are_none_that_may_be_ordinary_words);
  CPPUNIT_TEST(are_masked_wherever_they_stand_whole_or_cut);
  CPPUNIT_TEST(leave_other_words_alone);
  CPPUNIT_TEST_SUITE_END();

 public:
  void are_the_clients_secret_and_the_secret_fields() {
    Client client;
    client.client_secret = Secret::copy_of("a client's secret");
    const auto found =
        sent_secrets(request_with("grant_type=refresh_token&refresh_token=1%2F%2F0gAbC"), client);
    const std::string each[] = {"a client's secret", "a+client%27s+secret", "1//0gAbC",
                                "1%2f%2f0gAbC",      "1%2F%2F0gAbC",        "MS8vMGdBYkM="};
    for (const std::string& secret : each) CPPUNIT_ASSERT_MESSAGE(secret, holds(found, secret));
    CPPUNIT_ASSERT(!holds(found, "refresh_token"));
  }

  void are_masked_in_each_form_in_which_the_server_met_them() {
    const auto secrets =
        sent_secrets(request_with("x=1&refresh_token=1%2F%2F0gAbC-_x%2Fy%2Bz%3D"), Client());
    for (const char* form : {token, "1%2F%2F0gAbC-_x%2Fy%2Bz%3D", "1%2f%2f0gAbC-_x%2fy%2bz%3d",
                             "MS8vMGdBYkMtX3gveSt6PQ==", "gAbC-_x/y+z=", "2f0gAbC-_x%2fy"}) {
      const auto shown = masked("no " + std::string(form) + "!", secrets);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(form, std::string("no ***!"), std::string(shown.reveal()));
    }
  }

  void are_those_of_every_secret_field() {
    for (const char* name : {"refresh_token", "token", "code", "code_verifier", "device_code",
                             "assertion", "client_assertion"}) {
      const auto found = sent_secrets(request_with(std::string(name) + "=a-long-one"), Client());
      CPPUNIT_ASSERT_MESSAGE(name, holds(found, "a-long-one"));
    }
  }

  void are_the_authorization_too() {
    HttpRequest request = request_with("");
    request.headers.push_back(HttpHeader{"Accept", Secret::copy_of("application/json")});
    request.headers.push_back(HttpHeader{"Authorization", Secret::copy_of("Basic YXBwOnNl")});
    const auto found = sent_secrets(request, Client());
    CPPUNIT_ASSERT(found.size() == 1 && holds(found, "Basic YXBwOnNl"));
  }

  void are_none_that_may_be_ordinary_words() {
    Client client;
    client.client_secret = Secret::copy_of("invalid");
    CPPUNIT_ASSERT(sent_secrets(request_with("code=server&scope=a-longer-word"), client).empty());
  }

  void are_masked_wherever_they_stand_whole_or_cut() {
    const struct {
      const char* text;
      const char* expected;
    } cases[] = {{"1//0gAbC-_x/y+z=", "***"},
                 {"is 1//0gAbC-_x/y+z= or 1//0gAbC-_x/y no good", "is *** or *** no good"},
                 {"1//0gAbC-_x/y+z=1//0gAbC-_x/", "******"},
                 {"1//0gAbC-_x/Y", "***Y"}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(one.expected), masked_text(one.text));
    }
  }

  void leave_other_words_alone() {
    for (const char* text : {"", "no such token", "1//0gAbC-_x"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), masked_text(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SentSecretsTest);

}  // namespace
}  // namespace oauth
