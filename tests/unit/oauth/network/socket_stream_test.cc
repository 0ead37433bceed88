// SPDX-License-Identifier: MIT
#include "oauth/network/socket_stream.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <openssl/err.h>

#include <string>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "tests/support/loopback_mail_server.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using Steps = std::vector<std::string>;

class SocketStreamTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SocketStreamTest);
  CPPUNIT_TEST(reads_and_writes_lines_under_tls);
  CPPUNIT_TEST(goes_over_to_tls);
  CPPUNIT_TEST(goes_on_with_no_word_that_was_sent_before_tls);
  CPPUNIT_TEST(trusts_no_other_authority_name_or_time);
  CPPUNIT_TEST(bounds_a_line_and_a_conversation);
  CPPUNIT_TEST(tells_how_a_server_went_away);
  CPPUNIT_TEST(waits_no_longer_than_it_may);
  CPPUNIT_TEST(says_that_a_server_wants_the_other_encryption);
  CPPUNIT_TEST(connects_to_nothing_but_a_host);
  CPPUNIT_TEST(names_a_ca_file_that_it_cannot_use);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { settings_.ca_file = folder_.write("ca.pem", authority_.pem()); }
  void tearDown() override { CPPUNIT_ASSERT_EQUAL(0UL, ERR_peek_error()); }

  void reads_and_writes_lines_under_tls() {
    for (const char* host : {"127.0.0.1", "localhost"}) {
      LoopbackMailServer server({"TLS", "> one\r\n> two\n", "<", std::string("> \0\xff\r\r\n", 7)},
                                &identity_);
      auto stream = SocketStream::connect({host, server.port(), Encryption::tls}, settings_);
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(stream));
      CPPUNIT_ASSERT((*stream)->is_encrypted());
      CPPUNIT_ASSERT_EQUAL(std::string("one"), *(*stream)->read_line());
      CPPUNIT_ASSERT_EQUAL(std::string("> two"), *(*stream)->read_line());
      CPPUNIT_ASSERT((*stream)->write(Secret::copy_of("three\r\n")));
      CPPUNIT_ASSERT_EQUAL(std::string("\0\xff\r", 3), *(*stream)->read_line());
    }
  }

  void goes_over_to_tls() {
    LoopbackMailServer server({"> hello\r\n", "<", "> begin\r\n", "TLS", "> safe\r\n"}, &identity_);
    auto stream = connected(server, Encryption::starttls);
    CPPUNIT_ASSERT(!stream->is_encrypted());
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), *stream->read_line());
    CPPUNIT_ASSERT(stream->write(Secret::copy_of("STARTTLS\r\n")));
    CPPUNIT_ASSERT_EQUAL(std::string("begin"), *stream->read_line());
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(stream->start_tls()));
    CPPUNIT_ASSERT(stream->is_encrypted());
    CPPUNIT_ASSERT_EQUAL(std::string("safe"), *stream->read_line());
  }

  void goes_on_with_no_word_that_was_sent_before_tls() {
    LoopbackMailServer server({"> begin\r\nA2 OK injected\r\n", "HANG"}, &identity_);
    auto stream = connected(server, Encryption::starttls);
    CPPUNIT_ASSERT_EQUAL(std::string("begin"), *stream->read_line());
    const auto started = stream->start_tls();
    CPPUNIT_ASSERT_EQUAL("bad_reply: " + server.address() +
                             " sent more than its answer to STARTTLS before TLS began, as somebody "
                             "in between would; do not sign in there, and tell its administrator",
                         sentence_of(started));
    stream.reset();
  }

  void trusts_no_other_authority_name_or_time() {
    const TestAuthority other;
    const struct {
      TlsIdentity identity;
      const char* words;
    } cases[] = {
        {other.issue("IP:127.0.0.1"), "set ca_file to a bundle that holds its authority"},
        {authority_.issue("DNS:mail.example.com,DNS:127.0.0.1"),
         "the host that was asked for must be the one that the certificate names"},
        {authority_.issue("IP:127.0.0.1", Validity{-3, -1}), "check this machine's clock"},
    };
    for (const auto& each : cases) {
      LoopbackMailServer server({"TLS", "> hello\r\n"}, &each.identity);
      const auto stream =
          SocketStream::connect({"127.0.0.1", server.port(), Encryption::tls}, settings_);
      const std::string sentence = sentence_of(stream);
      CPPUNIT_ASSERT_EQUAL(size_t{0}, sentence.find("unavailable: certificate of " +
                                                    server.address() + " is not trusted: "));
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find(each.words) != sentence.npos);
    }
  }

  void bounds_a_line_and_a_conversation() {
    const std::string longest(bounds::max_mail_line_bytes, 'x');
    {
      LoopbackMailServer server({"> " + longest + "\n" + longest + "x\n", "HANG"});
      auto stream = connected(server, Encryption::starttls);
      CPPUNIT_ASSERT(*stream->read_line() == longest);
      CPPUNIT_ASSERT_EQUAL("bad_reply: " + server.address() +
                               " sent more than 16384 bytes of one line; check that it is a mail "
                               "server",
                           sentence_of(stream->read_line()));
      stream.reset();
    }
    LoopbackMailServer server({"FLOOD * 1 RECENT\r\n"});
    auto stream = connected(server, Encryption::starttls);
    Result<std::string> line = stream->read_line();
    for (; line; line = stream->read_line()) CPPUNIT_ASSERT_EQUAL(std::string("* 1 RECENT"), *line);
    CPPUNIT_ASSERT_EQUAL("bad_reply: " + server.address() +
                             " sent more than 262144 bytes of answers; check that it is a mail "
                             "server",
                         sentence_of(line));
    stream.reset();
  }

  void tells_how_a_server_went_away() {
    for (const Steps& steps : {Steps{"> half a line"}, Steps{"TLS", "> half a line"}}) {
      const bool is_tls = steps.size() > 1;
      LoopbackMailServer server(steps, &identity_);
      auto stream = connected(server, is_tls ? Encryption::tls : Encryption::starttls);
      CPPUNIT_ASSERT_EQUAL("unavailable: connection to " + server.address() +
                               " was lost: the server closed it; try again later",
                           sentence_of(stream->read_line()));
    }
  }

  void waits_no_longer_than_it_may() {
    settings_.request_timeout = std::chrono::seconds(1);
    LoopbackMailServer server({"TLS", "> hello\r\n", "HANG"}, &identity_);
    auto stream = connected(server, Encryption::tls);
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), *stream->read_line());
    CPPUNIT_ASSERT_EQUAL(
        "unavailable: no answer from " + server.address() + " in time; try again later",
        sentence_of(stream->read_line()));
    stream.reset();
  }

  void says_that_a_server_wants_the_other_encryption() {
    settings_.request_timeout = std::chrono::seconds(1);
    {
      LoopbackMailServer server({"> * OK hello, this is no TLS\r\n", "HANG"});
      const std::string sentence = sentence_of(
          SocketStream::connect({"127.0.0.1", server.port(), Encryption::tls}, settings_));
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("write 'starttls'") != sentence.npos);
    }
    LoopbackMailServer server({"TLS", "> hello\r\n"}, &identity_);
    auto stream = connected(server, Encryption::starttls);
    const std::string sentence = sentence_of(stream->read_line());
    CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("write 'tls'") != sentence.npos);
    stream.reset();
  }

  void connects_to_nothing_but_a_host() {
    for (const char* host : {"", "a/b", "a?b", "u@h", "a b", "a\r\nb", "a%00", "a#b"}) {
      const auto stream = SocketStream::connect({host, 993, Encryption::tls}, settings_);
      CPPUNIT_ASSERT_MESSAGE(host, !stream && stream.error().kind == ErrorKind::bad_config);
    }
    const auto nobody = SocketStream::connect({"127.0.0.1", 1, Encryption::tls}, settings_);
    const std::string sentence = sentence_of(nobody);
    CPPUNIT_ASSERT_EQUAL(size_t{0}, sentence.find("unavailable: cannot connect to 127.0.0.1:1: "));
    CPPUNIT_ASSERT_EQUAL(sentence.npos, sentence.find("proxy"));
  }

  void names_a_ca_file_that_it_cannot_use() {
    LoopbackMailServer server({"TLS"}, &identity_);
    const MailServer place{"127.0.0.1", server.port(), Encryption::tls};
    settings_.ca_file = folder_.path() + "/missing.pem";
    CPPUNIT_ASSERT_EQUAL("bad_config: cannot read ca_file " + settings_.ca_file +
                             ": No such file or directory; correct the path or its mode",
                         sentence_of(SocketStream::connect(place, settings_)));
    settings_.ca_file = folder_.write("nonsense.pem", "no certificate");
    CPPUNIT_ASSERT_EQUAL("bad_config: cannot use ca_file " + settings_.ca_file +
                             ": it holds no certificates in PEM; correct the path",
                         sentence_of(SocketStream::connect(place, settings_)));
  }

 private:
  std::unique_ptr<SocketStream> connected(const LoopbackMailServer& server,
                                          Encryption encryption) const {
    auto stream = SocketStream::connect({"127.0.0.1", server.port(), encryption}, settings_);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(stream));
    return std::move(*stream);
  }

  const TemporaryFolder folder_;
  const TestAuthority authority_;
  const TlsIdentity identity_ = authority_.issue("IP:127.0.0.1,DNS:localhost");
  NetworkSettings settings_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(SocketStreamTest);

}  // namespace
}  // namespace oauth
