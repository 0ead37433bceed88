// SPDX-License-Identifier: MIT
#include "oauth/login/granted.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char gmail[] = "https://mail.google.com/";
constexpr char outlook[] =
    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
    " offline_access";

TokenReply reply_with(const char* scope) {
  TokenReply reply;
  reply.access_token = Secret::copy_of("a");
  reply.refresh_token = Secret::copy_of("r");
  reply.scope = scope;
  return reply;
}

class GrantedTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GrantedTest);
  CPPUNIT_TEST(sees_whether_a_grant_may_open_a_mailbox);
  CPPUNIT_TEST(ends_a_sign_in_whose_box_for_mail_was_left_unticked);
  CPPUNIT_TEST(takes_a_partial_grant_that_opens_a_mailbox);
  CPPUNIT_TEST(wants_both_tokens);
  CPPUNIT_TEST_SUITE_END();

 public:
  void sees_whether_a_grant_may_open_a_mailbox() {
    const struct {
      const char* asked;
      const char* granted;
      bool may;
    } cases[] = {
        {gmail, "", true},  // as asked
        {gmail, gmail, true},
        {gmail, "https://mail.google.com", true},
        {gmail, "openid https://www.googleapis.com/auth/userinfo.email", false},
        {gmail, "https://www.googleapis.com/auth/calendar", false},
        {gmail, "   ", false},
        {outlook, "https://outlook.office.com/SMTP.Send", true},
        {outlook, "https://outlook.office365.com/imap.accessasuser.all", true},
        {outlook, "https://graph.microsoft.com/User.Read openid", false},
        {outlook, "offline_access openid", false},
        {"https://outlook.office.com/.default", "https://outlook.office.com/SMTP.Send", true},
        {"https://outlook.office.com/.default", "openid", false},
        {"mail openid", "openid mail", true},
        {"mail", "email", false},
        {"openid offline_access", "openid", true},  // nothing for mail was asked for
        {"", "whatever", true},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(each.asked) + " -> " + each.granted, each.may,
                                   may_open_a_mailbox(each.asked, each.granted));
    }
  }

  void ends_a_sign_in_whose_box_for_mail_was_left_unticked() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("consent_needed: the access to mail was not granted (the scope"
                    " https://mail.google.com/ was asked for), so nothing was kept; sign in again,"
                    " and on the page that asks leave all boxes ticked"),
        sentence_of(accept(reply_with("openid"), gmail)));
  }

  void takes_a_partial_grant_that_opens_a_mailbox() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("success"),
        sentence_of(accept(reply_with("https://outlook.office.com/SMTP.Send"), outlook)));
  }

  void wants_both_tokens() {
    TokenReply unusable = reply_with(gmail);
    unusable.problem = "holds no access_token";
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: the token server's reply holds no access_token"),
                         sentence_of(accept(std::move(unusable), gmail)));
    TokenReply endless = reply_with(gmail);
    endless.refresh_token = Secret();
    CPPUNIT_ASSERT(accept(std::move(endless), gmail).error().kind == ErrorKind::bad_config);
  }

 private:
  static Result<TokenReply> accept(TokenReply reply, const char* asked) {
    Client client;
    client.scope = asked;
    return accept_sign_in(std::move(reply), client);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GrantedTest);

}  // namespace
}  // namespace oauth
