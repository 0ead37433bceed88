// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/wire/json.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tool_desk.h"

namespace tool {
namespace {

class CmdInspectTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdInspectTest);
  CPPUNIT_TEST(shows_an_account_and_what_is_unknown_of_it);
  CPPUNIT_TEST(shows_of_an_endpoint_what_is_no_secret);
  CPPUNIT_TEST(shows_a_verdict);
  CPPUNIT_TEST(shows_a_file_of_another_tool);
  CPPUNIT_TEST(answers_in_json);
  CPPUNIT_TEST(names_what_it_cannot_find);
  CPPUNIT_TEST_SUITE_END();

 public:
  void shows_an_account_and_what_is_unknown_of_it() {
    desk_.add("a@example.com",
              R"("refresh_token": "1//refresh-token-canary-of-some-length", "scope": "mail",
                 "client_id": "id-1", "token_endpoint": "https://x.example/t")");
    CPPUNIT_ASSERT_EQUAL(0, run("a@example.com"));
    const std::string text = desk_.output();
    for (const char* line :
         {"a@example.com\n", "  provider        example\n", "  client          id-1\n",
          "  scope           mail\n", "  refresh token   1//refre...(38)\n",
          "  access token    y...(6)\n", "the access token is opaque", "(in 10 days)",
          "  unknown         granted, refresh ends\n"}) {
      CPPUNIT_ASSERT_MESSAGE(line + text, text.find(line) != text.npos);
    }
    CPPUNIT_ASSERT(text.find("canary") == text.npos);
  }

  void shows_of_an_endpoint_what_is_no_secret() {
    const struct {
      const char* endpoint;
      const char* shown;
    } cases[] = {{"https://x.example/t", "https://x.example/t"},
                 {"https://x.example/t?key=canary", "https://x.example/t?..."},
                 {"https://me:canary@x.example/t", "none: it has a user name in it"}};
    for (const auto& each : cases) {
      ToolDesk desk;
      desk.add("a@example.com",
               R"("refresh_token": "R", "token_endpoint": ")" + std::string(each.endpoint) + "\"");
      CPPUNIT_ASSERT_EQUAL(0, desk.run_for(run_inspect, "a@example.com", Options()));
      const std::string line = "  endpoint        " + std::string(each.shown) + "\n";
      CPPUNIT_ASSERT_MESSAGE(desk.output(), desk.output().find(line) != std::string::npos);
    }
  }

  void shows_a_verdict() {
    desk_.add("a@example.com",
              R"("refresh_token": "R", "verdict": {"kind": "consent_needed", "at": 1767323045,
                 "error": "invalid_grant", "reason": "x answered no", "refresh_token": "R"})");
    CPPUNIT_ASSERT_EQUAL(0, run("a@example.com"));
    const std::string text = desk_.output();
    CPPUNIT_ASSERT_MESSAGE(text, text.find("invalid_grant") != text.npos);
    CPPUNIT_ASSERT_MESSAGE(text, text.find("x answered no") != text.npos);
  }

  void shows_a_file_of_another_tool() {
    const std::string path = folder_.write(
        "f",
        R"({"email": "a@example.com", "registration": "google", "refresh_token": "canary-1"})");
    CPPUNIT_ASSERT_EQUAL(0, run(path));
    const std::string text = desk_.output();
    CPPUNIT_ASSERT_MESSAGE(text, text.find(", of mutt_oauth2.py\n") != text.npos);
    CPPUNIT_ASSERT_MESSAGE(text, text.find("ca...(8)") != text.npos);
    CPPUNIT_ASSERT_MESSAGE(text, text.find("canary") == text.npos);
  }

  void answers_in_json() {
    desk_.add("a@example.com", R"("refresh_token": "1//R")");
    Options options;
    options.wants_json = true;
    CPPUNIT_ASSERT_EQUAL(0, run("a@example.com", options));
    const auto answer = oauth::JsonObject::parse(desk_.output());
    CPPUNIT_ASSERT(answer);
    CPPUNIT_ASSERT_EQUAL(std::string("a@example.com"), std::string(answer->string("account")));
    CPPUNIT_ASSERT(answer->find("facts") && answer->find("expires_at") && answer->find("unknown"));
    CPPUNIT_ASSERT(!answer->find("claims"));
  }

  void names_what_it_cannot_find() {
    CPPUNIT_ASSERT_EQUAL(78, run("nobody@example.com"));
    CPPUNIT_ASSERT(desk_.errors().find("there is no account nobody@example.com") !=
                   std::string::npos);
    CPPUNIT_ASSERT_EQUAL(78, run(folder_.path() + "/missing"));
    CPPUNIT_ASSERT(desk_.errors().find("there is no file ") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(78, run(folder_.write("g", "{\"canary\": 1}")));
    CPPUNIT_ASSERT(desk_.errors().find("canary") == std::string::npos);
  }

 private:
  ToolDesk desk_;
  const oauth::TemporaryFolder folder_;

  int run(const std::string& subject, Options options = {}) {
    return desk_.run_for(run_inspect, subject, std::move(options));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdInspectTest);

}  // namespace
}  // namespace tool
