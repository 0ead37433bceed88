// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

constexpr char good[] =
    "[provider.example]\ntoken_endpoint = \"https://sso.example.com/token\"\n"
    "[client.app]\nprovider = \"example\"\nclient_id = \"mail\"\nclient_secret = \"hush\"\n";

class CmdConfigTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdConfigTest);
  CPPUNIT_TEST(tells_what_is_fine);
  CPPUNIT_TEST(tells_what_is_wrong_with_its_line);
  CPPUNIT_TEST(shows_what_is_in_force_with_secrets_masked);
  CPPUNIT_TEST(shows_the_store_of_the_command_line);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tells_what_is_fine() {
    desk_.configure(good);
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_config_check));
    const std::string said = desk_.output();
    for (const std::string& part :
         {desk_.config() + ": fine\n", std::string("provider example: fine\n"),
          std::string("client app: fine\n")}) {
      CPPUNIT_ASSERT_MESSAGE(part, said.find(part) != said.npos);
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.errors());
  }

  void tells_what_is_wrong_with_its_line() {
    const struct {
      const char* text;
      const char* sentence;
    } cases[] = {
        {"[stor]\n", ":3: unknown table [stor]; did you mean \"store\"?\n"},
        {"[client.app]\nclient_i = \"x\"\n",
         ":4: unknown key \"client_i\" in [client.app]; did you mean \"client_id\"?\n"},
        {"[client.app]\nclient_secret = \"hush\"\n", ":3: [client.app] has no client_id; add it\n"},
        {"[client.app]\nclient_id = \"x\"\nclient_secret = \"file:/no/such\"\n",
         ":5: client_secret comes from /no/such, which does not exist; create it, or correct the"
         " path\n"},
        {"[account.\"a@b\"]\nclient = \"app\"\n",
         ":4: there is no client \"app\"; describe it in a table [client.NAME]\n"},
    };
    for (const auto& each : cases) {
      desk_.configure(each.text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, 78, desk_.run(run_config_check));
      CPPUNIT_ASSERT_EQUAL("sasl-oauth: " + desk_.config() + each.sentence, desk_.errors());
    }
    desk_.configure(good);
    chmod(desk_.config().c_str(), 0644);
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_config_check));
    CPPUNIT_ASSERT(desk_.errors().find(":8: client_secret in [client.app] stands here in clear") !=
                   std::string::npos);
    CPPUNIT_ASSERT(desk_.errors().find("hush") == std::string::npos);
  }

  void shows_what_is_in_force_with_secrets_masked() {
    desk_.configure(good);
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_config_show));
    const std::string shown = desk_.output();
    CPPUNIT_ASSERT(shown.find("token_endpoint = \"https://sso.example.com/token\"\n") !=
                   shown.npos);
    CPPUNIT_ASSERT(shown.find("client_secret = ") != shown.npos);
    CPPUNIT_ASSERT(shown.find("hush") == shown.npos);
  }

  void shows_the_store_of_the_command_line() {
    Options options;
    options.store_folder = "/elsewhere";
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_config_show, options));
    CPPUNIT_ASSERT(desk_.output().find("# --store /elsewhere\n") != std::string::npos);
  }

 private:
  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdConfigTest);

}  // namespace
}  // namespace tool
