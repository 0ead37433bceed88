// SPDX-License-Identifier: MIT
#include "oauth/mail/mail_protocol.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

class MailProtocolTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailProtocolTest);
  CPPUNIT_TEST(is_made_for_each_service);
  CPPUNIT_TEST(splits_a_line_at_its_blanks);
  CPPUNIT_TEST_SUITE_END();

 public:
  void is_made_for_each_service() {
    const struct {
      MailService service;
      const char* name;
      const char* protocol;
    } cases[] = {{MailService::imap, "imap", "IMAP"},
                 {MailService::pop, "pop", "POP"},
                 {MailService::smtp, "smtp", "SMTP"}};
    MailConversation conversation(nullptr, "h:1", {});
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.name), std::string(service_name(each.service)));
      CPPUNIT_ASSERT_EQUAL(
          std::string(each.protocol),
          std::string(make_protocol(each.service, conversation)->words().protocol));
    }
  }

  void splits_a_line_at_its_blanks() {
    CPPUNIT_ASSERT(words_of("").empty());
    CPPUNIT_ASSERT(words_of(" \t ").empty());
    const std::vector<std::string> words{"SASL", "XOAUTH2", "AUTH=\xff"};
    CPPUNIT_ASSERT(words == words_of(" sasl  XOAuth2\tauth=\xff "));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailProtocolTest);

}  // namespace
}  // namespace oauth
