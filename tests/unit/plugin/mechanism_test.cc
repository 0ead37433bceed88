// SPDX-License-Identifier: MIT
#include "plugin/mechanism.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace plugin {
namespace {

constexpr char gmail_user[] = "test.user@gmail.com";
constexpr char gmail_token[] = "ya29.TEST-token_0123456789~+/=";

const Mechanism& named(const std::string& name) {
  for (int i = 0; i < mechanism_count; ++i) {
    if (mechanisms[i].name == name) return mechanisms[i];
  }
  throw std::out_of_range(name);
}

std::string response(const std::string& mechanism, const Identity& identity) {
  const oauth::Secret message = named(mechanism).initial_response(identity);
  return std::string(oauth::base64_encode(message.reveal()).reveal());
}

class MechanismTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MechanismTest);
  CPPUNIT_TEST(there_are_two);
  CPPUNIT_TEST(says_xoauth2_as_google_and_microsoft_write_it);
  CPPUNIT_TEST(says_oauthbearer_as_rfc_7628_writes_it);
  CPPUNIT_TEST(answers_an_error_as_each_mechanism_demands);
  CPPUNIT_TEST(has_a_message_of_twenty_bytes_and_user_and_token);
  CPPUNIT_TEST(refuses_what_would_change_the_message);
  CPPUNIT_TEST(refuses_what_is_too_long);
  CPPUNIT_TEST(takes_what_is_just_short_enough);
  CPPUNIT_TEST_SUITE_END();

 public:
  void there_are_two() {
    CPPUNIT_ASSERT_EQUAL(2, mechanism_count);
    CPPUNIT_ASSERT_EQUAL(std::string("OAUTHBEARER"), std::string(mechanisms[0].name));
    CPPUNIT_ASSERT_EQUAL(std::string("XOAUTH2"), std::string(mechanisms[1].name));
  }

  void says_xoauth2_as_google_and_microsoft_write_it() {
    const struct {
      const char* user;
      const char* token;
      const char* base64;
    } vectors[] = {
        // developers.google.com/workspace/gmail/imap/xoauth2-protocol
        {"someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg",
         "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhk"
         "SFJoZG1semRHRXVZMjl0Q2cBAQ=="},
        // Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth"
        {"test@contoso.onmicrosoft.com", "EwBAAl3BAAUFFpUAo7J3Ve0bjLBWZWCclRC3EoAA",
         "dXNlcj10ZXN0QGNvbnRvc28ub25taWNyb3NvZnQuY29tAWF1dGg9QmVhcmVyIEV3QkFBbDNCQUFVRkZwVUFvN0oz"
         "VmUwYmpMQldaV0NjbFJDM0VvQUEBAQ=="},
        {gmail_user, gmail_token,
         "dXNlcj10ZXN0LnVzZXJAZ21haWwuY29tAWF1dGg9QmVhcmVyIHlhMjkuVEVTVC10b2tlbl8wMTIzNDU2Nzg5fisv"
         "PQEB"},
        {"j\xc3\xb6rg@ex\xc3\xa4mple.org", "tok",
         "dXNlcj1qw7ZyZ0BleMOkbXBsZS5vcmcBYXV0aD1CZWFyZXIgdG9rAQE="},
        {"a,b=c@example.org", "tok", "dXNlcj1hLGI9Y0BleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB0b2sBAQ=="},
    };
    for (const auto& vector : vectors) {
      const Identity identity{vector.user, vector.token, "imap.example.org", "143"};
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(check(identity)));
      CPPUNIT_ASSERT_EQUAL(std::string(vector.base64), response("XOAUTH2", identity));
    }
  }

  void says_oauthbearer_as_rfc_7628_writes_it() {
    const struct {
      Identity identity;
      const char* base64;
    } vectors[] = {
        // RFC 7628 section 4.1
        {{"user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==", "server.example.com",
          "143"},
         "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVy"
         "IHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB"},
        {{gmail_user, gmail_token, "imap.gmail.com", "993"},
         "bixhPXRlc3QudXNlckBnbWFpbC5jb20sAWhvc3Q9aW1hcC5nbWFpbC5jb20BcG9ydD05OTMBYXV0aD1CZWFyZXIg"
         "eWEyOS5URVNULXRva2VuXzAxMjM0NTY3ODl+Ky89AQE="},
        {{gmail_user, gmail_token, "pop.gmail.com", "995"},
         "bixhPXRlc3QudXNlckBnbWFpbC5jb20sAWhvc3Q9cG9wLmdtYWlsLmNvbQFwb3J0PTk5NQFhdXRoPUJlYXJlciB5"
         "YTI5LlRFU1QtdG9rZW5fMDEyMzQ1Njc4OX4rLz0BAQ=="},
        {{gmail_user, gmail_token, "smtp.gmail.com", "465"},
         "bixhPXRlc3QudXNlckBnbWFpbC5jb20sAWhvc3Q9c210cC5nbWFpbC5jb20BcG9ydD00NjUBYXV0aD1CZWFyZXIg"
         "eWEyOS5URVNULXRva2VuXzAxMjM0NTY3ODl+Ky89AQE="},
        {{gmail_user, gmail_token, "smtp.gmail.com", "587"},
         "bixhPXRlc3QudXNlckBnbWFpbC5jb20sAWhvc3Q9c210cC5nbWFpbC5jb20BcG9ydD01ODcBYXV0aD1CZWFyZXIg"
         "eWEyOS5URVNULXRva2VuXzAxMjM0NTY3ODl+Ky89AQE="},
        {{gmail_user, gmail_token, "", ""},
         "bixhPXRlc3QudXNlckBnbWFpbC5jb20sAWF1dGg9QmVhcmVyIHlhMjkuVEVTVC10b2tlbl8wMTIzNDU2Nzg5fisv"
         "PQEB"},
        // RFC 5801 section 4: a=2Cb=3Dc
        {{"a,b=c@example.org", "tok", "imap.example.org", "143"},
         "bixhPWE9MkNiPTNEY0BleGFtcGxlLm9yZywBaG9zdD1pbWFwLmV4YW1wbGUub3JnAXBvcnQ9MTQzAWF1dGg9QmVh"
         "cmVyIHRvawEB"},
        {{"j\xc3\xb6rg@ex\xc3\xa4mple.org", "tok", "imap.example.org", "143"},
         "bixhPWrDtnJnQGV4w6RtcGxlLm9yZywBaG9zdD1pbWFwLmV4YW1wbGUub3JnAXBvcnQ9MTQzAWF1dGg9QmVhcmVy"
         "IHRvawEB"},
        // captured from libcurl
        {{gmail_user, gmail_token, "127.0.0.1", "20143"},
         "bixhPXRlc3QudXNlckBnbWFpbC5jb20sAWhvc3Q9MTI3LjAuMC4xAXBvcnQ9MjAxNDMBYXV0aD1CZWFyZXIgeWEy"
         "OS5URVNULXRva2VuXzAxMjM0NTY3ODl+Ky89AQE="},
    };
    for (const auto& vector : vectors) {
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(check(vector.identity)));
      CPPUNIT_ASSERT_EQUAL(std::string(vector.base64), response("OAUTHBEARER", vector.identity));
    }
  }

  void answers_an_error_as_each_mechanism_demands() {
    CPPUNIT_ASSERT_EQUAL(std::string("\x01"), std::string(named("OAUTHBEARER").answer_to_error));
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(named("XOAUTH2").answer_to_error));
  }

  // Both sides of SMTP's and POP's limits on an initial response (RFC 4954, RFC 5034).
  void has_a_message_of_twenty_bytes_and_user_and_token() {
    const struct {
      std::size_t token_bytes;
      std::size_t base64_bytes;
    } sizes[] = {{339, 496}, {340, 500}, {147, 240}, {148, 244}};
    for (const auto& size : sizes) {
      const std::string token(size.token_bytes, 't');
      const Identity identity{"u@example.com", token, "", ""};
      CPPUNIT_ASSERT_EQUAL(size.base64_bytes, response("XOAUTH2", identity).size());
    }
  }

  void refuses_what_would_change_the_message() {
    const auto view = [](const char(&text)[4]) { return std::string_view(text, 3); };
    const struct {
      Identity identity;
      const char* sentence;
    } cases[] = {
        {{"", "t", "", ""}, "bad_config: the user name is empty"},
        {{view("u\0x"), "t", "", ""},
         "bad_config: the user name has a control character in it; correct it"},
        {{"u\x01x", "t", "", ""},
         "bad_config: the user name has a control character in it; correct it"},
        {{"u\r\n", "t", "", ""},
         "bad_config: the user name has a control character in it; correct it"},
        {{"u\x7f", "t", "", ""},
         "bad_config: the user name has a control character in it; correct it"},
        {{"u\xff", "t", "", ""}, "bad_config: the user name is not UTF-8; correct it"},
        {{"u", "t", "h\x01user=root", ""},
         "bad_config: the mail server's name or port has a control character in it; correct it"},
        {{"u", "t", "h", "1\x01"},
         "bad_config: the mail server's name or port has a control character in it; correct it"},
        {{"u", "", "", ""},
         "bad_reply: the access token is empty or has a blank or control character in it"},
        {{"u", "t\n", "", ""},
         "bad_reply: the access token is empty or has a blank or control character in it"},
        {{"u", "t t", "", ""},
         "bad_reply: the access token is empty or has a blank or control character in it"},
        {{"u", view("t\0t"), "", ""},
         "bad_reply: the access token is empty or has a blank or control character in it"},
        {{"u", "t\x01", "", ""},
         "bad_reply: the access token is empty or has a blank or control character in it"},
        {{"u", "t\xc3\xb6", "", ""},
         "bad_reply: the access token is empty or has a blank or control character in it"},
    };
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(one.sentence), oauth::sentence_of(check(one.identity)));
    }
  }

  void refuses_what_is_too_long() {
    const std::string user(oauth::bounds::max_user_bytes + 1, 'u');
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: the user name is longer than 1024 bytes"),
                         oauth::sentence_of(check({user, "t", "", ""})));
    const std::string token(oauth::bounds::max_token_bytes + 1, 't');
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: the access token is longer than 16 KiB"),
                         oauth::sentence_of(check({"u", token, "", ""})));
  }

  void takes_what_is_just_short_enough() {
    const std::string user(oauth::bounds::max_user_bytes, ',');
    const std::string token(oauth::bounds::max_token_bytes, 't');
    const Identity identity{user, token, "", ""};
    CPPUNIT_ASSERT(check(identity));
    const oauth::Secret message = named("OAUTHBEARER").initial_response(identity);
    CPPUNIT_ASSERT_EQUAL(std::size_t(20 + 3 * 1024 + 16 * 1024), message.size());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MechanismTest);

}  // namespace
}  // namespace plugin
