// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_dialogue.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/mail_login.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

// imap_test, pop_test and smtp_test play whole dialogues; this is what they have in common.
class MailDialogueTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailDialogueTest);
  CPPUNIT_TEST(shows_all_but_the_message);
  CPPUNIT_TEST(knows_what_is_offered);
  CPPUNIT_TEST(tells_why_it_cannot_connect);
  CPPUNIT_TEST_SUITE_END();

 public:
  void shows_all_but_the_message() {
    ScriptedMail network(
        {{"S: 220 ready", "C: EHLO [127.0.0.1]", "S: 250 AUTH XOAUTH2",
          "C: AUTH XOAUTH2 " + xoauth2_vector, "S: 535 no " + xoauth2_vector, "C: QUIT", "END"}});
    std::string shown;
    const auto tell = [&](Speaker, std::string_view line) { shown.append(line).append("\n"); };
    const MailServer server{"smtp.gmail.com", 465, Encryption::tls};
    {
      auto dialogue = MailDialogue::begin(network, MailService::smtp, server, {}, {tell, {}});
      const Secret message = xoauth2_message({mail_user, mail_token, "", ""});
      const auto answer = (*dialogue)->authenticate(sasl_mechanisms[1], message);
      CPPUNIT_ASSERT_EQUAL(std::string("535 no <secret>"), answer->words);
      (*dialogue)->end();
    }
    CPPUNIT_ASSERT_EQUAL(std::string("220 ready\nEHLO [127.0.0.1]\n250 AUTH XOAUTH2\n"
                                     "AUTH XOAUTH2 <92 bytes>\n535 no <secret>\nQUIT\n"),
                         shown);
    CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
  }

  void knows_what_is_offered() {
    ScriptedMail network({{"S: +OK", "C: CAPA", "S: +OK", "S: sasl xoauth2", "S: ."}});
    const MailServer server{"pop.gmail.com", 995, Encryption::tls};
    auto dialogue = MailDialogue::begin(network, MailService::pop, server, {}, {});
    CPPUNIT_ASSERT((*dialogue)->offers("XOAUTH2"));
    CPPUNIT_ASSERT(!(*dialogue)->offers("OAUTHBEARER"));
    CPPUNIT_ASSERT(!(*dialogue)->offers("XOAUTH"));
  }

  void tells_why_it_cannot_connect() {
    ScriptedMail network({});
    const MailServer server{"pop.gmail.com", 995, Encryption::tls};
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: cannot connect"),
        sentence_of(MailDialogue::begin(network, MailService::pop, server, {}, {})));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailDialogueTest);

}  // namespace
}  // namespace oauth
