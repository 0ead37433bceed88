// SPDX-License-Identifier: MIT
#include "tool/server_finder.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

using oauth::sentence_of;

constexpr char metadata[] =
    R"({"issuer":"https://sso.corp","token_endpoint":"https://sso.corp/token",
    "authorization_endpoint":"https://sso.corp/auth",
    "registration_endpoint":"https://sso.corp/register","scopes_supported":["mail"]})";

class ServerFinderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServerFinderTest);
  CPPUNIT_TEST(lays_the_sheet_over_what_the_server_says);
  CPPUNIT_TEST(asks_over_plain_http_only_where_the_sheet_allows_it);
  CPPUNIT_TEST(asks_no_mail_server_without_an_address);
  CPPUNIT_TEST(registers_and_tells_how_to_use_it_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { network_ = oauth::ScriptedNetwork(); }

  void lays_the_sheet_over_what_the_server_says() {
    network_.script().answer(200, metadata);
    oauth::Provider sheet;
    sheet.name = "corp";
    sheet.issuer = "https://sso.corp/";
    sheet.scope = "mail offline_access";
    CapturedTerminal captured;
    oauth::NetworkSettings settings;
    settings.ca_file = "/corp.pem";
    const auto provider =
        ServerFinder(network_, captured.terminal).find(sheet.issuer, sheet, settings);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(provider));
    CPPUNIT_ASSERT_EQUAL(std::string("corp https://sso.corp https://sso.corp/token"
                                     " mail offline_access"),
                         provider->name + " " + provider->issuer + " " + provider->token_endpoint +
                             " " + provider->scope);
    CPPUNIT_ASSERT_EQUAL(std::string("/corp.pem"), network_.settings().at(0).ca_file);
  }

  void asks_over_plain_http_only_where_the_sheet_allows_it() {
    CapturedTerminal captured;
    ServerFinder finder(network_, captured.terminal);
    CPPUNIT_ASSERT(!finder.find("http://127.0.0.1:1", {}, {}));
    CPPUNIT_ASSERT(network_.requests().empty());
    oauth::Provider sheet;
    sheet.allows_loopback_http = true;
    network_.script().answer(
        200, R"({"issuer":"http://127.0.0.1:1","token_endpoint":"http://127.0.0.1:1/t"})");
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(finder.find("http://127.0.0.1:1", sheet, {})));
  }

  void asks_no_mail_server_without_an_address() {
    CapturedTerminal captured;
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: --server is not a mail server; write \"HOST:PORT tls\" or"
                    " \"HOST:PORT starttls\", or HOST alone for port 993"),
        sentence_of(ServerFinder(network_, captured.terminal).ask("a b", "you@a", {})));
  }

  void registers_and_tells_how_to_use_it_again() {
    network_.script().answer(201, R"({"client_id":"abc","token_endpoint_auth_method":"none"})");
    oauth::Provider provider;
    provider.name = "https://sso.corp";
    provider.registration_endpoint = "https://sso.corp/register";
    CapturedTerminal captured;
    const auto client = ServerFinder(network_, captured.terminal).enroll(provider, "mail", {});
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(client));
    CPPUNIT_ASSERT_EQUAL(
        std::string("Registering sasl-oauth as a client at sso.corp ...\n"
                    "It is kept with the account. For other accounts put this in the"
                    " configuration:\n\n[client.\"registered\"]\nclient_id = \"abc\"\n"
                    "token_endpoint_auth_method = \"none\"\n\n"),
        captured.errors());
  }

 private:
  oauth::ScriptedNetwork network_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServerFinderTest);

}  // namespace
}  // namespace tool
