// SPDX-License-Identifier: MIT
#include "oauth/grant/token_request.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char good[] = R"({"access_token":"a","token_type":"Bearer","expires_in":3599})";

Form refresh_form() {
  Form form;
  form.add("grant_type", "refresh_token");
  form.add("refresh_token", "r");
  return form;
}

class TokenRequestTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenRequestTest);
  CPPUNIT_TEST(posts_the_client_secret_in_the_body);
  CPPUNIT_TEST(sends_a_public_client_by_its_id_alone);
  CPPUNIT_TEST(leaves_an_empty_secret_out);
  CPPUNIT_TEST(encodes_id_and_secret_before_basic_authentication);
  CPPUNIT_TEST(asks_for_json);
  CPPUNIT_TEST(keeps_secrets_out_of_the_url);
  CPPUNIT_TEST(sends_one_request_and_reads_the_answer);
  CPPUNIT_TEST(names_the_host_of_the_endpoint);
  CPPUNIT_TEST(hands_on_what_the_transport_says);
  CPPUNIT_TEST(sends_nothing_to_an_endpoint_that_is_not_https);
  CPPUNIT_TEST(sends_to_this_machine_by_http);
  CPPUNIT_TEST(repeats_no_secret_that_the_server_sends_back);
  CPPUNIT_TEST(repeats_no_token_that_came_in_the_same_reply);
  CPPUNIT_TEST_SUITE_END();

 public:
  void posts_the_client_secret_in_the_body() {
    const HttpRequest request = build_token_request(sample_record().client, refresh_form());
    CPPUNIT_ASSERT(request.method == HttpMethod::post);
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=refresh_token&refresh_token=r"
                                     "&client_id=1234567890-abc.apps.googleusercontent.com"
                                     "&client_secret=p%40ss+w%C3%B6rd%26%3D%2B%25"),
                         std::string(request.body.reveal()));
  }

  void sends_a_public_client_by_its_id_alone() {
    Client client = sample_record().client;
    client.authentication = ClientAuthentication::none;
    const HttpRequest request = build_token_request(client, refresh_form());
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=refresh_token&refresh_token=r"
                                     "&client_id=1234567890-abc.apps.googleusercontent.com"),
                         std::string(request.body.reveal()));
  }

  void leaves_an_empty_secret_out() {
    Client client = sample_record().client;
    client.client_secret = Secret();
    const HttpRequest request = build_token_request(client, refresh_form());
    CPPUNIT_ASSERT(request.body.reveal().find("client_secret") == std::string_view::npos);
  }

  // RFC 6749 section 2.3.1; the second pair is that section's example.
  void encodes_id_and_secret_before_basic_authentication() {
    const struct {
      const char* id;
      const char* secret;
      const char* value;
    } cases[] = {{"client id:1", "p@ss w\xc3\xb6rd&=+%",
                  "Basic Y2xpZW50K2lkJTNBMTpwJTQwc3MrdyVDMyVCNnJkJTI2JTNEJTJCJTI1"},
                 {"s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw",
                  "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"}};
    for (const auto& each : cases) {
      Client client;
      client.authentication = ClientAuthentication::client_secret_basic;
      client.client_id = each.id;
      client.client_secret = Secret::copy_of(each.secret);
      const HttpRequest request = build_token_request(client, refresh_form());
      CPPUNIT_ASSERT_EQUAL(std::size_t{2}, request.headers.size());
      CPPUNIT_ASSERT_EQUAL(std::string("Authorization"), request.headers[1].name);
      CPPUNIT_ASSERT_EQUAL(std::string(each.value), std::string(request.headers[1].value.reveal()));
      CPPUNIT_ASSERT(request.body.reveal() == "grant_type=refresh_token&refresh_token=r");
    }
  }

  void asks_for_json() {
    const HttpRequest request = build_token_request(sample_record().client, refresh_form());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, request.headers.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Accept"), request.headers[0].name);
    CPPUNIT_ASSERT(request.headers[0].value.reveal() == "application/json");
  }

  void keeps_secrets_out_of_the_url() {
    const HttpRequest request = build_token_request(sample_record().client, refresh_form());
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth2.googleapis.com/token"), request.url);
  }

  void sends_one_request_and_reads_the_answer() {
    ScriptedHttp http;
    http.answer(200, good);
    const auto reply = request_token(http, sample_record().client, refresh_form(), sample_now);
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->access_token.reveal() == "a");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, http.requests().size());
  }

  void names_the_host_of_the_endpoint() {
    ScriptedHttp http;
    http.answer(503, "");
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: oauth2.googleapis.com answered HTTP status 503; it may work "
                    "later"),
        sentence_of(request_token(http, sample_record().client, refresh_form(), sample_now)));
  }

  void hands_on_what_the_transport_says() {
    ScriptedHttp http;
    http.fail(Error{ErrorKind::unavailable, "cannot connect"});
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: cannot connect"),
        sentence_of(request_token(http, sample_record().client, refresh_form(), sample_now)));
  }

  void sends_nothing_to_an_endpoint_that_is_not_https() {
    const struct {
      const char* url;
      const char* phrase;
    } cases[] = {{"http://oauth2.googleapis.com/token", "is not https"},
                 {"", "does not begin with https://"},
                 {"oauth2.googleapis.com/token", "does not begin with https://"},
                 {"https://user:pw@h/token", "has a user name in it"}};
    for (const auto& each : cases) {
      ScriptedHttp http;
      http.answer(200, good);
      Client client = sample_record().client;
      client.token_endpoint = each.url;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          each.url,
          std::string("bad_config: the account's token_endpoint ") + each.phrase +
              "; sign in again, or correct it in the token file",
          sentence_of(request_token(http, client, refresh_form(), sample_now)));
      CPPUNIT_ASSERT_MESSAGE(each.url, http.requests().empty());
    }
  }

  void sends_to_this_machine_by_http() {
    ScriptedHttp http;
    http.answer(200, good);
    Client client = sample_record().client;
    client.token_endpoint = "http://127.0.0.1:43210/token";
    CPPUNIT_ASSERT(request_token(http, client, refresh_form(), sample_now));
  }

  void repeats_no_token_that_came_in_the_same_reply() {
    ScriptedHttp http;
    http.answer(200, R"({"access_token":"new-access-token","token_type":"new-access-token"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: oauth2.googleapis.com sent HTTP status 200 with a reply that holds "
                    "a token of type \"***\", where mail wants Bearer; is a proxy or a sign-in "
                    "page of the network in between?"),
        sentence_of(request_token(http, sample_record().client, refresh_form(), sample_now)));
    http.answer(400, R"({"error":"invalid_scope","access_token":"new-access-token",)"
                     R"("error_description":"made new-access-token"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: oauth2.googleapis.com answered invalid_scope: made ***"),
        sentence_of(request_token(http, sample_record().client, refresh_form(), sample_now)));
    // With a refresh token in it, the reply counts for that.
    http.answer(200, R"({"access_token":"new-access-token","token_type":"new-access-token",)"
                     R"("refresh_token":"new-refresh-token"})");
    const auto reply = request_token(http, sample_record().client, refresh_form(), sample_now);
    CPPUNIT_ASSERT_EQUAL(std::string("holds a token of type \"***\", where mail wants Bearer"),
                         reply->problem);
  }

  // Spring Security answers "Invalid refresh token: TOKEN".
  void repeats_no_secret_that_the_server_sends_back() {
    const std::string secret = "1//0gAbC-_x/y+z=" + std::string(300, 'q');
    const std::string start = "refused: oauth2.googleapis.com answered access_denied: ";
    const struct {
      std::string description;
      std::string shown;
    } cases[] = {{"Invalid refresh token: " + secret, "Invalid refresh token: ***"},
                 {"not 1//0gAbC-_x/y+z=, not 1//0gAbC-_x/", "not ***, not ***"},
                 {"Bad secret p@ss w\u00f6rd&=+%", "Bad secret ***"},
                 {"Unknown client 1234567890-abc", "Unknown client 1234567890-abc"}};
    for (const auto& each : cases) {
      ScriptedHttp http;
      http.answer(400,
                  R"({"error":"access_denied","error_description":")" + each.description + R"("})");
      Form form;
      form.add("grant_type", "refresh_token");
      form.add("refresh_token", secret);
      CPPUNIT_ASSERT_EQUAL(
          start + each.shown,
          sentence_of(request_token(http, sample_record().client, std::move(form), sample_now)));
    }
    ScriptedHttp http;
    http.answer(400, R"({"error":"1//0gAbC-_x/y+z="})");
    Form form;
    form.add("refresh_token", "1//0gAbC-_x/y+z=");
    const auto reply = request_token(http, sample_record().client, std::move(form), sample_now);
    CPPUNIT_ASSERT_EQUAL(std::string("***"), reply.error().code);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenRequestTest);

}  // namespace
}  // namespace oauth
