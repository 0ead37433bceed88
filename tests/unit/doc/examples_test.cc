// SPDX-License-Identifier: MIT
// The examples in doc/examples/ are what the manual says they are.
#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <fstream>
#include <sstream>
#include <string>

#include "oauth/config.h"
#include "oauth/config_reader.h"
#include "oauth/provider_reader.h"
#include "oauth/store/foreign_json.h"
#include "oauth/store/record_json.h"
#include "plugin/door/plugin_conf.h"
#include "tests/support/sentence.h"

namespace {

using oauth::sentence_of;

std::string example(const std::string& name) {
  const char* top = ::getenv("srcdir");
  std::ifstream file(std::string(top ? top : ".") + "/doc/examples/" + name);
  CPPUNIT_ASSERT_MESSAGE(name, file.good());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class ExamplesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExamplesTest);
  CPPUNIT_TEST(the_configuration_parses_and_its_references_hold);
  CPPUNIT_TEST(the_provider_is_complete);
  CPPUNIT_TEST(the_records_are_written_as_they_were_read);
  CPPUNIT_TEST(the_foreign_token_file_is_written_as_it_was_read);
  CPPUNIT_TEST(the_plugin_conf_says_what_its_page_says);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_configuration_parses_and_its_references_hold() {
    const auto parsed = oauth::parse_configuration(example("config.toml"), "config.toml",
                                                   oauth::SourceTrust::readable_by_others);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(parsed));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(oauth::check_clients(*parsed)));
    CPPUNIT_ASSERT(!parsed->accounts.empty() && !parsed->clients.empty());
  }

  void the_provider_is_complete() {
    const auto provider = oauth::parse_provider(example("provider.toml"), "provider.toml", "own");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(provider));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(oauth::check(*provider)));
  }

  void the_records_are_written_as_they_were_read() {
    for (const char* name : {"account.json", "account-refused.json"}) {
      const std::string text = example(name);
      const auto record = oauth::parse_record(text, name);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("success"), sentence_of(record));
      CPPUNIT_ASSERT_EQUAL(text, std::string(oauth::write_record(*record).reveal()));
    }
  }

  void the_foreign_token_file_is_written_as_it_was_read() {
    const std::string text = example("sasl-xoauth2-token.json");
    const auto record = oauth::parse_foreign(text, "token.json", "", "sasl-xoauth2.conf");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
    const auto written = oauth::rewrite_foreign(text, "token.json", *record);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(written));
    CPPUNIT_ASSERT_EQUAL(text, std::string(written->reveal()));
  }

  void the_plugin_conf_says_what_its_page_says() {
    const std::string text = example("plugin.conf");
    const auto prefer = [&](const char* program) {
      return door::parse_plugin_conf(text.data(), text.size(), program).prefer;
    };
    CPPUNIT_ASSERT(prefer("mbsync") != prefer("ldapsearch"));
    const auto smtp = door::parse_plugin_conf(text.data(), text.size(), "smtp");
    CPPUNIT_ASSERT_EQUAL(std::string("postfix"), std::string(smtp.jail_user));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExamplesTest);

}  // namespace
