// SPDX-License-Identifier: MIT
#include "tool/config_toml.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/config_reader.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

constexpr char everything[] = R"([defaults]
provider = "corp"
client = "mine"
min_validity = { imap = "30m", smtp = "90s" }
refresh_at_least = "12h"

[network]
proxy = "http://proxy:3128"
ca_dir = "/etc/certs"
request_timeout = "20s"

[store]
dir = "/var/mail tokens"

[hooks]
on_needs_person = "mail \"me\""
on_error = "note it"

[provider."corp"]
about = "Our own"
based_on = "generic"
tenant = "corp.example"
issuer = "https://sso.corp"
authorization_endpoint = "https://sso.corp/auth"
token_endpoint = "https://sso.corp/token"
revocation_endpoint = "https://sso.corp/revoke"
device_authorization_endpoint = "https://sso.corp/device"
token_endpoint_auth_method = "client_secret_basic"
scope = "mail"
application_scope = "mail/.default"
mechanisms = ["XOAUTH2", "OAUTHBEARER"]
refresh_token_idle_limit = "90d"
testing_grant_limit = "24h"
domains = ["corp.example", "corp.test"]
setup = "ask {account}"
dpop = true
allow_loopback_http = true
authorization_parameters = { prompt = "consent" }
servers = { imap = "imap.corp:993 tls", smtp = "[2001:db8::1]:587 starttls" }
ca_file = "/etc/corp.pem"
connect_timeout = "1m"

[client."byfile"]
client_id = "b"
client_secret = "file:/etc/secret"

[client."mine"]
provider = "corp"
tenant = "b.example"
client_id = "a \"quoted\" \\ id"
client_secret = "command:pass show mail"
client_secret_expires = "2027-01-31"
token_endpoint_auth_method = "none"

[account."*@corp.example"]
provider = "corp"
client = "mine"
tenant = "a.example"
user = "shared@corp.example"
scope = "imap"
min_validity = { other = "1h" }
refresh_at_least = "2d"
on_error = "tell nobody"
)";

class ConfigTomlTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigTomlTest);
  CPPUNIT_TEST(gives_back_the_file_it_came_from);
  CPPUNIT_TEST(masks_a_secret_in_clear);
  CPPUNIT_TEST(leaves_out_tables_without_a_setting);
  CPPUNIT_TEST_SUITE_END();

 public:
  void gives_back_the_file_it_came_from() {
    CPPUNIT_ASSERT_EQUAL(std::string(everything), shown(everything));
  }

  void masks_a_secret_in_clear() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("[client.\"a\"]\nclient_id = \"i\"\nclient_secret = \"********\"\n"),
        shown("[client.a]\nclient_id = \"i\"\nclient_secret = \"hunter2\"\n"));
  }

  void leaves_out_tables_without_a_setting() { CPPUNIT_ASSERT_EQUAL(std::string(), shown("")); }

 private:
  static std::string shown(const std::string& text) {
    const auto configuration =
        oauth::parse_configuration(text, "F", oauth::SourceTrust::private_file);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(configuration));
    std::vector<oauth::Provider> providers;
    for (const auto& each : configuration->providers) providers.push_back(each.second);
    return as_toml(*configuration, providers);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigTomlTest);

}  // namespace
}  // namespace tool
