// SPDX-License-Identifier: MIT
#include "tool/postfix/apply.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/captured_terminal.h"
#include "tests/support/doctor_fakes.h"

namespace tool {
namespace {

class ApplyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ApplyTest);
  CPPUNIT_TEST(shows_what_was_and_what_will_be);
  CPPUNIT_TEST(names_what_separates_the_passwords_of_others);
  CPPUNIT_TEST(says_when_nothing_is_left_to_do);
  CPPUNIT_TEST(changes_nothing_of_somebody_elses_unasked);
  CPPUNIT_TEST(answers_in_json);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    work_ = {};
    work_.plan.relay = {"smtp.example", 587, false};
    work_.plan.user = "you@h";
    work_.plan.map = {"hash:/m", "/m", true};
    work_.changes = {{{"relayhost", "[smtp.example]:587", ""}, true, ""},
                     {{"smtp_sasl_auth_enable", "yes", ""}, false, "no"}};
    programs_ = {};
    programs_
        .answers["postconf -e relayhost = [smtp.example]:587 smtp_sasl_auth_enable = yes"] = {};
  }

  void shows_what_was_and_what_will_be() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("relayhost = [smtp.example]:587   (was empty)\n"
                    "smtp_sasl_auth_enable = yes   (was no, Postfix's default)\n"
                    "Done. Postfix does not run; it reads this when it starts.\n"
                    "To undo it:\n"
                    "  postconf -e 'relayhost = '\n"
                    "  postconf -X smtp_sasl_auth_enable\n"
                    "  postfix reload\n"
                    "To see whether all is well:\n"
                    "  sudo sasl-oauth postfix '[smtp.example]:587' you@h --check\n"),
        said(0));
    programs_.answers["postfix status"] = programs_.answers["postfix reload"] = {};
    CPPUNIT_ASSERT(said(0).find("Done, and Postfix has read it.\n") != std::string::npos);
    programs_.answers["postfix reload"] = {1, ""};
    CPPUNIT_ASSERT(
        said(78).find("postfix ended with status 1; to see why, run: postfix reload\n") !=
        std::string::npos);
  }

  void names_what_separates_the_passwords_of_others() {
    work_.other_server = "[other]:587";
    CPPUNIT_ASSERT(said(0).find("warning: [other]:587 has a password; if it offers XOAUTH2 or "
                                "OAUTHBEARER too, separate it: postconf -M passwords/unix=") !=
                   std::string::npos);
  }

  void says_when_nothing_is_left_to_do() {
    work_.changes.clear();
    CPPUNIT_ASSERT_EQUAL(std::string("Nothing to change: Postfix sends through [smtp.example]:587 "
                                     "as you@h already.\n"),
                         said(0));
    CPPUNIT_ASSERT(programs_.asked.empty());
  }

  void changes_nothing_of_somebody_elses_unasked() {
    work_.changes[0].before = "[old]:25";
    options_.is_confirmed = true;
    CPPUNIT_ASSERT(said(0).find("relayhost = [smtp.example]:587   (was [old]:25)\n") == 0);
    options_.is_confirmed = false;
    programs_.asked.clear();
    const std::string all = said(78);
    CPPUNIT_ASSERT_MESSAGE(all, all.find("nothing was changed: relayhost is [old]:25; to change it "
                                         "without a question, give --yes\n") != std::string::npos);
    CPPUNIT_ASSERT(programs_.asked.empty());
  }

  void answers_in_json() {
    options_.wants_json = true;
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"relay": "[smtp.example]:587", "account": "you@h", "changed": true, )"
                    R"("settings": [{"name": "relayhost", "before": "", )"
                    R"("after": "[smtp.example]:587"}, )"
                    R"({"name": "smtp_sasl_auth_enable", "after": "yes"}], "map": "hash:/m", )"
                    R"("entry": "none", "reloaded": false, "undo": ["postconf -e 'relayhost = '", )"
                    R"("postconf -X smtp_sasl_auth_enable", "postfix reload"]})"
                    "\n"),
        said(0));
  }

 private:
  // Without a terminal to ask on: the tests' standard input may be one.
  std::string said(int code) {
    CapturedTerminal captured;
    FILE* const nothing = freopen("/dev/null", "r", stdin);
    CPPUNIT_ASSERT(nothing != nullptr);
    CPPUNIT_ASSERT_EQUAL(code, apply_postfix(work_, options_, programs_, captured.terminal));
    return captured.output() + captured.errors();
  }

  PostfixWork work_;
  Options options_;
  FakePrograms programs_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ApplyTest);

}  // namespace
}  // namespace tool
