// SPDX-License-Identifier: MIT
#include "oauth/grant/sent_secrets.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

constexpr char token[] = "1//0gAbC-_x/y+z=";

HttpRequest request_with(std::string_view body) {
  HttpRequest request;
  request.body = Secret::copy_of(body);
  return request;
}

std::string masked_text(std::string_view text) {
  std::vector<Secret> secrets;
  secrets.push_back(Secret::copy_of(token));
  return std::string(masked(text, secrets).reveal());
}

class SentSecretsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SentSecretsTest);
  CPPUNIT_TEST(are_the_clients_secret_and_the_secret_fields);
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
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, found.size());
    CPPUNIT_ASSERT_EQUAL(std::string("a client's secret"), std::string(found[0].reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string("1//0gAbC"), std::string(found[1].reveal()));
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
