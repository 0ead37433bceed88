// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <string>

#include "oauth/wire/json.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tool_desk.h"

namespace tool {
namespace {

constexpr char token_file[] =
    R"({"refresh_token": "canary-refresh", "expiry": 0, "user": "a@example.com", "client_id": "id-1",
        "client_secret": "canary-secret", "token_endpoint": "http://127.0.0.1:9/token"})";

class CmdImportTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdImportTest);
  CPPUNIT_TEST(shows_what_it_would_take_over);
  CPPUNIT_TEST(keeps_nothing_that_it_could_not_prove);
  CPPUNIT_TEST(tells_in_json_why_an_account_did_not_come);
  CPPUNIT_TEST(chooses_one_of_a_files_accounts_by_its_address);
  CPPUNIT_TEST(takes_the_token_files_of_a_postfix_map);
  CPPUNIT_TEST(prints_pizauths_configuration_in_our_form);
  CPPUNIT_TEST(wants_a_client_where_the_file_has_none);
  CPPUNIT_TEST_SUITE_END();

 public:
  void shows_what_it_would_take_over() {
    options_.is_dry_run = true;
    CPPUNIT_ASSERT_EQUAL(0, run(token_file));
    CPPUNIT_ASSERT_EQUAL(std::string("Would import a@example.com from sasl-xoauth2\n"
                                     "  provider  unknown\n"
                                     "  client    id-1\n"
                                     "  endpoint  http://127.0.0.1:9/token\n"),
                         desk_.output());
    CPPUNIT_ASSERT(!desk_.has("a@example.com"));
  }

  // Nothing listens there, or the network module is missing: either way it cannot be proved.
  void keeps_nothing_that_it_could_not_prove() {
    CPPUNIT_ASSERT(run(token_file) != 0);
    CPPUNIT_ASSERT(desk_.errors().find("a@example.com: nothing was taken over: ") !=
                   std::string::npos);
    CPPUNIT_ASSERT(desk_.errors().find("canary") == std::string::npos);
    CPPUNIT_ASSERT(!desk_.has("a@example.com"));
  }

  void tells_in_json_why_an_account_did_not_come() {
    options_.wants_json = true;
    CPPUNIT_ASSERT(run(token_file) != 0);
    const auto answer = oauth::JsonObject::parse(desk_.output());
    CPPUNIT_ASSERT(answer);
    CPPUNIT_ASSERT_EQUAL(std::string("sasl_xoauth2"), std::string(answer->string("from")));
    CPPUNIT_ASSERT_EQUAL(std::string("false"),
                         std::string(answer->find("imported")->text.reveal()));
    CPPUNIT_ASSERT(!answer->string("reason").empty());
  }

  void chooses_one_of_a_files_accounts_by_its_address() {
    const std::string ini =
        "[@example.com]\ntoken_url = https://x.example/t\nclient_id = id\n"
        "[a@example.com]\nrefresh_token = R1\n[b@example.com]\nrefresh_token = R2\n";
    options_.is_dry_run = true;
    options_.account = "B@example.com";
    CPPUNIT_ASSERT_EQUAL(0, run(ini));
    CPPUNIT_ASSERT(
        desk_.output().rfind("Would import B@example.com from email-oauth2-proxy\n", 0) == 0);
    options_.account = "c@example.com";
    CPPUNIT_ASSERT_EQUAL(78, run(ini));
  }

  void takes_the_token_files_of_a_postfix_map() {
    const std::string tokens = folder_.write("tokens", token_file);
    options_.foreign_kind = "postfix";
    options_.map_file = folder_.write(
        "map", "x login@example.com:" + tokens + "\ny b@example.com:/missing/file\nz c:canary\n");
    options_.is_dry_run = true;
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_import, options_));
    CPPUNIT_ASSERT(desk_.output().rfind("Would import login@example.com from sasl-xoauth2\n", 0) ==
                   0);
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: b@example.com: there is no file /missing/file;"
                                     " correct the path\n"),
                         desk_.errors());
    options_.map_file = folder_.write("map", "z c:canary\n");
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_import, options_));
    CPPUNIT_ASSERT_EQUAL("sasl-oauth: no entry of " + options_.map_file +
                             " has the path of a token file for a password\n",
                         desk_.errors());
  }

  void prints_pizauths_configuration_in_our_form() {
    CPPUNIT_ASSERT_EQUAL(0, run("account \"a\" {\n  auth_uri = \"https://x.example/a\";\n"
                                "  token_uri = \"https://x.example/t\";\n  client_id = \"id\";\n"
                                "  client_secret = \"canary\";\n}\n"));
    CPPUNIT_ASSERT(desk_.output().find("[client.a]\nprovider = \"a\"\nclient_id = \"id\"\n") !=
                   std::string::npos);
    CPPUNIT_ASSERT((desk_.output() + desk_.errors()).find("canary") == std::string::npos);
  }

  void wants_a_client_where_the_file_has_none() {
    desk_.configure(
        "[provider.example]\nauthorization_endpoint = \"https://x.example/a\"\n"
        "token_endpoint = \"https://x.example/t\"\n");
    options_.provider = "example";
    options_.account = "a@example.com";
    CPPUNIT_ASSERT_EQUAL(
        78, run(R"({"access_token": "A", "refresh_token": "canary", "expires_in": 3599})"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth: a@example.com: the file does not hold the client of"
                    " a@example.com; give the OAuth client that got these tokens by --client"
                    " FILE|NAME\n"),
        desk_.errors());
  }

 private:
  ToolDesk desk_;
  const oauth::TemporaryFolder folder_;
  Options options_;

  int run(const std::string& text) {
    options_.foreign_file = folder_.write("file", text);
    chmod(options_.foreign_file.c_str(), 0600);
    return desk_.run(run_import, options_);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdImportTest);

}  // namespace
}  // namespace tool
