// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_conversation.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "tests/support/scripted_mail.h"

namespace oauth {
namespace {

class MailConversationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailConversationTest);
  CPPUNIT_TEST(shows_each_line_but_no_secret_whoever_says_it);
  CPPUNIT_TEST(shows_no_secret_in_base64);
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

  // A challenge holds what the server says in JSON, and a careless one says what it was told.
  void shows_no_secret_in_base64() {
    const std::string token = "ya29.TOKEN-OF-32-BYTES-0123456789";
    MailConversation conversation(nullptr, "h:1", {});
    conversation.hide(Secret::copy_of(token));
    const auto encoded = [](std::string_view text) {
      return std::string(base64_encode(text).reveal());
    };
    for (const char* before : {"", "x", "xy"}) {
      const std::string echo = before + token;
      CPPUNIT_ASSERT_EQUAL(std::string("334 <secret>"),
                           conversation.shown("334 " + encoded("{\"scope\":\"" + echo + "\"}")));
      CPPUNIT_ASSERT_EQUAL(std::string("+ <secret>  x"),
                           conversation.shown("+ " + base64url_encode(echo) + "  x"));
      CPPUNIT_ASSERT_EQUAL(std::string("<secret>"), conversation.shown(encoded(encoded(echo))));
      const std::string quoted = conversation.shown("NO \"" + encoded(echo) + "\"");
      CPPUNIT_ASSERT_MESSAGE(quoted, quoted.find("<secret>") != quoted.npos);
      CPPUNIT_ASSERT_MESSAGE(quoted, quoted.size() < sizeof "NO \"xxxx<secret>xxxx\"");
    }
    const std::string plain = "+ " + encoded("{\"status\":\"invalid_token\"}");
    CPPUNIT_ASSERT_EQUAL(plain, conversation.shown(plain));
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
