// SPDX-License-Identifier: MIT
#include "tool/import_plan.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/memory_files.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

using oauth::Record;

constexpr char configuration_text[] =
    "[client.app]\nclient_id = \"app-id\"\nclient_secret = \"app-secret\"\n"
    "[client.other]\nclient_id = \"other-id\"\nprovider = \"other\"\n"
    "[provider.mine]\nauthorization_endpoint = \"https://as.example/a\"\n"
    "token_endpoint = \"https://as.example/t\"\nscope = \"mail\"\nca_file = \"/ca.pem\"\n"
    "token_endpoint_auth_method = \"client_secret_basic\"\n"
    "[provider.other]\ntoken_endpoint = \"https://other.example/t\"\n";

Record record(const std::string& endpoint, const std::string& id, const std::string& secret) {
  Record made;
  made.account = "a@example.com";
  made.client.token_endpoint = endpoint;
  made.client.client_id = id;
  made.client.client_secret = oauth::Secret::copy_of(secret);
  made.refresh_token = oauth::Secret::copy_of("R");
  return made;
}

class ImportPlanTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ImportPlanTest);
  CPPUNIT_TEST(finds_the_provider_by_the_endpoint_and_takes_over_what_it_says);
  CPPUNIT_TEST(needs_no_provider_for_a_file_that_tells_all);
  CPPUNIT_TEST(finds_it_by_the_option_and_the_files_own_word);
  CPPUNIT_TEST(leaves_endpoints_that_google_has_left);
  CPPUNIT_TEST(takes_the_client_that_is_named);
  CPPUNIT_TEST(shows_no_foreign_client_to_an_endpoint_of_the_file);
  CPPUNIT_TEST(shows_googles_client_to_google_alone);
  CPPUNIT_TEST(names_what_is_missing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { files_.files["/etc/sasl-oauth/config.toml"].text = configuration_text; }

  void finds_the_provider_by_the_endpoint_and_takes_over_what_it_says() {
    for (const char* endpoint : {"https://as.example/t", "https://as.example/other/path"}) {
      Record made = record(endpoint, "id", "s");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(made));
      CPPUNIT_ASSERT_EQUAL(std::string("mine mail /ca.pem ") + endpoint,
                           made.provider + " " + made.client.scope + " " + made.network.ca_file +
                               " " + made.client.token_endpoint);
      CPPUNIT_ASSERT(made.client.authentication ==
                     oauth::ClientAuthentication::client_secret_basic);
    }
    Record made = record("https://as.example/t", "id", "");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(made));
    CPPUNIT_ASSERT(made.client.authentication == oauth::ClientAuthentication::none);
  }

  void needs_no_provider_for_a_file_that_tells_all() {
    Record made = record("https://unknown.example/t", "id", "s");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(made));
    CPPUNIT_ASSERT_EQUAL(std::string(), made.provider);
    CPPUNIT_ASSERT(made.client.authentication == oauth::ClientAuthentication::client_secret_post);
  }

  void finds_it_by_the_option_and_the_files_own_word() {
    Record by_word = record("", "id", "s");
    by_word.provider = "other";
    CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(by_word));
    CPPUNIT_ASSERT_EQUAL(std::string("https://other.example/t"), by_word.client.token_endpoint);
    options_.provider = "mine";
    Record by_option = record("", "id", "s");
    by_option.provider = "other";
    CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(by_option));
    CPPUNIT_ASSERT_EQUAL(std::string("https://as.example/t"), by_option.client.token_endpoint);
  }

  void leaves_endpoints_that_google_has_left() {
    files_.files["/usr/share/sasl-oauth/providers/google.toml"].text =
        "token_endpoint = \"https://oauth2.googleapis.com/token\"\n";
    for (const char* endpoint : {"https://accounts.google.com/o/oauth2/token",
                                 "https://www.googleapis.com/oauth2/v4/token"}) {
      Record made = record(endpoint, "id", "s");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(made));
      CPPUNIT_ASSERT_EQUAL(std::string("google https://oauth2.googleapis.com/token"),
                           made.provider + " " + made.client.token_endpoint);
    }
  }

  void takes_the_client_that_is_named() {
    options_.client = "app";
    for (const char* id : {"", "in-the-file"}) {
      Record made = record("https://as.example/t", id, "");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(made));
      CPPUNIT_ASSERT_EQUAL(
          std::string("app-id app-secret"),
          made.client.client_id + " " + std::string(made.client.client_secret.reveal()));
    }
  }

  void shows_no_foreign_client_to_an_endpoint_of_the_file() {
    options_.client = "app";
    Record unknown = record("https://evil.example/t", "", "");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the file's token endpoint is at evil.example, which is no known"
                    " provider's; a client from elsewhere is not shown there: describe the server"
                    " in a [provider.NAME] table"),
        complete_it(unknown));
    options_.provider = "mine";
    Record other = record("https://evil.example/t", "", "");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the file's token endpoint is at evil.example, not at provider"
                    " mine's; a client from elsewhere is not shown there: describe the server in a"
                    " [provider.NAME] table"),
        complete_it(other));
  }

  void shows_googles_client_to_google_alone() {
    files_.files["c.json"].text =
        R"({"installed": {"client_id": "g", "client_secret": "canary",
            "token_uri": "https://oauth2.googleapis.com/token"}})";
    options_.client = "c.json";
    Record made = record("https://as.example/t", "", "");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: c.json is a client of google, but a@example.com is of mine; a"
                    " client's secret is shown to its own server alone"),
        complete_it(made));
    CPPUNIT_ASSERT(made.client.client_id.empty());
  }

  void names_what_is_missing() {
    Record nameless = record("https://as.example/t", "id", "s");
    nameless.account.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the file does not say whose mailbox it is for;"
                                     " name it by --account ADDRESS"),
                         complete_it(nameless));
    Record nowhere = record("", "id", "s");
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the file does not say where a@example.com gets"
                                     " its tokens; name the provider by --provider NAME"),
                         complete_it(nowhere));
    Record unknown = record("", "id", "s");
    unknown.provider = "min";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: there is no provider \"min\"; did you mean \"mine\"?"),
        complete_it(unknown));
    options_.account = "b@example.com";
    Record named = record("https://as.example/t", "id", "s");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), complete_it(named));
    CPPUNIT_ASSERT_EQUAL(std::string("b@example.com"), named.account);
  }

 private:
  oauth::MemoryFiles files_;
  Options options_;
  CapturedTerminal captured_;

  std::string complete_it(Record& made) {
    oauth::ConfigLoader loader(files_, {"/etc", "/usr/share", "", ""});
    oauth::SecretResolver secrets(files_, "", nullptr);
    const auto configuration = loader.load();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(configuration));
    const SignInSources sources{*configuration, loader, secrets, files_};
    return oauth::sentence_of(complete(made, sources, options_, captured_.terminal));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ImportPlanTest);

}  // namespace
}  // namespace tool
