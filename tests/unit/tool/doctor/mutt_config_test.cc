// SPDX-License-Identifier: MIT
#include "tool/doctor/mutt_config.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class MuttConfigTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MuttConfigTest);
  CPPUNIT_TEST(reads_what_is_set);
  CPPUNIT_TEST(keeps_no_password);
  CPPUNIT_TEST(names_the_files_that_are_read_too);
  CPPUNIT_TEST(takes_urls_apart);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_what_is_set() {
    const MuttConfig config = parse_muttrc(
        "# set imap_user=no\n"
        "set imap_user = \"you@h\" ssl_force_tls smtp_url='smtps://you@h@s/' # end\n"
        "  set folder=imaps://h/?a=b\n"
        "set imap_oauth_refresh_command=\"sasl-oauth token \\\"you@h\\\"\"\n"
        "set editor=vi\n"
        "set spoolfile=\"unended\n"
        "folder-hook . 'set imap_user=me'\n");
    CPPUNIT_ASSERT_EQUAL(std::string("you@h"), config.value("imap_user"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), config.find("imap_user")->line);
    CPPUNIT_ASSERT_EQUAL(std::string("yes"), config.value("ssl_force_tls"));
    CPPUNIT_ASSERT_EQUAL(std::string("smtps://you@h@s/"), config.value("smtp_url"));
    CPPUNIT_ASSERT_EQUAL(std::string("imaps://h/?a=b"), config.value("folder"));
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth token \"you@h\""),
                         config.value("imap_oauth_refresh_command"));
    CPPUNIT_ASSERT_EQUAL(std::string("unended"), config.value("spoolfile"));
    CPPUNIT_ASSERT(config.find("editor") == nullptr && config.value("editor").empty());
  }

  void keeps_no_password() {
    const MuttConfig config = parse_muttrc("set imap_pass=CANARY smtp_pass=\"CANARY\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("set set"),
                         config.value("imap_pass") + " " + config.value("smtp_pass"));
  }

  void names_the_files_that_are_read_too() {
    const MuttConfig config = parse_muttrc("\nsource \"~/.mutt/more\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("~/.mutt/more"), config.sourced.at(0).value);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), config.sourced[0].line);
  }

  void takes_urls_apart() {
    const struct {
      const char* url;
      bool is_encrypted;
      const char* user;
      const char* host;
    } cases[] = {{"imaps://you@example.com@h:993/INBOX", true, "you@example.com", "h"},
                 {"imaps://you%40example.com@h", true, "you@example.com", "h"},
                 {"smtps://you+tag@example.com@h", true, "you+tag@example.com", "h"},
                 {"smtp://you:CANARY@h:587", false, "you", "h"},
                 {"imap://h/", false, "", "h"},
                 {"~/Mail", false, "", ""},
                 {"", false, "", ""}};
    for (const auto& each : cases) {
      const MuttServer server = parse_mutt_url(each.url);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.url, std::string(each.user), server.user);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.url, std::string(each.host), server.host);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.url, each.is_encrypted, server.is_encrypted);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MuttConfigTest);

}  // namespace
}  // namespace tool
