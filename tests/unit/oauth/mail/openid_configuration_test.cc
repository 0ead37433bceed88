// SPDX-License-Identifier: MIT
#include "oauth/mail/openid_configuration.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <string>
#include <vector>

#include "oauth/base/base64.h"
#include "tests/support/scripted_mail.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

// RFC 7628 section 4.3: the message with an empty "auth".
constexpr char question[] =
    "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9AQE=";

MailScript refusing_with(const std::string& challenge) {
  const std::string encoded(base64_encode(challenge).reveal());
  return {"S: * OK hello",
          "C: A1 CAPABILITY",
          "S: * CAPABILITY IMAP4rev1 STARTTLS",
          "S: A1 OK done",
          "C: A2 STARTTLS",
          "S: A2 OK begin",
          "TLS",
          "C: A3 CAPABILITY",
          "S: * CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER SASL-IR",
          "S: A3 OK done",
          std::string("C: A4 AUTHENTICATE OAUTHBEARER ") + question,
          "S: + " + encoded,
          "C: AQ==",
          "S: A4 NO SASL authentication failed",
          "C: A5 LOGOUT",
          "S: * BYE bye",
          "S: A5 OK done"};
}

Result<std::string> asked(ScriptedMail& network) {
  const MailServer server{"server.example.com", 143, Encryption::starttls};
  return ask_openid_configuration(network, MailService::imap, server, "user@example.com", {});
}

class OpenidConfigurationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OpenidConfigurationTest);
  CPPUNIT_TEST(returns_the_url_that_a_server_refuses_with);
  CPPUNIT_TEST(asks_again_with_a_token_where_a_question_without_one_is_malformed);
  CPPUNIT_TEST(takes_nothing_but_an_https_url);
  CPPUNIT_TEST(asks_no_server_that_has_no_oauthbearer);
  CPPUNIT_TEST(sends_no_name_that_would_change_the_message);
  CPPUNIT_TEST_SUITE_END();

 public:
  void returns_the_url_that_a_server_refuses_with() {
    ScriptedMail network({refusing_with(
        R"({"status":"invalid_token","scope":"example_scope",)"
        R"("openid-configuration":"https://example.com/.well-known/openid-config"})")});
    const auto url = asked(network);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(url));
    CPPUNIT_ASSERT_EQUAL(std::string("https://example.com/.well-known/openid-config"), *url);
    CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
  }

  // Dovecot 2.3.19 does so.
  void asks_again_with_a_token_where_a_question_without_one_is_malformed() {
    std::vector<std::string> lines = refusing_with(
        R"({"status":"invalid_token","openid-configuration":"https://example.com/conf"})");
    const auto question = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
      return line.find("C: A4 AUTHENTICATE") == 0;
    });
    std::vector<std::string> first(lines.begin(), question + 1);
    first.emplace_back("S: A4 NO [AUTHENTICATIONFAILED] Authentication failed.");
    first.emplace_back(
        "C: A5 AUTHENTICATE OAUTHBEARER "
        "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIG"
        "5vbmUBAQ==");
    for (const char* line :
         {"S: + eyJvcGVuaWQtY29uZmlndXJhdGlvbiI6Imh0dHBzOi8vZXhhbXBsZS5jb20vY29uZiJ9",
          "C: AQ==", "S: A5 NO failed", "C: A6 LOGOUT", "S: * BYE bye", "S: A6 OK done"}) {
      first.emplace_back(line);
    }
    ScriptedMail network({first});
    const auto url = asked(network);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(url));
    CPPUNIT_ASSERT_EQUAL(std::string("https://example.com/conf"), *url);
    CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
  }

  void takes_nothing_but_an_https_url() {
    const std::string nowhere =
        "refused: server.example.com:143 does not say where its tokens come from; name the issuer "
        "or the provider yourself";
    const std::string no_url =
        "bad_reply: server.example.com:143 names no https URL for where its tokens come from; name "
        "the issuer or the provider yourself";
    const struct {
      std::string challenge;
      std::string sentence;
    } cases[] = {
        {"try again", nowhere},
        {R"({"status":"invalid_token"})", nowhere},
        {R"({"openid-configuration":["https://example.com"]})", nowhere},
        {R"({"openid-configuration":"http://127.0.0.1/"})", no_url},
        {R"({"openid-configuration":"file:///etc/passwd"})", no_url},
        {R"({"openid-configuration":"https://a.example/)" + std::string(4000, 'x') + "\"}", no_url},
    };
    for (const auto& each : cases) {
      ScriptedMail network({refusing_with(each.challenge)});
      CPPUNIT_ASSERT_EQUAL(each.sentence, sentence_of(asked(network)));
      CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
    }
  }

  void asks_no_server_that_has_no_oauthbearer() {
    ScriptedMail network(
        {{"S: * OK hello", "C: A1 CAPABILITY", "S: * CAPABILITY STARTTLS", "S: A1 OK done",
          "C: A2 STARTTLS", "S: A2 OK begin", "TLS", "C: A3 CAPABILITY",
          "S: * CAPABILITY AUTH=XOAUTH2", "S: A3 OK done", "C: A4 LOGOUT", "END"}});
    CPPUNIT_ASSERT_EQUAL(std::string("refused: server.example.com:143 offers no OAUTHBEARER; name "
                                     "the issuer or the provider yourself"),
                         sentence_of(asked(network)));
    CPPUNIT_ASSERT_EQUAL(std::string(), network.faults());
  }

  void sends_no_name_that_would_change_the_message() {
    ScriptedMail network({});
    const MailServer server{"server.example.com", 993, Encryption::tls};
    const auto url = ask_openid_configuration(network, MailService::imap, server, "a\1b", {});
    CPPUNIT_ASSERT(!url && url.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT(network.servers().empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpenidConfigurationTest);

}  // namespace
}  // namespace oauth
