// SPDX-License-Identifier: MIT
#include "tool/mail_places.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "oauth/base/text.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

using oauth::Encryption;

oauth::Provider provider() {
  oauth::Provider provider;
  provider.name = "example";
  provider.imap = oauth::MailServer{"imap.example.org", 993, Encryption::tls};
  provider.smtp = oauth::MailServer{"smtp.example.org", 587, Encryption::starttls};
  return provider;
}

std::string places(const Options& options, const oauth::Provider& where = provider()) {
  const auto found = mail_places(options, where);
  if (!found) return oauth::sentence_of(found);
  std::string text;
  for (const MailPlace& each : *found) {
    text += std::string(service_name(each.service)) + " " +
            oauth::host_and_port(each.server.host, each.server.port) +
            (each.server.encryption == Encryption::tls ? " tls\n" : " starttls\n");
  }
  return text;
}

Options options(const std::vector<std::string>& services, const std::string& server = "") {
  Options options;
  options.services = services;
  options.server = server;
  return options;
}

class MailPlacesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailPlacesTest);
  CPPUNIT_TEST(are_those_of_the_sheet);
  CPPUNIT_TEST(are_the_one_that_is_given);
  CPPUNIT_TEST(are_not_guessed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void are_those_of_the_sheet() {
    const std::string imap = "imap imap.example.org:993 tls\n";
    const std::string smtp = "smtp smtp.example.org:587 starttls\n";
    CPPUNIT_ASSERT_EQUAL(imap + smtp, places(options({})));
    CPPUNIT_ASSERT_EQUAL(smtp, places(options({"smtp"})));
    CPPUNIT_ASSERT_EQUAL(imap + smtp, places(options({"smtp", "imap", "imap"})));
  }

  void are_the_one_that_is_given() {
    const struct {
      std::vector<std::string> services;
      const char* server;
      const char* place;
    } cases[] = {
        {{}, "h.example.org:143", "imap h.example.org:143 starttls\n"},
        {{}, "h.example.org:993", "imap h.example.org:993 tls\n"},
        {{}, "h.example.org:110", "pop h.example.org:110 starttls\n"},
        {{}, "h.example.org:995", "pop h.example.org:995 tls\n"},
        {{}, "h.example.org:587", "smtp h.example.org:587 starttls\n"},
        {{}, "h.example.org:465", "smtp h.example.org:465 tls\n"},
        {{}, "[::1]:25", "smtp [::1]:25 starttls\n"},
        {{}, "h.example.org:143 tls", "imap h.example.org:143 tls\n"},
        {{"pop"}, "h.example.org:4711", "pop h.example.org:4711 tls\n"},
        {{"smtp"}, "h.example.org:993 starttls", "smtp h.example.org:993 starttls\n"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.place), places(options(each.services, each.server)));
    }
  }

  void are_not_guessed() {
    const std::string remedy =
        "; give --server HOST:PORT, or write it under 'servers' of the provider";
    CPPUNIT_ASSERT_EQUAL("bad_config: the provider \"example\" names no pop server" + remedy,
                         places(options({"imap", "pop"})));
    oauth::Provider empty;
    empty.name = "empty";
    CPPUNIT_ASSERT_EQUAL("bad_config: the provider \"empty\" names no mail server" + remedy,
                         places(options({}), empty));
    CPPUNIT_ASSERT_EQUAL(
        "bad_config: nothing says where the mail servers of this account are" + remedy,
        places(options({}), oauth::Provider()));
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: nothing says what listens on port 4711; name the service: imap, "
                    "pop or smtp"),
        places(options({}, "h:4711")));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: --server is one server; name one service"),
                         places(options({"imap", "pop"}, "h:993")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: --server nowhere is not a mail server; write \"HOST:PORT tls\" or "
                    "\"HOST:PORT starttls\""),
        places(options({}, "nowhere")));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailPlacesTest);

}  // namespace
}  // namespace tool
