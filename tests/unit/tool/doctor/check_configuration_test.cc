// SPDX-License-Identifier: MIT
#include "tool/doctor/check_configuration.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"
#include "tests/support/memory_files.h"

namespace tool {
namespace {

class CheckConfigurationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckConfigurationTest);
  CPPUNIT_TEST(is_content_without_any_file);
  CPPUNIT_TEST(names_file_and_line_of_a_mistake_and_goes_on);
  CPPUNIT_TEST(finds_what_another_user_can_change);
  CPPUNIT_TEST(finds_what_only_the_whole_shows);
  CPPUNIT_TEST(takes_a_template_for_what_it_is);
  CPPUNIT_TEST(tells_of_a_client_without_id_or_secret);
  CPPUNIT_TEST(tells_of_an_environment_that_others_have_not);
  CPPUNIT_TEST(reads_plugin_conf_which_the_door_cannot_complain_about);
  CPPUNIT_TEST(reads_the_configuration_of_sasl_xoauth2);
  CPPUNIT_TEST(repeats_no_secret);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    files_ = {};
    places_ = {"", false, "/etc/sasl-oauth/plugin.conf", "/etc/sasl-xoauth2.conf"};
  }

  void is_content_without_any_file() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("ok: /etc/sasl-oauth/config.toml is not there, which is fine\n"
                    "ok: /h/.config/sasl-oauth/config.toml is not there, which is fine\n"
                    "ok: /etc/sasl-oauth/plugin.conf is not there, which is fine\n"),
        run());
  }

  void names_file_and_line_of_a_mistake_and_goes_on() {
    files_.files["/etc/sasl-oauth/config.toml"] = {"\n[defauts]\n"};
    files_.files["/h/.config/sasl-oauth/config.toml"].is_forbidden = true;
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(all, all.find("problem: /etc/sasl-oauth/config.toml:2: ") == 0);
    CPPUNIT_ASSERT_MESSAGE(all, all.find("\nproblem: ") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(all, all.find("ok: /etc/sasl-oauth/plugin.conf") != std::string::npos);
  }

  void finds_what_another_user_can_change() {
    for (const char* path :
         {"/etc/sasl-oauth/config.toml", "/etc/sasl-oauth/plugin.conf", "/etc/sasl-xoauth2.conf"}) {
      files_.files.clear();
      files_.files[path] = {"", false, false, "it belongs to user 4711; give it to root"};
      assert_told("problem: it belongs to user 4711; give it to root -> chown \"$(id -u)\" " +
                  std::string(path) + " && chmod go-w " + path);
    }
  }

  void finds_what_only_the_whole_shows() {
    files_.files["/etc/sasl-oauth/config.toml"] = {"[account.\"a@b\"]\nprovider = \"gone\"\n"};
    assert_told("problem: /etc/sasl-oauth/config.toml:2: there is no provider \"gone\" -> ");
    files_.files["/etc/sasl-oauth/config.toml"] = {"[account.\"a@b\"]\nclient = \"gone\"\n"};
    assert_told("problem: /etc/sasl-oauth/config.toml:2: ");
  }

  void takes_a_template_for_what_it_is() {
    files_.files["/usr/share/sasl-oauth/providers/generic.toml"] = {"template = true\n"};
    CPPUNIT_ASSERT(run().find("problem") == std::string::npos);
    files_.files["/usr/share/sasl-oauth/providers/empty.toml"] = {"\n"};
    assert_told("problem: /usr/share/sasl-oauth/providers/empty.toml:1: ");
  }

  void tells_of_a_client_without_id_or_secret() {
    files_.files["/etc/sasl-oauth/config.toml"] = {"[client.a]\nclient_secret = \"file:/gone\"\n"};
    assert_told(
        "problem: /etc/sasl-oauth/config.toml:1: [client.a] has no client_id -> client_id = "
        "\"...\"\n");
    assert_told("/gone");
  }

  void tells_of_an_environment_that_others_have_not() {
    places_.explicit_file = "/x.toml";
    places_.is_from_environment = true;
    assert_told(
        "problem: there is no configuration file /x.toml -> create it, or correct --config "
        "or SASL_OAUTH_CONFIG\n");
    assert_told(
        "note: SASL_OAUTH_CONFIG is set to /x.toml: programs that are started without it "
        "(by cron, systemd, Postfix) read other files -> unset SASL_OAUTH_CONFIG, or set it "
        "for those programs too\n");
  }

  void reads_plugin_conf_which_the_door_cannot_complain_about() {
    files_.files["/etc/sasl-oauth/plugin.conf"] = {"prefer: yes\n"};
    assert_told("ok: /etc/sasl-oauth/plugin.conf is fine\n");
    files_.files["/etc/sasl-oauth/plugin.conf"] = {"prefer: perhaps\n"};
    assert_told("warning: /etc/sasl-oauth/plugin.conf:1: \"perhaps\" is neither");
  }

  void reads_the_configuration_of_sasl_xoauth2() {
    files_.files["/etc/sasl-xoauth2.conf"] = {"{\"client_id\": \"c\", \"client_secret\": \"s\"}"};
    assert_told(
        "ok: /etc/sasl-xoauth2.conf is fine: its values count where a token file has none\n");
    files_.files["/etc/sasl-xoauth2.conf"] = {"{\"client_id\": \"c\",}"};
    assert_told("problem: /etc/sasl-xoauth2.conf: is not a JSON object");
    assert_told("-> correct it, or: mv /etc/sasl-xoauth2.conf /etc/sasl-xoauth2.conf.off\n");
    files_.files["/etc/sasl-xoauth2.conf"] = {"{\"client_id\": \"CLIENT_ID_GOES_HERE\"}"};
    assert_told("-> \"client_id\": \"YOUR CLIENT ID\"   (in /etc/sasl-xoauth2.conf)\n");
  }

  void repeats_no_secret() {
    files_.files["/etc/sasl-oauth/config.toml"] = {
        "[client.a]\nclient_id = \"i\"\nclient_secret = \"CANARY\" CANARY\n"};
    files_.files["/etc/sasl-xoauth2.conf"] = {"{\"client_secret\": \"CANARY\" CANARY"};
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(all, all.find("problem") == 0);
    CPPUNIT_ASSERT_MESSAGE(all, all.find("CANARY") == std::string::npos);
  }

 private:
  std::string run() {
    oauth::ConfigLoader loader(files_, {"/etc", "/usr/share", "/h", places_.explicit_file});
    return told(ConfigurationCheck(files_, loader, places_).run());
  }

  void assert_told(const std::string& line) {
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(all, all.find(line) != std::string::npos);
  }

  oauth::MemoryFiles files_;
  ConfigurationPlaces places_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckConfigurationTest);

}  // namespace
}  // namespace tool
