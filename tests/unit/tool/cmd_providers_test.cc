// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

constexpr char corp[] = R"(
[provider.corp]
about = "Our own"
based_on = "server"
domains = ["corp.example"]
token_endpoint = "https://sso.corp/{tenant}/token"
tenant = "all"
refresh_token_idle_limit = "30d"
testing_grant_limit = "7d"
setup = "ask it, and run: sasl-oauth login {account} --client NAME"
[provider.server]
template = true
mechanisms = ["OAUTHBEARER", "XOAUTH2"]
redirect_uri = "http://localhost"
servers = { imap = "imap.corp:993", smtp = "[2001:db8::1]:587 starttls" }
)";

class CmdProvidersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdProvidersTest);
  CPPUNIT_TEST(lists_them_with_their_servers_and_files);
  CPPUNIT_TEST(shows_one_and_how_to_get_a_client);
  CPPUNIT_TEST(answers_in_json);
  CPPUNIT_TEST(names_the_nearest_of_an_unknown_one);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { desk_.configure(corp); }

  void lists_them_with_their_servers_and_files() {
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_providers));
    const std::string list = desk_.output();
    expect_in(list,
              "corp  Our own\n    OAUTHBEARER, XOAUTH2; imap.corp:993 tls, [2001:db8::1]:587"
              " starttls\n    " +
                  desk_.config() + "\n");
    expect_in(desk_.errors(), "sasl-oauth providers NAME");
  }

  void shows_one_and_how_to_get_a_client() {
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_providers, named("corp")));
    const std::string page = desk_.output();
    for (const char* line :
         {"corp  Our own\n", "  based on    server\n", "  domains     corp.example\n",
          "  mechanisms  OAUTHBEARER, XOAUTH2\n", "  imap        imap.corp:993 tls\n",
          "  tokens      https://sso.corp/{tenant}/token\n",
          "  tenant      all, or another by --tenant DOMAIN\n", "  redirect    http://localhost\n",
          "not used for 30 days must sign in anew\n", "must sign in anew after 7 days\n",
          "sasl-oauth login you@corp.example --client NAME\n"}) {
      expect_in(page, line);
    }
  }

  void answers_in_json() {
    Options options = named("corp");
    options.wants_json = true;
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_providers, options));
    CPPUNIT_ASSERT_EQUAL(
        "{\"name\": \"corp\", \"about\": \"Our own\", \"file\": \"" + desk_.config() +
            "\", \"based_on\": \"server\", \"tenant\": \"all\", \"token_endpoint\":"
            " \"https://sso.corp/{tenant}/token\", \"redirect_uri\": \"http://localhost\", "
            "\"template\": false, \"mechanisms\":"
            " [\"OAUTHBEARER\", \"XOAUTH2\"], \"domains\": [\"corp.example\"], \"servers\":"
            " {\"imap\": \"imap.corp:993 tls\", \"smtp\": \"[2001:db8::1]:587 starttls\"}}\n",
        desk_.output());
    options.provider.clear();
    CPPUNIT_ASSERT_EQUAL(0, desk_.run(run_providers, options));
    expect_in(desk_.output(), "{\"providers\": [{\"name\": ");
    expect_in(desk_.output(), "{\"name\": \"server\", ");
  }

  void names_the_nearest_of_an_unknown_one() {
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_providers, named("corq")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth: there is no provider \"corq\"; did you mean \"corp\"?\n"),
        desk_.errors());
  }

 private:
  static Options named(const char* name) {
    Options options;
    options.provider = name;
    return options;
  }

  static void expect_in(const std::string& text, const std::string& part) {
    CPPUNIT_ASSERT_MESSAGE(part + " in " + text, text.find(part) != std::string::npos);
  }

  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdProvidersTest);

}  // namespace
}  // namespace tool
