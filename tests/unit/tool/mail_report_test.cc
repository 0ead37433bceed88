// SPDX-License-Identifier: MIT
#include "tool/mail_report.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/captured_terminal.h"

namespace tool {
namespace {

using oauth::MailStep;

MailReport went_well() {
  MailReport report;
  report.account = "me";
  report.user = "me@example.org";
  report.outcome.service = oauth::MailService::pop;
  report.outcome.server = {"pop.example.org", 995, oauth::Encryption::tls};
  report.outcome.mechanism = "XOAUTH2";
  report.outcome.step = MailStep::using_mailbox;
  return report;
}

MailReport refused() {
  MailReport report = went_well();
  report.outcome.server.encryption = oauth::Encryption::starttls;
  report.outcome.step = MailStep::signing_in;
  report.outcome.error = oauth::Error{oauth::ErrorKind::consent_needed, "it refused the token"};
  report.outcome.words = "-ERR [AUTH] no";
  report.outcome.challenge = {true, "401", "mail", "https://idp.example.org/x"};
  report.explanation = {"the token is no good", "sign in again"};
  return report;
}

class MailReportTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailReportTest);
  CPPUNIT_TEST(is_one_line_where_all_went_well);
  CPPUNIT_TEST(tells_what_the_server_said_and_what_it_means);
  CPPUNIT_TEST(leaves_out_what_is_not_known);
  CPPUNIT_TEST(is_json_for_programs);
  CPPUNIT_TEST(names_each_step);
  CPPUNIT_TEST_SUITE_END();

 public:
  void is_one_line_where_all_went_well() {
    CapturedTerminal captured;
    print_report(went_well(), captured.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("pop   pop.example.org:995 tls  XOAUTH2      ok  signed in, "
                                     "and the mailbox answers\n"),
                         captured.output());
    MailReport smtp = went_well();
    smtp.outcome.service = oauth::MailService::smtp;
    CapturedTerminal other;
    print_report(smtp, other.terminal);
    CPPUNIT_ASSERT_EQUAL(std::string("smtp  pop.example.org:995 tls  XOAUTH2      ok  signed in, "
                                     "and mail can be sent\n"),
                         other.output());
  }

  void tells_what_the_server_said_and_what_it_means() {
    CapturedTerminal captured;
    print_report(refused(), captured.terminal);
    CPPUNIT_ASSERT_EQUAL(
        std::string("pop   pop.example.org:995 starttls  XOAUTH2      failed  it refused the "
                    "token\n"
                    "      challenge: status 401, it wants the scope mail, its tokens come from "
                    "https://idp.example.org/x\n"
                    "      server:    -ERR [AUTH] no\n"
                    "      means:     the token is no good\n"
                    "      to do:     sign in again\n"),
        captured.output());
  }

  void leaves_out_what_is_not_known() {
    CapturedTerminal captured;
    MailReport report = went_well();
    report.outcome.mechanism.clear();
    report.outcome.error = oauth::Error{oauth::ErrorKind::unavailable, "cannot connect"};
    print_report(report, captured.terminal);
    CPPUNIT_ASSERT_EQUAL(
        std::string("pop   pop.example.org:995 tls  -            failed  cannot connect\n"),
        captured.output());
  }

  void is_json_for_programs() {
    CapturedTerminal captured;
    print_report_json(went_well(), captured.terminal);
    print_report_json(refused(), captured.terminal);
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"account": "me", "user": "me@example.org", "service": "pop", )"
                    R"("server": "pop.example.org:995", "encryption": "tls", )"
                    R"("mechanism": "XOAUTH2", "ok": true})"
                    "\n"
                    R"({"account": "me", "user": "me@example.org", "service": "pop", )"
                    R"("server": "pop.example.org:995", "encryption": "starttls", )"
                    R"("mechanism": "XOAUTH2", "ok": false, "step": "sign_in", )"
                    R"("error": "consent_needed", "reason": "it refused the token", )"
                    R"("status": "401", "scope": "mail", )"
                    R"("openid_configuration": "https://idp.example.org/x", )"
                    R"("words": "-ERR [AUTH] no", "meaning": "the token is no good", )"
                    R"("remedy": "sign in again"})"
                    "\n"),
        captured.output());
  }

  void names_each_step() {
    CPPUNIT_ASSERT_EQUAL(std::string("connect"), std::string(step_name(MailStep::connecting)));
    CPPUNIT_ASSERT_EQUAL(std::string("choose"), std::string(step_name(MailStep::choosing)));
    CPPUNIT_ASSERT_EQUAL(std::string("sign_in"), std::string(step_name(MailStep::signing_in)));
    CPPUNIT_ASSERT_EQUAL(std::string("use"), std::string(step_name(MailStep::using_mailbox)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailReportTest);

}  // namespace
}  // namespace tool
