// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_conversation.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

#include "oauth/base/bounds.h"
#include "tests/support/scripted_mail.h"

namespace oauth {
namespace {

class MailConversationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailConversationTest);
  CPPUNIT_TEST(shows_each_line_but_no_secret_whoever_says_it);
  CPPUNIT_TEST(makes_the_server_s_words_printable_and_short);
  CPPUNIT_TEST_SUITE_END();

 public:
  void shows_each_line_but_no_secret_whoever_says_it() {
    ScriptedMail network({{"S: hello", "C: AUTH XOAUTH2 TOKEN-OF-20-BYTES+/=",
                           "S: no TOKEN-OF-20-BYTES+/= here, TOKEN-OF-20-BYTES+/=", "C: QUIT"}});
    std::string shown;
    {
      auto stream = network.connect({}, {});
      MailConversation conversation(std::move(*stream), "h:1",
                                    [&](Speaker speaker, std::string_view line) {
                                      shown += speaker == Speaker::client ? "C: " : "S: ";
                                      shown.append(line).append("\n");
                                    });
      const Secret token = Secret::copy_of("TOKEN-OF-20-BYTES+/=");
      conversation.hide(token);
      CPPUNIT_ASSERT(conversation.receive());
      CPPUNIT_ASSERT(conversation.send("AUTH XOAUTH2 ", token));
      CPPUNIT_ASSERT(conversation.receive());
      CPPUNIT_ASSERT(conversation.send("QUIT"));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("S: hello\nC: AUTH XOAUTH2 <20 bytes>\n"
                                     "S: no <secret> here, <secret>\nC: QUIT\n"),
                         shown);
    CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
  }

  void makes_the_server_s_words_printable_and_short() {
    MailConversation conversation(nullptr, "h:1", {});
    conversation.hide(Secret());
    CPPUNIT_ASSERT_EQUAL(std::string("a?[31m??b"), conversation.shown(" a\x1b[31m\x01\xff"
                                                                      "b\r\n"));
    CPPUNIT_ASSERT_EQUAL(std::string(bounds::max_quoted_bytes, 'x') + "...",
                         conversation.shown(std::string(4000, 'x')));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailConversationTest);

}  // namespace
}  // namespace oauth
