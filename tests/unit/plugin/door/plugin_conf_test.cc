// SPDX-License-Identifier: MIT
#include "plugin/door/plugin_conf.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <string>

#include "tests/support/temporary_folder.h"

namespace door {
namespace {

PluginConf parsed(const std::string& text, const char* program = "mbsync") {
  return parse_plugin_conf(text.data(), text.size(), program);
}

class PluginConfTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PluginConfTest);
  CPPUNIT_TEST(says_auto_and_no_when_there_is_no_text);
  CPPUNIT_TEST(knows_postfix_as_a_program_that_jails_itself);
  CPPUNIT_TEST(takes_the_word_on_the_program_before_the_word_on_all);
  CPPUNIT_TEST(claims_noplaintext_only_for_a_clear_yes);
  CPPUNIT_TEST(replaces_the_built_in_jail_table);
  CPPUNIT_TEST(passes_over_what_is_unknown_or_malformed);
  CPPUNIT_TEST(reads_libsasl_lines_with_comments_and_blanks);
  CPPUNIT_TEST(refuses_a_user_name_that_does_not_fit);
  CPPUNIT_TEST(takes_no_program_name_for_an_empty_one);
  CPPUNIT_TEST(reads_a_file);
  CPPUNIT_TEST(takes_an_unreadable_file_for_none);
  CPPUNIT_TEST(does_not_block_on_a_fifo);
  CPPUNIT_TEST(reads_whole_lines_up_to_the_bound);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_auto_and_no_when_there_is_no_text() {
    const PluginConf conf = parse_plugin_conf(nullptr, 0, "mbsync");
    CPPUNIT_ASSERT(conf.prefer == Preference::by_account);
    CPPUNIT_ASSERT(!conf.noplaintext);
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(conf.jail_user));
  }

  void knows_postfix_as_a_program_that_jails_itself() {
    for (const char* program : {"smtp", "lmtp"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("postfix"), std::string(parsed("", program).jail_user));
    }
    for (const char* program : {"smtpd", "SMTP", "smt", "", "smtp=postfix"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), std::string(parsed("", program).jail_user));
    }
  }

  void takes_the_word_on_the_program_before_the_word_on_all() {
    struct Case {
      const char* text;
      Preference expected;
    };
    for (const Case& c : {
             Case{"prefer: yes", Preference::always},
             Case{"prefer: no", Preference::never},
             Case{"prefer: auto", Preference::by_account},
             Case{"prefer: YES", Preference::always},
             Case{"prefer: auto mbsync=no ldapsearch=yes", Preference::never},
             Case{"prefer: mbsync=yes no", Preference::always},
             Case{"prefer: no mbsync=auto", Preference::by_account},
             Case{"prefer: mbsync=no mbsync=yes", Preference::always},
             Case{"prefer: yes no", Preference::never},
             Case{"prefer: yes mbsync=maybe", Preference::always},
             Case{"prefer: yes MBSYNC=no", Preference::always},
             Case{"prefer: yes mbsyn=no mbsyncs=no", Preference::always},
             Case{"prefer: yes\nprefer: mbsync=no", Preference::never},
         }) {
      CPPUNIT_ASSERT_MESSAGE(c.text, parsed(c.text).prefer == c.expected);
    }
  }

  void claims_noplaintext_only_for_a_clear_yes() {
    for (const char* yes : {"yes", "Yes", "on", "true", "1", "  yes  ", "yes # why"}) {
      CPPUNIT_ASSERT_MESSAGE(yes, parsed("noplaintext:" + std::string(yes)).noplaintext);
    }
    for (const char* no : {"", "no", "off", "false", "0", "yesterday", "y", "# yes"}) {
      CPPUNIT_ASSERT_MESSAGE(no, !parsed("noplaintext:" + std::string(no)).noplaintext);
    }
    CPPUNIT_ASSERT(!parsed("noplaintext: yes\nnoplaintext: no").noplaintext);
  }

  void replaces_the_built_in_jail_table() {
    const std::string own = "jailed: smtp=mail\njailed: exim=Debian-exim\n";
    CPPUNIT_ASSERT_EQUAL(std::string("mail"), std::string(parsed(own, "smtp").jail_user));
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(parsed(own, "lmtp").jail_user));
    CPPUNIT_ASSERT_EQUAL(std::string("Debian-exim"), std::string(parsed(own, "exim").jail_user));
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(parsed("jailed:", "smtp").jail_user));
  }

  void passes_over_what_is_unknown_or_malformed() {
    const std::string junk[] = {"prefer yes",
                                ": yes",
                                "pre fer: yes",
                                "preferred: yes",
                                "# prefer: yes",
                                "prefer: # yes",
                                "prefer:=yes",
                                "prefer: =",
                                "jailed: smtp",
                                "jailed: smtp=",
                                "jailed: =nobody",
                                "xoauth2: prefer: yes",
                                std::string("prefer: yes\0", 12),
                                std::string("\0prefer: yes", 12),
                                "\xff\xfe:\x01"};
    for (const std::string& text : junk) {
      const PluginConf conf = parsed(text);
      CPPUNIT_ASSERT_MESSAGE(text, conf.prefer == Preference::by_account);
      CPPUNIT_ASSERT_MESSAGE(text, !conf.noplaintext);
      CPPUNIT_ASSERT_MESSAGE(text, conf.jail_user[0] == '\0');
      CPPUNIT_ASSERT_MESSAGE(text, parsed(text + "\nprefer: yes\n").prefer == Preference::always);
    }
  }

  void reads_libsasl_lines_with_comments_and_blanks() {
    const PluginConf conf = parsed(
        "# ours\r\n\r\n  \t PREFER :\tno mbsync=yes # for all\r\n\nNoPlaintext: yes\r\n"
        "jailed:mbsync=mail");
    CPPUNIT_ASSERT(conf.prefer == Preference::always);
    CPPUNIT_ASSERT(conf.noplaintext);
    CPPUNIT_ASSERT_EQUAL(std::string("mail"), std::string(conf.jail_user));
  }

  void refuses_a_user_name_that_does_not_fit() {
    const std::string longest(max_user_name_bytes - 1, 'u');
    CPPUNIT_ASSERT_EQUAL(longest, std::string(parsed("jailed: mbsync=" + longest).jail_user));
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         std::string(parsed("jailed: mbsync=u" + longest).jail_user));
  }

  void takes_no_program_name_for_an_empty_one() {
    const std::string text = "prefer: yes =no";
    CPPUNIT_ASSERT(parse_plugin_conf(text.data(), text.size(), nullptr).prefer ==
                   parse_plugin_conf(text.data(), text.size(), "").prefer);
  }

  void reads_a_file() {
    const oauth::TemporaryFolder folder;
    const std::string path = folder.write("plugin.conf", "prefer: mbsync=yes\n");
    CPPUNIT_ASSERT(read_plugin_conf(path.c_str(), "mbsync").prefer == Preference::always);
    CPPUNIT_ASSERT(read_plugin_conf(path.c_str(), "mutt").prefer == Preference::by_account);
  }

  void takes_an_unreadable_file_for_none() {
    const oauth::TemporaryFolder folder;
    for (const std::string& path : {folder.path(), folder.path() + "/missing"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("postfix"),
                           std::string(read_plugin_conf(path.c_str(), "smtp").jail_user));
    }
  }

  void does_not_block_on_a_fifo() {
    const oauth::TemporaryFolder folder;
    const std::string path = folder.path() + "/plugin.conf";
    CPPUNIT_ASSERT_EQUAL(0, mkfifo(path.c_str(), 0600));
    CPPUNIT_ASSERT(read_plugin_conf(path.c_str(), "mbsync").prefer == Preference::by_account);
  }

  void reads_whole_lines_up_to_the_bound() {
    const oauth::TemporaryFolder folder;
    const std::string last = "prefer: yes\n";
    const std::string filler(max_conf_bytes - last.size() - 1, '#');
    const std::string fits = folder.write("fits", filler + "\n" + last);
    CPPUNIT_ASSERT(read_plugin_conf(fits.c_str(), "mbsync").prefer == Preference::always);
    const std::string cut = folder.write("cut", filler + "\nprefer: yes mbsync=no\n");
    CPPUNIT_ASSERT(read_plugin_conf(cut.c_str(), "mbsync").prefer == Preference::by_account);
    const std::string one_line = folder.write("one_line", std::string(max_conf_bytes + 1, ':'));
    CPPUNIT_ASSERT(read_plugin_conf(one_line.c_str(), "mbsync").prefer == Preference::by_account);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginConfTest);

}  // namespace
}  // namespace door
