// SPDX-License-Identifier: MIT
#include "tool/machine_plan.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/config_reader.h"
#include "tests/support/memory_files.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

using oauth::sentence_of;

constexpr char configuration_text[] =
    "[provider.corp]\ntoken_endpoint = \"https://sso.corp/token\"\nscope = \"mail\"\n"
    "ca_file = \"/ca.pem\"\n"
    "[provider.cloud]\ntoken_endpoint = \"https://login.cloud/token\"\nscope = \"person\"\n"
    "application_scope = \"app/.default\"\n"
    "[client.cloud]\nprovider = \"cloud\"\nclient_id = \"c\"\nclient_secret = \"s\"\n"
    "[client.signs]\nprovider = \"corp\"\nclient_id = \"robot\"\n"
    "private_key = \"file:/key.pem\"\ncertificate = \"/certificate.pem\"\nkey_id = \"k\"\n"
    "assertion_algorithm = \"RS256\"\nassertion_audience = \"https://sso.corp\"\n"
    "[account.\"relay@corp\"]\nclient = \"signs\"\ngrant = \"client_credentials\"\n";

constexpr char key_file[] =
    R"({"type":"service_account","client_email":"robot@project","private_key":"PEM",
        "private_key_id":"k1","token_uri":"https://oauth2.googleapis.com/token"})";

class MachinePlanTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MachinePlanTest);
  CPPUNIT_TEST(takes_all_of_a_client_that_signs);
  CPPUNIT_TEST(takes_a_service_account_from_its_file);
  CPPUNIT_TEST(asks_for_the_scope_of_an_application);
  CPPUNIT_TEST(leaves_the_subject_of_a_pattern_open);
  CPPUNIT_TEST(warns_of_a_key_file_that_others_can_read);
  CPPUNIT_TEST(repeats_what_a_record_did_before);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    files_.files["/key.pem"] = {"-----BEGIN\nKEY-----\n"};
    files_.files["/certificate.pem"] = {"-----BEGIN\nCERTIFICATE-----\n"};
    files_.files["/robot.json"] = {key_file};
    files_.files["/share/sasl-oauth/providers/google.toml"] = {
        "token_endpoint = \"https://oauth2.googleapis.com/token\"\nscope = "
        "\"https://mail.google.com/\"\n"};
    options_ = Options();
  }

  void takes_all_of_a_client_that_signs() {
    const auto plan = make("relay@corp");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(plan));
    const oauth::Record& record = plan->record;
    CPPUNIT_ASSERT(record.grant == oauth::GrantType::client_credentials);
    CPPUNIT_ASSERT(record.client.authentication == oauth::ClientAuthentication::private_key_jwt);
    CPPUNIT_ASSERT_EQUAL(std::string_view("-----BEGIN\nKEY-----\n"), record.client.key.reveal());
    CPPUNIT_ASSERT_EQUAL(std::string("-----BEGIN\nCERTIFICATE-----\n"), record.client.certificate);
    CPPUNIT_ASSERT_EQUAL(std::string("k RS256 https://sso.corp mail https://sso.corp/token"),
                         record.client.key_id + " " + record.client.assertion_algorithm + " " +
                             record.client.assertion_audience + " " + record.client.scope + " " +
                             record.client.token_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("corp /ca.pem"),
                         record.provider + " " + record.network.ca_file);
  }

  void takes_a_service_account_from_its_file() {
    options_.key_file = "/robot.json";
    const auto plan = make("user@example.com");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(plan));
    const oauth::Record& record = plan->record;
    CPPUNIT_ASSERT(record.grant == oauth::GrantType::jwt_bearer);
    CPPUNIT_ASSERT_EQUAL(
        std::string("robot@project user@example.com k1"),
        record.assertion.issuer + " " + record.assertion.subject + " " + record.assertion.key_id);
    CPPUNIT_ASSERT_EQUAL(std::string("google https://mail.google.com/"),
                         record.provider + " " + record.client.scope);
    CPPUNIT_ASSERT(plan->warnings.empty());
  }

  void asks_for_the_scope_of_an_application() {
    options_.provider = "cloud";
    options_.client = "cloud";
    options_.grant = "client_credentials";
    const auto plan = make("relay@cloud");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(plan));
    CPPUNIT_ASSERT_EQUAL(std::string("app/.default"), plan->record.client.scope);
    CPPUNIT_ASSERT(plan->record.client.authentication ==
                   oauth::ClientAuthentication::client_secret_post);
    options_.scope = "own";
    CPPUNIT_ASSERT_EQUAL(std::string("own"), make("relay@cloud")->record.client.scope);
  }

  void leaves_the_subject_of_a_pattern_open() {
    options_.key_file = "/robot.json";
    CPPUNIT_ASSERT_EQUAL(std::string(), make("*@example.com")->record.assertion.subject);
  }

  void warns_of_a_key_file_that_others_can_read() {
    files_.files["/robot.json"].others_can_read = true;
    options_.key_file = "/robot.json";
    const auto plan = make("user@example.com");
    CPPUNIT_ASSERT(plan);
    CPPUNIT_ASSERT_EQUAL(
        std::string("/robot.json can be read by others; run: chmod 600 /robot.json"),
        plan->warnings.at(0));
  }

  void repeats_what_a_record_did_before() {
    oauth::Record before;
    before.grant = oauth::GrantType::command;
    before.command = "print-token";
    const auto plan = make("user@example.com", &before);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(plan));
    CPPUNIT_ASSERT_EQUAL(std::string("print-token"), plan->record.command);
  }

 private:
  oauth::Result<MachinePlan> make(const std::string& account,
                                  const oauth::Record* before = nullptr) {
    auto configuration = oauth::parse_configuration(configuration_text, "config.toml",
                                                    oauth::SourceTrust::private_file);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(configuration));
    oauth::ConfigLoader loader(files_, oauth::ConfigPlaces{"/etc", "/share", "/home/me", ""});
    oauth::SecretResolver secrets(files_, "", nullptr);
    options_.accounts = {account};
    return plan_machine({*configuration, loader, secrets, files_}, options_, before);
  }

  oauth::MemoryFiles files_;
  Options options_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(MachinePlanTest);

}  // namespace
}  // namespace tool
