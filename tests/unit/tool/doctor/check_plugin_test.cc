// SPDX-License-Identifier: MIT
#include "tool/doctor/check_plugin.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"
#include "tests/support/memory_files.h"

namespace tool {
namespace {

std::string with_nul(std::string text) { return text + '\0'; }

std::string door(const std::string& version) {
  return with_nul("sasl-oauth door " + version + " abi 1");
}

class CheckPluginTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckPluginTest);
  CPPUNIT_TEST(is_content_with_a_whole_installation);
  CPPUNIT_TEST(tells_where_the_plugin_is_if_libsasl_looks_elsewhere);
  CPPUNIT_TEST(tells_of_a_plugin_of_another_version);
  CPPUNIT_TEST(tells_of_a_plugin_that_others_may_replace);
  CPPUNIT_TEST(tells_of_two_of_them_and_of_a_leftover);
  CPPUNIT_TEST(tells_of_modules_that_cannot_be_opened);
  CPPUNIT_TEST(tells_of_a_core_of_another_build);
  CPPUNIT_TEST(tells_of_a_sasl_path_without_passwords);
  CPPUNIT_TEST(tells_of_a_libsasl_that_does_not_fit);
  CPPUNIT_TEST(finds_the_plugins_of_others_without_loading_them);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    files_ = {};
    facts_ = {};
    modules_ = {};
    places_ = {"", "/usr/lib/sasl2", "/usr/lib/sasl2", "/usr/lib/sasl-oauth/core.so",
               "/usr/lib/sasl-oauth/network.so"};
    files_.files["/usr/lib/sasl2/libsasl-oauth.so"] = {door(PACKAGE_VERSION)};
    files_.files["/usr/lib/sasl2/libplain.so"] = {with_nul("sasl_client_plug_init PLAIN")};
    files_.files["/usr/lib/sasl-oauth/core.so"] = {
        with_nul("sasl-oauth core " PACKAGE_VERSION " abi 1")};
  }

  void is_content_with_a_whole_installation() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("ok: /usr/lib/sasl2/libsasl-oauth.so is there, version " PACKAGE_VERSION "\n"
                    "ok: core.so and network.so beside the tool can be opened\n"
                    "ok: libsasl2 2.1.28 (/lib/libsasl2.so.2)\n"),
        run());
  }

  void tells_where_the_plugin_is_if_libsasl_looks_elsewhere() {
    places_.our_folder = "/opt/sasl2";
    facts_.facts["/opt/sasl2/libsasl-oauth.so"] = {};
    files_.files.erase("/usr/lib/sasl2/libsasl-oauth.so");
    assert_told(
        "problem: libsasl-oauth.so is in /opt/sasl2, but libsasl looks in /usr/lib/sasl2 "
        "-> ln -s /opt/sasl2/libsasl-oauth.so /usr/lib/sasl2/\n");
    places_.sasl_path = "/a:/b";
    assert_told(
        "problem: libsasl-oauth.so is in /opt/sasl2, but libsasl looks in /a, /b "
        "(SASL_PATH) -> export SASL_PATH=/a:/b:/opt/sasl2\n");
    facts_.facts.clear();
    assert_told(
        "problem: libsasl-oauth.so is neither in /a, /b nor in /opt/sasl2, where it was "
        "installed -> reinstall sasl-oauth, then restart the mail programs\n");
  }

  void tells_of_a_plugin_of_another_version() {
    files_.files["/usr/lib/sasl2/libsasl-oauth.so"] = {door("0.0.9")};
    assert_told(
        "problem: /usr/lib/sasl2/libsasl-oauth.so is of version 0.0.9, this tool "
        "of " PACKAGE_VERSION " -> reinstall sasl-oauth, then restart the mail programs\n");
    files_.files["/usr/lib/sasl2/libsasl-oauth.so"] = {"something"};
    assert_told("problem: /usr/lib/sasl2/libsasl-oauth.so is not the plugin of this sasl-oauth");
    files_.files["/usr/lib/sasl2/libsasl-oauth.so"].is_forbidden = true;
    CPPUNIT_ASSERT_MESSAGE(run(), run().rfind("problem: ", 0) == 0);
  }

  void tells_of_a_plugin_that_others_may_replace() {
    FileFact fact;
    fact.mode = 0775;
    facts_.facts["/usr/lib/sasl2/libsasl-oauth.so"] = fact;
    assert_told(
        "problem: /usr/lib/sasl2/libsasl-oauth.so can be written by others, who could then "
        "be anybody here -> chmod go-w /usr/lib/sasl2/libsasl-oauth.so\n");
  }

  void tells_of_two_of_them_and_of_a_leftover() {
    files_.files["/usr/lib/sasl2/libsasl-oauth-old.so"] = {door(PACKAGE_VERSION)};
    files_.files["/usr/lib/sasl2/libsasl-oauth.la"] = {""};
    assert_told(
        "warning: the plugin is there more than once "
        "(/usr/lib/sasl2/libsasl-oauth-old.so, /usr/lib/sasl2/libsasl-oauth.so), and which "
        "one counts is chance -> rm /usr/lib/sasl2/libsasl-oauth.so\n");
    assert_told(
        "note: /usr/lib/sasl2/libsasl-oauth.la makes some builds of libsasl pass over "
        "libsasl-oauth.so -> rm /usr/lib/sasl2/libsasl-oauth.la\n");
  }

  void tells_of_modules_that_cannot_be_opened() {
    modules_.broken["/usr/lib/sasl-oauth/network.so"] = "libcurl.so.4: cannot open";
    assert_told(
        "problem: cannot open /usr/lib/sasl-oauth/network.so: libcurl.so.4: cannot open: no "
        "token can be fetched -> reinstall sasl-oauth, then restart the mail programs\n");
    modules_.broken["/usr/lib/sasl-oauth/core.so"] = "no such file";
    assert_told(
        "problem: cannot open /usr/lib/sasl-oauth/core.so: no such file: every login fails "
        "-> reinstall sasl-oauth, then restart the mail programs\n");
  }

  void tells_of_a_core_of_another_build() {
    for (const char* label :
         {"sasl-oauth core 0.0.9 abi 1", "sasl-oauth core " PACKAGE_VERSION " abi 2", ""}) {
      files_.files["/usr/lib/sasl-oauth/core.so"] = {with_nul(label)};
      assert_told(
          "problem: /usr/lib/sasl-oauth/core.so is of another version than the plugin or "
          "the tool -> reinstall sasl-oauth, then restart the mail programs\n");
    }
  }

  void tells_of_a_sasl_path_without_passwords() {
    places_.sasl_path = "/mine";
    files_.files["/mine/libsasl-oauth.so"] = {door(PACKAGE_VERSION)};
    assert_told(
        "warning: SASL_PATH replaces libsasl's own folder, and PLAIN (libplain.so) is not in "
        "it: programs with this environment can use no password -> export "
        "SASL_PATH=/mine:/usr/lib/sasl2\n");
    places_.sasl_path = "/mine:/usr/lib/sasl2=ignored";
    CPPUNIT_ASSERT(run().find("SASL_PATH") == std::string::npos);
  }

  void tells_of_a_libsasl_that_does_not_fit() {
    modules_.system->minor = 2;
    assert_told(
        "problem: libsasl2 2.2.28 (/lib/libsasl2.so.2) is not one of 2.1, which this plugin "
        "was built for: in front of it the mechanisms are absent -> install a sasl-oauth "
        "that was built for it\n");
    modules_.system.reset();
    assert_told("problem: there is no libsasl2 on this machine, so no program can use the plugin");
  }

  void finds_the_plugins_of_others_without_loading_them() {
    files_.files["/usr/lib/sasl2/libxoauth2.so"] = {with_nul("sasl_client_plug_init") +
                                                    with_nul("XOAUTH2")};
    files_.files["/usr/lib/sasl2/libxoauth2.so.0"] = {"not read"};
    PluginCheck check(files_, facts_, modules_, places_);
    check.run();
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), check.others().size());
    CPPUNIT_ASSERT_EQUAL(std::string("/usr/lib/sasl2/libxoauth2.so"), check.others()[0].path);
    CPPUNIT_ASSERT_EQUAL(std::string("libxoauth2.so"), check.others()[0].file);
    CPPUNIT_ASSERT(check.others()[0].mechanisms == std::vector<std::string>{"XOAUTH2"});
  }

 private:
  std::string run() { return told(PluginCheck(files_, facts_, modules_, places_).run()); }

  void assert_told(const std::string& line) {
    const std::string all = run();
    CPPUNIT_ASSERT_MESSAGE(all, all.find(line) != std::string::npos);
  }

  oauth::MemoryFiles files_;
  FakeFileFacts facts_;
  FakeModules modules_;
  PluginPlaces places_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckPluginTest);

}  // namespace
}  // namespace tool
