// SPDX-License-Identifier: MIT
#include "oauth/wire/token_reply.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

// A good reply with `more` members.
std::string reply_with(std::string_view more) {
  return R"({"access_token":"a","token_type":"Bearer")" + std::string(more) + "}";
}

long long lifetime_of(std::string_view expires_in) {
  const auto reply = parse_token_reply(reply_with(",\"expires_in\":" + std::string(expires_in)));
  return reply ? reply->expires_in.count() : -1;
}

class TokenReplyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokenReplyTest);
  CPPUNIT_TEST(reads_what_google_sends);
  CPPUNIT_TEST(reads_the_example_of_rfc_6749);
  CPPUNIT_TEST(takes_every_lifetime_that_servers_send);
  CPPUNIT_TEST(assumes_an_hour_where_the_lifetime_is_missing);
  CPPUNIT_TEST(takes_bearer_in_any_case);
  CPPUNIT_TEST(remarks_on_a_missing_token_type);
  CPPUNIT_TEST(refuses_what_holds_no_token);
  CPPUNIT_TEST(refuses_a_token_that_would_break_a_message);
  CPPUNIT_TEST(refuses_a_token_of_another_type);
  CPPUNIT_TEST(refuses_a_member_in_use_that_stands_twice);
  CPPUNIT_TEST(lets_other_members_stand_twice);
  CPPUNIT_TEST(keeps_a_refresh_token_from_a_reply_with_a_problem);
  CPPUNIT_TEST(trusts_neither_of_two_refresh_tokens);
  CPPUNIT_TEST(loses_no_refresh_token_for_what_stands_beside_it);
  CPPUNIT_TEST(refuses_a_refresh_token_that_no_server_makes);
  CPPUNIT_TEST(keeps_the_granted_scope_and_the_refresh_tokens_life);
  CPPUNIT_TEST_SUITE_END();

 public:
  void loses_no_refresh_token_for_what_stands_beside_it() {
    for (const std::string& beside : {std::string("1e400"), std::string(400, '9'),
                                      std::string(1000, '[') + std::string(1000, ']')}) {
      const auto reply = parse_token_reply(reply_with(R"(,"refresh_token":"new","x":)" + beside));
      CPPUNIT_ASSERT(reply);
      CPPUNIT_ASSERT(reply->refresh_token.reveal() == "new" && reply->problem.empty());
    }
    CPPUNIT_ASSERT_EQUAL(3600LL, lifetime_of("1e400"));
  }

  void reads_what_google_sends() {
    const auto reply = parse_token_reply(
        R"({"access_token":"ya29.a","expires_in":3599,)"
        R"("scope":"https://mail.google.com/","token_type":"Bearer","id_token":"x.y.z"})");
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->access_token.reveal() == "ya29.a");
    CPPUNIT_ASSERT(reply->refresh_token.empty());
    CPPUNIT_ASSERT_EQUAL(3599LL, static_cast<long long>(reply->expires_in.count()));
    CPPUNIT_ASSERT_EQUAL(std::string("https://mail.google.com/"), reply->scope);
    CPPUNIT_ASSERT_EQUAL(std::string(), reply->problem);
    CPPUNIT_ASSERT_EQUAL(std::string(), reply->remark);
    CPPUNIT_ASSERT(!reply->refresh_token_expires_in);
  }

  void reads_the_example_of_rfc_6749() {  // section 5.1, with the type of RFC 6750
    const auto reply = parse_token_reply(
        "{\n  \"access_token\":\"2YotnFZFEjr1zCsicMWpAA\",\n  \"token_type\":\"Bearer\",\n"
        "  \"expires_in\":3600,\n  \"refresh_token\":\"tGzv3JOkF0XG5Qx2TlKWIA\",\n"
        "  \"example_parameter\":\"example_value\"\n}");
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->access_token.reveal() == "2YotnFZFEjr1zCsicMWpAA");
    CPPUNIT_ASSERT(reply->refresh_token.reveal() == "tGzv3JOkF0XG5Qx2TlKWIA");
  }

  void takes_every_lifetime_that_servers_send() {
    const struct {
      const char* expires_in;
      long long life;
    } cases[] = {{"3599", 3599},
                 {R"("3599")", 3599},
                 {R"(" 3599 ")", 3599},
                 {"3920", 3920},
                 {"1e3", 1000},
                 {R"("1e3")", 1000},
                 {"3599.7", 3599},
                 {"0", 0},
                 {"-5", 0},
                 {R"("-5")", 0},
                 {"124234123534", 315360000},  // ten years; the number has been seen at Yandex
                 {"99999999999999999999", 315360000},
                 {R"("99999999999999999999")", 315360000},
                 {"1e300", 315360000},
                 {"-1e300", 0}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.expires_in, each.life, lifetime_of(each.expires_in));
    }
  }

  void assumes_an_hour_where_the_lifetime_is_missing() {
    CPPUNIT_ASSERT_EQUAL(
        3600LL, static_cast<long long>(parse_token_reply(reply_with(""))->expires_in.count()));
    for (const char* text :
         {"null", R"("x")", R"("")", R"(" ")", "true", "[]", "{}", R"("1e999")", R"("-1e999")",
          R"("1e-999")", R"("inf")", R"("nan")", R"("0x10")", R"("60s")"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 3600LL, lifetime_of(text));
    }
  }

  void takes_bearer_in_any_case() {  // RFC 6749 section 5.1
    for (const char* type : {"Bearer", "bearer", "BEARER"}) {
      const auto reply =
          parse_token_reply(R"({"access_token":"a","token_type":")" + std::string(type) + "\"}");
      CPPUNIT_ASSERT_MESSAGE(type, reply);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(type, std::string(), reply->problem + reply->remark);
    }
  }

  void remarks_on_a_missing_token_type() {
    for (const char* body :
         {R"({"access_token":"a"})", R"({"access_token":"a","token_type":null})"}) {
      const auto reply = parse_token_reply(body);
      CPPUNIT_ASSERT_MESSAGE(body, reply);
      CPPUNIT_ASSERT_MESSAGE(body, reply->access_token.reveal() == "a");
      CPPUNIT_ASSERT_EQUAL(std::string("has no token_type; Bearer is assumed"), reply->remark);
    }
  }

  void refuses_what_holds_no_token() {
    const struct {
      const char* body;
      const char* phrase;
    } cases[] = {
        {"{}", "holds no access_token"},
        {"[]", "is not a JSON object: it is an array"},
        {"", "is not a JSON object: syntax error at byte 1"},
        {"<html>", "is not a JSON object: syntax error at byte 1"},
        {R"({"access_token":"a)", "is not a JSON object: syntax error at byte 19"},
        {R"({"access_token":""})", "holds no access_token"},
        {R"({"access_token":null})", "holds no access_token"},
        {R"({"access_token":7})", "holds no access_token"},
        {R"({"access_token":["a"]})", "holds no access_token"},
        {R"({"error":"invalid_grant"})", "holds an error"},
        {R"({"error":"invalid_grant","access_token":"a"})", "holds an error"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.body, std::string("bad_reply: ") + each.phrase,
                                   sentence_of(parse_token_reply(each.body)));
    }
    CPPUNIT_ASSERT(parse_token_reply(reply_with(R"(,"error":null)")));
  }

  void refuses_a_token_that_would_break_a_message() {
    for (const char* token : {R"(a\u0001b)", R"(a\r\nb)", R"(a\n)", R"(\u0000)", R"(a b)", R"( a)",
                              R"(a\u007f)", R"(j\u00f6rg)"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          token, std::string("bad_reply: holds an access_token with forbidden characters"),
          sentence_of(parse_token_reply(R"({"access_token":")" + std::string(token) + "\"}")));
    }
    const std::string longest(bounds::max_token_bytes, 'a');
    CPPUNIT_ASSERT(parse_token_reply("{\"access_token\":\"" + longest + "\"}"));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: holds an access_token that is too long"),
                         sentence_of(parse_token_reply("{\"access_token\":\"" + longest + "a\"}")));
  }

  void refuses_a_token_of_another_type() {
    const struct {
      const char* type;
      const char* phrase;
    } cases[] = {{R"("mac")", "holds a token of type \"mac\", where mail wants Bearer"},
                 {R"("DPoP")", "holds a token of type \"DPoP\", where mail wants Bearer"},
                 {R"("")", "holds a token of type \"\", where mail wants Bearer"},
                 {R"("a\u001b[2J")", "holds a token of type \"a?[2J\", where mail wants Bearer"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          each.type, std::string("bad_reply: ") + each.phrase,
          sentence_of(parse_token_reply(R"({"access_token":"a","token_type":)" +
                                        std::string(each.type) + "}")));
    }
  }

  void refuses_a_member_in_use_that_stands_twice() {
    const struct {
      const char* more;
      const char* phrase;
    } cases[] = {{R"(,"access_token":"b")", "has \"access_token\" twice"},
                 {R"(,"token_type":"Bearer")", "has \"token_type\" twice"},
                 {R"(,"expires_in":1,"expires_in":2)", "has \"expires_in\" twice"},
                 {R"(,"refresh_token":"r","refresh_token":"r")", "has \"refresh_token\" twice"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.more, std::string("bad_reply: ") + each.phrase,
                                   sentence_of(parse_token_reply(reply_with(each.more))));
    }
  }

  void lets_other_members_stand_twice() {
    const auto reply = parse_token_reply(reply_with(R"(,"x":1,"x":2,"refresh_token":"r")"));
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->refresh_token.reveal() == "r");
  }

  void keeps_a_refresh_token_from_a_reply_with_a_problem() {
    for (const char* more : {R"("token_type":"mac","access_token":"a")", R"("token_type":"Bearer")",
                             R"("error":"server_error")", R"("access_token":"a\u0001")",
                             R"("access_token":"a","access_token":"b")"}) {
      const auto reply = parse_token_reply(R"({"refresh_token":"new",)" + std::string(more) + "}");
      CPPUNIT_ASSERT_MESSAGE(more, reply);
      CPPUNIT_ASSERT_MESSAGE(more, !reply->problem.empty());
      CPPUNIT_ASSERT_MESSAGE(more, reply->access_token.empty());
      CPPUNIT_ASSERT_MESSAGE(more, reply->refresh_token.reveal() == "new");
    }
  }

  void trusts_neither_of_two_refresh_tokens() {
    const auto reply =
        parse_token_reply(reply_with(R"(,"refresh_token":"one","refresh_token":"two")"));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: has \"refresh_token\" twice"), sentence_of(reply));
  }

  void refuses_a_refresh_token_that_no_server_makes() {  // RFC 6749 appendix A.17
    const std::string too_long(bounds::max_token_bytes + 1, 'r');
    for (const std::string& token : {std::string(R"(a\u0000b)"), std::string(R"(a\nb)"),
                                     std::string(R"(j\u00f6rg)"), std::string(" "), too_long}) {
      CPPUNIT_ASSERT_EQUAL(
          std::string("bad_reply: holds a refresh_token that is too long or has forbidden "
                      "characters"),
          sentence_of(parse_token_reply(reply_with(",\"refresh_token\":\"" + token + "\""))));
    }
    const auto blank = parse_token_reply(reply_with(R"(,"refresh_token":"a b!~")"));
    CPPUNIT_ASSERT(blank->refresh_token.reveal() == "a b!~");
  }

  void keeps_the_granted_scope_and_the_refresh_tokens_life() {
    const auto reply =
        parse_token_reply(reply_with(R"(,"scope":"a b","refresh_token_expires_in":"604799")"));
    CPPUNIT_ASSERT_EQUAL(std::string("a b"), reply->scope);
    CPPUNIT_ASSERT(reply->refresh_token_expires_in == seconds(604799));
    const auto odd =
        parse_token_reply(reply_with(R"(,"scope":["a"],"refresh_token_expires_in":{})"));
    CPPUNIT_ASSERT_EQUAL(std::string(), odd->scope);
    CPPUNIT_ASSERT(!odd->refresh_token_expires_in);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenReplyTest);

}  // namespace
}  // namespace oauth
