// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/text.h"
#include "oauth/config_reader.h"
#include "oauth/provider_reader.h"
#include "oauth/wire/url.h"
#include "plugin/door/plugin_conf.h"
#include "tests/support/damaged_texts.h"

namespace oauth {
namespace {

const std::string configuration = R"([network]
request_timeout = "20s"

[client.desk]
provider = "google"
client_id = "example-id"
client_secret = "canary-secret"
client_secret_expires = "2027-01-31"

[account."you@example.com"]
client = "desk"
min_validity = { imap = "30m" }
)";
enum ConfigurationLine { client_line = 3, id_line = 5, secret_line = 6 };

const std::string sheet = R"(token_endpoint = "https://sso.example.com/token"
scope = "mail"
mechanisms = ["XOAUTH2"]
servers = { imap = "imap.example.com:993", smtp = "smtp.example.com:587 starttls" }
)";

const std::string plugin_conf = "prefer: no mbsync=yes\nnoplaintext: yes\njailed: smtp=postfix\n";
enum PluginConfLine { prefer_line = 0, jailed_line = 2 };

Result<Configuration> parse(const std::string& text) {
  return parse_configuration(text, "c.toml", SourceTrust::private_file);
}

void assert_explained(const Error& error, const std::string& file, const std::string& where) {
  CPPUNIT_ASSERT_MESSAGE(where, error.kind == ErrorKind::bad_config);
  CPPUNIT_ASSERT_MESSAGE(where + ": " + error.message, error.message.rfind(file + ":", 0) == 0);
  CPPUNIT_ASSERT_MESSAGE(where + ": " + error.message,
                         error.message.find("canary") == std::string::npos);
  CPPUNIT_ASSERT_MESSAGE(where, !has_control_bytes(error.message) && is_utf8(error.message));
}

const ClientSettings* desk_of(const Configuration& found) {
  const auto desk = found.clients.find("desk");
  return desk == found.clients.end() ? nullptr : &desk->second;
}

class DamagedConfigurationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DamagedConfigurationTest);
  CPPUNIT_TEST(takes_no_half_of_a_setting);
  CPPUNIT_TEST(changes_but_the_line_that_a_bit_was_flipped_in);
  CPPUNIT_TEST(sends_secrets_over_https_whatever_a_sheet_has_become);
  CPPUNIT_TEST(reads_whatever_plugin_conf_has_become);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_no_half_of_a_setting() {
    cut_at_every_byte(configuration, [](const DamagedText& damaged) {
      const auto found = parse(damaged.text);
      if (!found) return assert_explained(found.error(), "c.toml", damaged.where);
      const ClientSettings* desk = desk_of(*found);
      if (!desk) return;
      CPPUNIT_ASSERT_MESSAGE(damaged.where,
                             desk->client_id.empty() || desk->client_id == "example-id");
      CPPUNIT_ASSERT_MESSAGE(
          damaged.where,
          !desk->client_secret || desk->client_secret->text.reveal() == "canary-secret");
      CPPUNIT_ASSERT_MESSAGE(damaged.where, desk->secret_expires_at == TimePoint() ||
                                                desk->secret_expires_at == from_unix(1801353600));
    });
  }

  void changes_but_the_line_that_a_bit_was_flipped_in() {
    int taken = 0;
    flip_every_bit(configuration, [&](const DamagedText& damaged) {
      const auto found = parse(damaged.text);
      if (!found) return assert_explained(found.error(), "c.toml", damaged.where);
      ++taken;
      const ClientSettings* desk = desk_of(*found);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, desk || damaged.line == client_line);
      if (!desk) return;
      CPPUNIT_ASSERT_MESSAGE(damaged.where,
                             desk->client_id == "example-id" || damaged.line == id_line);
      CPPUNIT_ASSERT_MESSAGE(
          damaged.where,
          damaged.line == secret_line ||
              (desk->client_secret && desk->client_secret->text.reveal() == "canary-secret"));
    });
    CPPUNIT_ASSERT(taken > 100);
  }

  void sends_secrets_over_https_whatever_a_sheet_has_become() {
    const auto judge = [](const DamagedText& damaged) {
      const auto provider = parse_provider(damaged.text, "p.toml", "p");
      if (!provider) return assert_explained(provider.error(), "p.toml", damaged.where);
      const bool is_usable = static_cast<bool>(check(*provider));
      const bool is_safe =
          static_cast<bool>(check_endpoint(provider->token_endpoint, PlainHttp::refused));
      CPPUNIT_ASSERT_MESSAGE(damaged.where, !is_usable || is_safe);
    };
    cut_at_every_byte(sheet, judge);
    flip_every_bit(sheet, judge);
  }

  void reads_whatever_plugin_conf_has_become() {
    const auto read = [](const std::string& text, const char* program) {
      return door::parse_plugin_conf(text.data(), text.size(), program);
    };
    cut_at_every_byte(plugin_conf, [&](const DamagedText& damaged) {
      const std::string user = read(damaged.text, "smtp").jail_user;
      CPPUNIT_ASSERT_MESSAGE(damaged.where, starts_with("postfix", user));
      CPPUNIT_ASSERT_MESSAGE(
          damaged.where,
          damaged.line == 0 || read(damaged.text, "mbsync").prefer == door::Preference::always);
    });
    flip_every_bit(plugin_conf, [&](const DamagedText& damaged) {
      const std::string user = read(damaged.text, "smtp").jail_user;
      CPPUNIT_ASSERT_MESSAGE(damaged.where, damaged.line == jailed_line || user == "postfix");
      CPPUNIT_ASSERT_MESSAGE(damaged.where, user.find_first_of(" \n") == user.npos);
      const door::PluginConf conf = read(damaged.text, "mbsync");
      CPPUNIT_ASSERT_MESSAGE(
          damaged.where, damaged.line == prefer_line || conf.prefer == door::Preference::always);
      CPPUNIT_ASSERT_MESSAGE(damaged.where, damaged.line == jailed_line || !*conf.jail_user);
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DamagedConfigurationTest);

}  // namespace
}  // namespace oauth
