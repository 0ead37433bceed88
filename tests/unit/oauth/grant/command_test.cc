// SPDX-License-Identifier: MIT
#include "oauth/grant/command.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/scripted_process.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr TimePoint now = from_unix(1700000000);

class CommandTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CommandTest);
  CPPUNIT_TEST(takes_the_first_line_as_the_token);
  CPPUNIT_TEST(takes_a_json_object_with_its_expiry);
  CPPUNIT_TEST(keeps_a_life_within_its_bounds);
  CPPUNIT_TEST(refuses_what_is_no_token_without_repeating_it);
  CPPUNIT_TEST(runs_the_records_command);
  CPPUNIT_TEST(says_how_the_command_failed);
  CPPUNIT_TEST(runs_nothing_where_it_must_not);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    record_.account = "user@example.com";
    record_.grant = GrantType::command;
    record_.command = "gcloud auth print-access-token";
  }

  void takes_the_first_line_as_the_token() {
    for (const char* output :
         {"ya29.token", "ya29.token\n", "ya29.token\r\nmore\n", "\nya29.token"}) {
      const auto reply = parse_command_output(output, now);
      CPPUNIT_ASSERT_MESSAGE(output, reply);
      CPPUNIT_ASSERT_EQUAL(std::string("ya29.token"), std::string(reply->access_token.reveal()));
      CPPUNIT_ASSERT(reply->expires_in == seconds(600));
    }
  }

  void takes_a_json_object_with_its_expiry() {
    const struct {
      const char* json;
      int life;
    } cases[] = {{R"({"access_token":"t","expires_in":3599,"token_type":"Bearer"})", 3599},
                 {R"({"access_token":"t","expires_in":"3599"})", 3599},
                 {"{\n  \"accessToken\": \"t\",\n  \"expires_on\": \"1700001000\"\n}\n", 1000},
                 {R"({"access_token":"t","expires_at":1700000060})", 60},
                 {R"({"access_token":"t","expires_at":1700000060.5})", 60},
                 {R"({"access_token":"t","expiry":"2023-11-14T23:13:20Z"})", 3600},
                 {R"({"access_token":"t","expiry":"2023-11-15T00:13:20.25+01:00"})", 3600},
                 {R"({"access_token":"t","expiry":null})", 600},
                 {R"({"access_token":"t","expires_at":1600000000})", 0},
                 {R"({"access_token":"t"})", 600}};
    for (const auto& each : cases) {
      const auto reply = parse_command_output(each.json, now);
      CPPUNIT_ASSERT_MESSAGE(each.json, reply);
      CPPUNIT_ASSERT_EQUAL(std::string("t"), std::string(reply->access_token.reveal()));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.json, static_cast<std::int64_t>(each.life),
                                   static_cast<std::int64_t>(reply->expires_in.count()));
    }
  }

  void keeps_a_life_within_its_bounds() {
    const auto reply =
        parse_command_output(R"({"access_token":"t","expires_at":253402300799})", now);
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT(reply->expires_in == bounds::max_token_lifetime);
  }

  void refuses_what_is_no_token_without_repeating_it() {
    const std::string long_token(bounds::max_token_bytes + 1, 'x');
    const struct {
      std::string output;
      const char* sentence;
    } cases[] = {
        {"", "printed no token"},
        {"\n\n", "printed no token"},
        {"hunter2 and more",
         "printed something else than a token: it has blanks or other signs "
         "in it"},
        {"a\x01z", "printed something else than a token: it has blanks or other signs in it"},
        {long_token, "printed a token beyond 16 KiB"},
        {"{hunter2", "printed what begins like a JSON object and is none"},
        {"{}", "printed no token"},
        {R"({"access_token":5})", "printed no token"},
        {R"({"access_token":"t","access_token":"u"})", "printed a JSON member twice"},
        {R"({"access_token":"t","expires_in":"soon"})",
         "printed an expires_in that is no number of seconds"},
        {R"({"access_token":"t","expiry":"soon"})",
         "printed an expiry that is neither a number nor a time"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: ") + each.sentence,
                           sentence_of(parse_command_output(each.output, now)));
    }
  }

  void runs_the_records_command() {
    process_.line = "ya29.token";
    const auto reply = run_token_command(&process_, record_, now);
    CPPUNIT_ASSERT(reply);
    CPPUNIT_ASSERT_EQUAL(std::string("gcloud auth print-access-token"), process_.asked);
    CPPUNIT_ASSERT(process_.asked_limit == bounds::token_command_timeout);
  }

  void says_how_the_command_failed() {
    process_.failure = Error{ErrorKind::unavailable, "ended with status 1; try it in a shell"};
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: the command of user@example.com ended with "
                                     "status 1; try it in a shell"),
                         sentence_of(run_token_command(&process_, record_, now)));
    process_.failure = Error{ErrorKind::no_access, "cannot be run: there is no /bin/sh here"};
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: the command of user@example.com cannot be run: "
                                     "there is no /bin/sh here"),
                         sentence_of(run_token_command(&process_, record_, now)));
    process_.failure.reset();
    process_.line = "not a token";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: the command of user@example.com printed something else than a "
                    "token: it has blanks or other signs in it; correct it"),
        sentence_of(run_token_command(&process_, record_, now)));
  }

  void runs_nothing_where_it_must_not() {
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: the command of user@example.com is not run by a "
                                     "program with root's or raised rights; have a timer run: "
                                     "sasl-oauth refresh --due"),
                         sentence_of(run_token_command(nullptr, record_, now)));
    record_.command.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the command of user@example.com is missing; add "
                                     "the account again"),
                         sentence_of(run_token_command(&process_, record_, now)));
  }

 private:
  ScriptedProcess process_;
  Record record_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CommandTest);

}  // namespace
}  // namespace oauth
