// SPDX-License-Identifier: MIT
#include "tool/doctor/postfix_settings.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

using Words = std::vector<std::string>;

constexpr char parameters_command[] =
    "postconf -x compatibility_level config_directory default_database_type "
    "import_environment mail_owner "
    "queue_directory relayhost sender_dependent_relayhost_maps smtp_sasl_auth_cache_name "
    "smtp_sasl_auth_enable smtp_sasl_mechanism_filter smtp_sasl_password_maps "
    "smtp_sasl_security_options smtp_sasl_tls_security_options smtp_sasl_type "
    "smtp_sender_dependent_authentication smtp_enforce_tls smtp_tls_CAfile smtp_tls_CApath "
    "smtp_tls_policy_maps smtp_tls_security_level smtp_tls_wrappermode smtp_use_tls transport_maps";

class PostfixSettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PostfixSettingsTest);
  CPPUNIT_TEST(asks_postconf_for_values_and_services);
  CPPUNIT_TEST(tells_what_main_cf_itself_says);
  CPPUNIT_TEST(tells_why_there_are_none);
  CPPUNIT_TEST(takes_a_dash_for_a_chroot_in_old_versions_alone);
  CPPUNIT_TEST(reads_the_overrides_of_a_service);
  CPPUNIT_TEST(passes_over_what_runs_no_smtp_client);
  CPPUNIT_TEST(tells_which_service_keeps_the_rights_of_root);
  CPPUNIT_TEST(tells_the_environment_of_postfixs_programs);
  CPPUNIT_TEST(splits_lists_as_postfix_does);
  CPPUNIT_TEST_SUITE_END();

 public:
  void asks_postconf_for_values_and_services() {
    FakePrograms programs;
    programs.answers[parameters_command] = {
        0, "compatibility_level = 3.6\nrelayhost = [h]:587\nsmtp_sasl_auth_cache_name =\n"};
    programs.answers["postconf -M"] = {0, "smtp unix - - y - - smtp\n"};
    const auto settings = postfix_settings(programs);
    CPPUNIT_ASSERT(static_cast<bool>(settings));
    CPPUNIT_ASSERT_EQUAL(std::string("[h]:587"), settings->value("relayhost"));
    CPPUNIT_ASSERT_EQUAL(std::string(), settings->value("smtp_sasl_auth_cache_name"));
    CPPUNIT_ASSERT_EQUAL(std::string(), settings->value("unknown"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), settings->services.size());
    CPPUNIT_ASSERT(settings->services[0].is_jailed);
  }

  void tells_what_main_cf_itself_says() {
    FakePrograms programs;
    CPPUNIT_ASSERT(!postfix_main_cf(programs));
    programs.answers["postconf -n"] = {0, "relayhost = $mydomain\nsmtp_tls_CAfile =\n"};
    const auto own = postfix_main_cf(programs);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), own->size());
    CPPUNIT_ASSERT_EQUAL(std::string("$mydomain"), own->at("relayhost"));
    CPPUNIT_ASSERT_EQUAL(std::string(), own->at("smtp_tls_CAfile"));
  }

  void tells_why_there_are_none() {
    FakePrograms programs;
    CPPUNIT_ASSERT_EQUAL(std::string("is not installed"),
                         postfix_settings(programs).error().message);
    programs.answers[parameters_command] = {1, ""};
    CPPUNIT_ASSERT_EQUAL(std::string("is not configured"),
                         postfix_settings(programs).error().message);
    programs.hangs = true;
    CPPUNIT_ASSERT(postfix_settings(programs).error().kind == oauth::ErrorKind::unavailable);
  }

  void takes_a_dash_for_a_chroot_in_old_versions_alone() {
    const struct {
      const char* column;
      const char* level;
      bool is_jailed;
    } cases[] = {{"y", "3.6", true}, {"n", "0", false}, {"-", "0", true},
                 {"-", "", true},    {"-", "1", false}, {"-", "3.6", false}};
    for (const auto& each : cases) {
      const std::string line = std::string("smtp unix - - ") + each.column + " - - smtp";
      CPPUNIT_ASSERT_EQUAL_MESSAGE(line, each.is_jailed,
                                   parse_services(line, each.level).at(0).is_jailed);
    }
  }

  void reads_the_overrides_of_a_service() {
    PostfixSettings settings;
    settings.parameters["b"] = "from main.cf";
    settings.services = parse_services(
        "relay      unix  -       -       n       -       -       smtp -o a=1 -ob=2 -v -o { c = x "
        "y } -o",
        "3.6");
    const PostfixService& relay = settings.services.at(0);
    CPPUNIT_ASSERT_EQUAL(std::string("1"), settings.value(relay, "a"));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), settings.value(relay, "b"));
    CPPUNIT_ASSERT_EQUAL(std::string("x y"), settings.value(relay, "c"));
    CPPUNIT_ASSERT_EQUAL(std::string("from main.cf"), settings.value("b"));
  }

  void passes_over_what_runs_no_smtp_client() {
    CPPUNIT_ASSERT(parse_services("smtp inet n - y - - smtpd\n"
                                  "#smtp unix - - y - - smtp\n"
                                  "lmtp unix - - y - - lmtp\n"
                                  "short unix - smtp\n"
                                  "\n",
                                  "3.6")
                       .empty());
  }

  void tells_the_environment_of_postfixs_programs() {
    PostfixSettings settings;
    settings.parameters["import_environment"] = "MAIL_CONFIG TZ LANG=C {SASL_PATH=/a:/b}";
    CPPUNIT_ASSERT_EQUAL(std::string("/a:/b"), settings.imported("SASL_PATH"));
    CPPUNIT_ASSERT_EQUAL(std::string("C"), settings.imported("LANG"));
    CPPUNIT_ASSERT_EQUAL(std::string(), settings.imported("TZ"));
  }

  void tells_which_service_keeps_the_rights_of_root() {
    CPPUNIT_ASSERT(!parse_services("smtp unix - - y - - smtp", "3.6").at(0).keeps_root);
    CPPUNIT_ASSERT(!parse_services("smtp unix - y y - - smtp", "3.6").at(0).keeps_root);
    CPPUNIT_ASSERT(parse_services("smtp unix - n y - - smtp", "3.6").at(0).keeps_root);
  }

  void splits_lists_as_postfix_does() {
    CPPUNIT_ASSERT(postfix_words(" a,b\t c,, ") == (Words{"a", "b", "c"}));
    CPPUNIT_ASSERT(postfix_words("").empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PostfixSettingsTest);

}  // namespace
}  // namespace tool
