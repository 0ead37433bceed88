// SPDX-License-Identifier: MIT
#include "tool/postfix/plan.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string_view>

namespace tool {
namespace {

class PlanTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PlanTest);
  CPPUNIT_TEST(says_all_that_a_postfix_needs_as_debian_sets_it_up);
  CPPUNIT_TEST(is_content_with_its_own_work);
  CPPUNIT_TEST(names_the_mechanisms_of_the_relay_alone);
  CPPUNIT_TEST(keeps_what_will_do);
  CPPUNIT_TEST(lets_the_passwords_of_other_servers_pass);
  CPPUNIT_TEST(takes_the_map_that_there_is);
  CPPUNIT_TEST(wraps_the_connection_where_the_port_wants_it);
  CPPUNIT_TEST(lets_a_refused_login_be_tried_again);
  CPPUNIT_TEST(finds_the_systems_certificates);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    relay_ = {"smtp.example", 587, false};
    situation_ = {};
    situation_.now = {{"config_directory", "/etc/postfix"},
                      {"default_database_type", "hash"},
                      {"relayhost", ""},
                      {"smtp_sasl_auth_cache_name", ""},
                      {"smtp_sasl_auth_enable", "no"},
                      {"smtp_sasl_mechanism_filter", ""},
                      {"smtp_sasl_password_maps", ""},
                      {"smtp_sasl_security_options", "noplaintext, noanonymous"},
                      {"smtp_sasl_tls_security_options", "noplaintext, noanonymous"},
                      {"smtp_sasl_type", "cyrus"},
                      {"smtp_tls_CAfile", ""},
                      {"smtp_tls_security_level", "may"},
                      {"smtp_tls_wrappermode", "no"}};
    situation_.ca_file = "/ca.crt";
  }

  void says_all_that_a_postfix_needs_as_debian_sets_it_up() {
    CPPUNIT_ASSERT_EQUAL(std::string("relayhost = [smtp.example]:587\n"
                                     "smtp_sasl_auth_enable = yes\n"
                                     "smtp_sasl_type = cyrus\n"
                                     "smtp_sasl_mechanism_filter = xoauth2, oauthbearer\n"
                                     "smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n"
                                     "smtp_sasl_security_options = noplaintext, noanonymous\n"
                                     "smtp_sasl_tls_security_options = noanonymous\n"
                                     "smtp_tls_security_level = secure\n"
                                     "smtp_tls_CAfile = /ca.crt\n"),
                         text_of(plan().settings));
    CPPUNIT_ASSERT_EQUAL(std::string("relayhost = [smtp.example]:587\n"
                                     "smtp_sasl_auth_enable = yes\n"
                                     "smtp_sasl_mechanism_filter = xoauth2, oauthbearer\n"
                                     "smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd\n"
                                     "smtp_sasl_tls_security_options = noanonymous\n"
                                     "smtp_tls_security_level = secure\n"
                                     "smtp_tls_CAfile = /ca.crt\n"),
                         missing());
  }

  void is_content_with_its_own_work() {
    for (const PostfixSetting& each : plan().settings) situation_.now[each.name] = each.value;
    CPPUNIT_ASSERT_EQUAL(std::string(), missing());
    situation_.now["smtp_sasl_mechanism_filter"] = "xoauth2,oauthbearer";  // as postconf -P has it
    CPPUNIT_ASSERT_EQUAL(std::string(), missing());
  }

  void names_the_mechanisms_of_the_relay_alone() {
    situation_.mechanisms = {"XOAUTH2"};
    CPPUNIT_ASSERT_EQUAL(std::string("xoauth2"), planned("smtp_sasl_mechanism_filter"));
  }

  void keeps_what_will_do() {
    const struct {
      const char* name;
      const char* value;
    } cases[] = {{"smtp_sasl_mechanism_filter", "oauthbearer"},
                 {"smtp_sasl_mechanism_filter", "plain, xoauth2"},
                 {"smtp_sasl_mechanism_filter", "hash:/etc/postfix/filter"},
                 {"smtp_tls_security_level", "verify"},
                 {"smtp_tls_security_level", "dane-only"},
                 {"smtp_tls_security_level", "fingerprint"},
                 {"smtp_sasl_tls_security_options", ""},
                 {"smtp_sasl_security_options", "noplaintext"}};
    for (const auto& each : cases) {
      setUp();
      situation_.now[each.name] = each.value;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.name, std::string(each.value), planned(each.name));
    }
    setUp();
    situation_.now["smtp_tls_CAfile"] = "/own.crt";
    CPPUNIT_ASSERT(missing().find("CAfile") == std::string::npos);
    for (const char* level : {"", "none", "may", "encrypt", "dane"}) {
      situation_.now["smtp_tls_security_level"] = level;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(level, std::string("secure"),
                                   planned("smtp_tls_security_level"));
    }
    situation_.now["smtp_sasl_security_options"] = "noanonymous";
    CPPUNIT_ASSERT_EQUAL(std::string("noplaintext, noanonymous"),
                         planned("smtp_sasl_security_options"));
    situation_.now["smtp_sasl_mechanism_filter"] = "plain, login";
    CPPUNIT_ASSERT_EQUAL(std::string("xoauth2, oauthbearer"),
                         planned("smtp_sasl_mechanism_filter"));
  }

  void lets_the_passwords_of_other_servers_pass() {
    situation_.has_passwords = true;
    CPPUNIT_ASSERT_EQUAL(std::string(), planned("smtp_sasl_mechanism_filter"));
    situation_.now["smtp_sasl_mechanism_filter"] = "plain, login";
    CPPUNIT_ASSERT_EQUAL(std::string("xoauth2, oauthbearer, plain, login"),
                         planned("smtp_sasl_mechanism_filter"));
  }

  void takes_the_map_that_there_is() {
    const struct {
      const char* maps;
      const char* planned;
      const char* table;
      const char* file;
      bool is_compiled;
    } cases[] = {
        {"lmdb:/m", "lmdb:/m", "lmdb:/m", "/m", true},
        {"/m", "/m", "hash:/m", "/m", true},
        {"texthash:/m", "texthash:/m", "texthash:/m", "/m", false},
        {"ldap:/l, hash:/m hash:/n", "ldap:/l, hash:/m hash:/n", "hash:/m", "/m", true},
        {"ldap:/l", "ldap:/l, hash:/etc/postfix/sasl_passwd", "hash:/etc/postfix/sasl_passwd",
         "/etc/postfix/sasl_passwd", true},
    };
    for (const auto& each : cases) {
      situation_.now["smtp_sasl_password_maps"] = each.maps;
      CPPUNIT_ASSERT_EQUAL(std::string(each.planned), planned("smtp_sasl_password_maps"));
      CPPUNIT_ASSERT_EQUAL(std::string(each.table), plan().map.table);
      CPPUNIT_ASSERT_EQUAL(std::string(each.file), plan().map.file);
      CPPUNIT_ASSERT_EQUAL(each.is_compiled, plan().map.is_compiled);
    }
    situation_.now["smtp_sasl_password_maps"] = "";
    situation_.now["default_database_type"] = "lmdb";
    CPPUNIT_ASSERT_EQUAL(std::string("lmdb:/etc/postfix/sasl_passwd"), plan().map.table);
    situation_.now.clear();  // without Postfix
    CPPUNIT_ASSERT_EQUAL(std::string("hash:/etc/postfix/sasl_passwd"), plan().map.table);
  }

  void wraps_the_connection_where_the_port_wants_it() {
    CPPUNIT_ASSERT_EQUAL(std::string("(not planned)"), planned("smtp_tls_wrappermode"));
    situation_.now["smtp_tls_wrappermode"] = "yes";
    CPPUNIT_ASSERT_EQUAL(std::string("no"), planned("smtp_tls_wrappermode"));
    relay_ = {"smtp.example", 465, true};
    CPPUNIT_ASSERT_EQUAL(std::string("yes"), planned("smtp_tls_wrappermode"));
  }

  void lets_a_refused_login_be_tried_again() {
    situation_.now["smtp_sasl_auth_cache_name"] = "proxy:btree:/c";
    CPPUNIT_ASSERT_EQUAL(std::string(), planned("smtp_sasl_auth_cache_name"));
    CPPUNIT_ASSERT(missing().find("smtp_sasl_auth_cache_name = \n") != std::string::npos);
  }

  void finds_the_systems_certificates() {
    CPPUNIT_ASSERT_EQUAL(std::string("/etc/pki/tls/certs/ca-bundle.crt"),
                         system_ca_file([](const char* path) {
                           return std::string_view(path).find("pki") != std::string_view::npos;
                         }));
    CPPUNIT_ASSERT_EQUAL(std::string(), system_ca_file([](const char*) { return false; }));
    situation_.ca_file.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("(not planned)"), planned("smtp_tls_CAfile"));
  }

 private:
  static std::string text_of(const std::vector<PostfixSetting>& settings) {
    std::string text;
    for (const PostfixSetting& each : settings) text += each.name + " = " + each.value + "\n";
    return text;
  }

  PostfixPlan plan() { return plan_postfix(relay_, "you@h", situation_); }
  std::string missing() { return text_of(missing_settings(plan(), situation_.now)); }

  std::string planned(std::string_view name) {
    for (const PostfixSetting& each : plan().settings) {
      if (each.name == name) return each.value;
    }
    return "(not planned)";
  }

  Relay relay_;
  PostfixSituation situation_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(PlanTest);

}  // namespace
}  // namespace tool
