// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/os/file.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tool_desk.h"

namespace tool {
namespace {

constexpr char client[] =
    R"("refresh_token": "1//R", "client_id": "id", "client_secret": "s", "scope": "mail",
       "token_endpoint": "https://x.example/t", "token_endpoint_auth_method": )";

class CmdExportTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdExportTest);
  CPPUNIT_TEST(writes_every_override_of_sasl_xoauth2);
  CPPUNIT_TEST(warns_of_what_that_program_sends_unencoded);
  CPPUNIT_TEST(refuses_what_that_program_cannot_refresh);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_every_override_of_sasl_xoauth2() {
    desk_.add(
        "a@example.com",
        std::string(client) + R"("client_secret_post", "ca_file": "/ca.pem", "min_validity": 600)");
    CPPUNIT_ASSERT_EQUAL(0, run());
    const std::string text = written();
    for (const char* member :
         {R"("access_token": "ya29.T")", R"("refresh_token": "1//R")", R"("user": "a@example.com")",
          R"("client_id": "id")", R"("client_secret": "s")",
          R"("token_endpoint": "https://x.example/t")", R"("ca_bundle_file": "/ca.pem")",
          R"("refresh_window": "600")", R"("expiry": ")"}) {
      CPPUNIT_ASSERT_MESSAGE(text, text.find(member) != text.npos);
    }
    CPPUNIT_ASSERT_EQUAL("Exported a@example.com to " + path_ + "\n", desk_.output());
    CPPUNIT_ASSERT(desk_.errors().find("run: sasl-oauth remove a@example.com") !=
                   std::string::npos);
    CPPUNIT_ASSERT(desk_.errors().find("unencoded") == std::string::npos);
  }

  void warns_of_what_that_program_sends_unencoded() {
    desk_.add(
        "a@example.com",
        R"("refresh_token": "a+b", "client_id": "id", "token_endpoint": "https://x.example/")");
    CPPUNIT_ASSERT_EQUAL(0, run());
    CPPUNIT_ASSERT(desk_.errors().find("sends unencoded") != std::string::npos);
  }

  void refuses_what_that_program_cannot_refresh() {
    const struct {
      std::string members;
      const char* why;
    } cases[] = {
        {R"("refresh_token": "")", "there is no refresh token"},
        {R"("refresh_token": "R", "dpop_key": "pem")", "the refresh token is bound to a key"},
        {std::string(client) + "\"client_secret_basic\"",
         "its client proves itself by client_secret_basic"},
    };
    for (const auto& each : cases) {
      desk_.add("a@example.com", each.members);
      CPPUNIT_ASSERT_EQUAL(78, run());
      CPPUNIT_ASSERT_EQUAL(
          "sasl-oauth: sasl-xoauth2 cannot refresh a@example.com: " + std::string(each.why) + "\n",
          desk_.errors());
    }
  }

 private:
  ToolDesk desk_;
  const oauth::TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/tokens.json";

  int run() {
    Options options;
    options.output = path_;
    return desk_.run_for(run_export, "a@example.com", options);
  }
  std::string written() const {
    const auto content = oauth::SystemFileReader().read(path_, 10'000);
    return content && *content ? std::string((*content)->text.reveal()) : "unreadable";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdExportTest);

}  // namespace
}  // namespace tool
