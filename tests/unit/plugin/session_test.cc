// SPDX-License-Identifier: MIT
#include "plugin/session.h"

#include <cppunit/extensions/HelperMacros.h>
#include <string.h>

#include <string>
#include <vector>

#include "oauth/base/base64.h"
#include "tests/support/session_login.h"

namespace plugin {
namespace {

const std::string xoauth2_message =
    "user=u@example.org\x01"
    "auth=Bearer ya29.of-the-account\x01\x01";
const std::string refused_words = "sasl-oauth: imap.example.org refused the access token of ";

class SessionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SessionTest);
  CPPUNIT_TEST(sends_the_message_and_waits);
  CPPUNIT_TEST(sends_the_message_to_an_empty_challenge_too);
  CPPUNIT_TEST(fills_in_what_libsasl_reads);
  CPPUNIT_TEST(names_host_and_port_as_libsasl_told_them);
  CPPUNIT_TEST(neither_calls_nor_prompts_for_a_password_if_there_is_an_account);
  CPPUNIT_TEST(prompts_for_user_and_then_password);
  CPPUNIT_TEST(says_why_it_prompts_for_a_password_to_a_program_that_gives_up);
  CPPUNIT_TEST(takes_a_literal_token_as_the_password);
  CPPUNIT_TEST(sends_the_user_of_the_account);
  CPPUNIT_TEST(sends_whom_the_host_wants_to_act_for);
  CPPUNIT_TEST(logs_warnings_that_came_with_the_token);
  CPPUNIT_TEST(ends_well_after_a_success_whatever_the_host_passes);
  CPPUNIT_TEST(answers_an_error_as_the_mechanism_demands);
  CPPUNIT_TEST(notes_a_refusal_once);
  CPPUNIT_TEST(notes_a_refusal_that_comes_after_junk);
  CPPUNIT_TEST(says_what_could_not_be_noted);
  CPPUNIT_TEST(hints_at_a_password_that_was_taken_for_a_token);
  CPPUNIT_TEST(never_repeats_a_token_that_the_server_sends_back);
  CPPUNIT_TEST(never_repeats_a_piece_of_the_token_or_of_its_message);
  CPPUNIT_TEST(keeps_what_it_sent_until_the_next_step);
  CPPUNIT_TEST_SUITE_END();

  SessionLogin login_;
  FakeSasl& sasl_ = login_.sasl;
  Vault& vault_ = login_.vault;

  void assert_sent(const std::string& message) {
    CPPUNIT_ASSERT_EQUAL(message, login_.message());
    CPPUNIT_ASSERT_EQUAL('\0', login_.sent[login_.sent_size]);
  }

 public:
  void sends_the_message_and_waits() {
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    assert_sent(xoauth2_message);
    CPPUNIT_ASSERT_EQUAL(0u, login_.oparams.doneflag);
    CPPUNIT_ASSERT(sasl_.errors.empty() && sasl_.logged.empty());
  }

  void sends_the_message_to_an_empty_challenge_too() {
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.step(""));
    assert_sent(xoauth2_message);
  }

  void fills_in_what_libsasl_reads() {
    sasl_out_params_t& oparams = login_.oparams;
    memset(&oparams, 0xee, sizeof oparams);
    sasl_.params().props.maxbufsize = 4096;
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    CPPUNIT_ASSERT_EQUAL(0u, oparams.doneflag);
    CPPUNIT_ASSERT_EQUAL(0u, oparams.mech_ssf);
    CPPUNIT_ASSERT_EQUAL(4096u, oparams.maxoutbuf);
    CPPUNIT_ASSERT(oparams.encode_context == nullptr && oparams.encode == nullptr);
    CPPUNIT_ASSERT(oparams.decode_context == nullptr && oparams.decode == nullptr);
    CPPUNIT_ASSERT_EQUAL(0, oparams.param_version);
    CPPUNIT_ASSERT_EQUAL(std::string("u@example.org"), std::string(oparams.user));
    CPPUNIT_ASSERT_EQUAL(std::string("u@example.org"), std::string(oparams.authid));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), sasl_.canonicalized.size());
    CPPUNIT_ASSERT_EQUAL(unsigned(SASL_CU_AUTHID | SASL_CU_AUTHZID), sasl_.canonicalized[0].second);
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(nullptr, 0));
    CPPUNIT_ASSERT_EQUAL(1u, oparams.doneflag);
  }

  void names_host_and_port_as_libsasl_told_them() {
    const struct {
      const char* host;
      const char* remote;
      const char* pairs;
    } cases[] = {
        {"imap.example.org", "192.0.2.1;993", "host=imap.example.org\x01port=993\x01"},
        {"imap.example.org", "2001:db8::1;143", "host=imap.example.org\x01port=143\x01"},
        {"imap.example.org.", "192.0.2.1;993", "host=imap.example.org\x01port=993\x01"},
        {"imap.example.org", nullptr, "host=imap.example.org\x01"},
        {"imap.example.org", "", "host=imap.example.org\x01"},
        {"imap.example.org", "192.0.2.1", "host=imap.example.org\x01"},
        {"imap.example.org", "192.0.2.1;", "host=imap.example.org\x01"},
        {"imap.example.org", "192.0.2.1;0", "host=imap.example.org\x01"},
        {"imap.example.org", "192.0.2.1;0143", "host=imap.example.org\x01port=143\x01"},
        {"imap.example.org", "192.0.2.1;65536", "host=imap.example.org\x01"},
        {"imap.example.org", "192.0.2.1;-1", "host=imap.example.org\x01"},
        {"imap.example.org",
         "192.0.2.1;1\x01"
         "auth=x",
         "host=imap.example.org\x01"},
        {nullptr, "192.0.2.1;25", "port=25\x01"},
        {nullptr, nullptr, ""},
    };
    sasl_.says(SASL_CB_AUTHNAME, "u@example.org");
    for (const auto& one : cases) {
      login_.end();
      login_.mechanism_name = "OAUTHBEARER";
      sasl_.params().serverFQDN = one.host;
      sasl_.params().ipremoteport = one.remote;
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
      assert_sent("n,a=u@example.org,\x01" + std::string(one.pairs) +
                  "auth=Bearer ya29.of-the-account\x01\x01");
    }
  }

  void neither_calls_nor_prompts_for_a_password_if_there_is_an_account() {
    sasl_.gives_password("something else");
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), sasl_.called.size());
    CPPUNIT_ASSERT(vault_.passwords.empty());
    login_.end();
    sasl_.can_be_asked(SASL_CB_PASS);
    login_.prompts = &login_.asked;
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    assert_sent(xoauth2_message);
  }

  void prompts_for_user_and_then_password() {
    Answers answers;
    login_.prompts = &login_.asked;
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    sasl_.can_be_asked(SASL_CB_PASS);
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, login_.start());
    assert_sent("");
    answers.give(login_.asked, SASL_CB_AUTHNAME, "other@example.org");
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, login_.start());
    assert_sent("");
    answers.give(login_.asked, SASL_CB_PASS, "token:tok");
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    assert_sent(
        "user=other@example.org\x01"
        "auth=Bearer tok\x01\x01");
    CPPUNIT_ASSERT(login_.asked == nullptr);
    CPPUNIT_ASSERT_EQUAL(0, sasl_.live_blocks);
    CPPUNIT_ASSERT(sasl_.errors.empty());
  }

  void says_why_it_prompts_for_a_password_to_a_program_that_gives_up() {
    login_.prompts = &login_.asked;
    sasl_.says(SASL_CB_AUTHNAME, "other@example.org");
    sasl_.can_be_asked(SASL_CB_PASS);
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, login_.start());
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), sasl_.prepared_errors.size());
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: there is no account other@example.org, so the "
                                     "program was asked for a password; sign in with sasl-oauth "
                                     "login other@example.org"),
                         sasl_.prepared_errors[0]);
    CPPUNIT_ASSERT(sasl_.errors.empty() && sasl_.logged.empty());
    sasl_.params().utils->free(login_.asked);  // as a tidy host does
  }

  void takes_a_literal_token_as_the_password() {
    sasl_.says(SASL_CB_AUTHNAME, "other@example.org");
    sasl_.gives_password("ya29.literal");
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    assert_sent(
        "user=other@example.org\x01"
        "auth=Bearer ya29.literal\x01\x01");
  }

  void sends_the_user_of_the_account() {
    vault_.user = "mailbox@example.org";
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    assert_sent(
        "user=mailbox@example.org\x01"
        "auth=Bearer ya29.of-the-account\x01\x01");
    login_.end();
    // A host that says the login name once more wants nobody else.
    sasl_.says(SASL_CB_USER, "u@example.org");
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    assert_sent(
        "user=mailbox@example.org\x01"
        "auth=Bearer ya29.of-the-account\x01\x01");
  }

  void sends_whom_the_host_wants_to_act_for() {
    for (const char* user_of_account : {"", "mailbox@example.org"}) {
      login_.end();
      sasl_.canonicalized.clear();
      vault_.user = user_of_account;
      sasl_.says(SASL_CB_USER, "shared@example.org");
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
      assert_sent(
          "user=shared@example.org\x01"
          "auth=Bearer ya29.of-the-account\x01\x01");
      CPPUNIT_ASSERT_EQUAL(std::string("u@example.org"), std::string(login_.oparams.authid));
      CPPUNIT_ASSERT_EQUAL(std::string("shared@example.org"), std::string(login_.oparams.user));
      CPPUNIT_ASSERT_EQUAL(std::string("u@example.org"), sasl_.canonicalized[0].first);
      CPPUNIT_ASSERT_EQUAL(unsigned(SASL_CU_AUTHID), sasl_.canonicalized[0].second);
      CPPUNIT_ASSERT_EQUAL(std::string("shared@example.org"), sasl_.canonicalized[1].first);
      CPPUNIT_ASSERT_EQUAL(unsigned(SASL_CU_AUTHZID), sasl_.canonicalized[1].second);
    }
  }

  void logs_warnings_that_came_with_the_token() {
    vault_.warnings = {"/t can be read by everybody", "the new token could not be saved"};
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), sasl_.logged.size());
    CPPUNIT_ASSERT_EQUAL(SASL_LOG_WARN, sasl_.logged[0].first);
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: /t can be read by everybody"),
                         sasl_.logged[0].second);
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: the new token could not be saved"),
                         sasl_.logged[1].second);
    CPPUNIT_ASSERT(sasl_.errors.empty());
  }

  void ends_well_after_a_success_whatever_the_host_passes() {
    const std::string junk[] = {
        "AUTHENTICATE XOAUTH2 ",   "OK Logged in", "{", "\x01", std::string(3, '\0'),
        std::string(16 << 20, 'x')};
    for (const char* name : {"XOAUTH2", "OAUTHBEARER"}) {
      login_.end();
      login_.mechanism_name = name;
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(nullptr, 21));
      assert_sent("");
      CPPUNIT_ASSERT_EQUAL(1u, login_.oparams.doneflag);
      for (const std::string& bytes : junk) {
        CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(bytes));
      }
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(nullptr, 0));
      assert_sent("");
    }
    CPPUNIT_ASSERT(sasl_.errors.empty() && vault_.refused.empty());
  }

  void answers_an_error_as_the_mechanism_demands() {
    const struct {
      const char* mechanism;
      std::string answer;
    } cases[] = {{"XOAUTH2", ""}, {"OAUTHBEARER", "\x01"}};
    for (const auto& one : cases) {
      for (const char* challenge : {gmail_refusal, rfc_refusal, "try again"}) {
        login_.end();
        login_.mechanism_name = one.mechanism;
        CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
        CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(challenge));
        assert_sent(one.answer);
        CPPUNIT_ASSERT_EQUAL(1u, login_.oparams.doneflag);
      }
    }
  }

  void notes_a_refusal_once() {
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(gmail_refusal));
    CPPUNIT_ASSERT(vault_.refused == std::vector<std::string>{"ya29.of-the-account"});
    CPPUNIT_ASSERT_EQUAL(1, vault_.tokens_given);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), sasl_.errors.size());
    CPPUNIT_ASSERT_EQUAL(
        refused_words + "u@example.org, status 400, it wants the scope https://mail.google.com/",
        login_.last_error());
  }

  void notes_a_refusal_that_comes_after_junk() {
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step("try again"));
    CPPUNIT_ASSERT(vault_.refused.empty());
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(rfc_refusal));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), vault_.refused.size());
  }

  void says_what_could_not_be_noted() {
    vault_.refusal_error = oauth::Error{oauth::ErrorKind::no_access, "the disk is full"};
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(R"({"status":"401"})"));
    CPPUNIT_ASSERT_EQUAL(
        refused_words + "u@example.org, status 401; this could not be noted: the disk is full",
        login_.last_error());
  }

  void hints_at_a_password_that_was_taken_for_a_token() {
    sasl_.says(SASL_CB_AUTHNAME, "other@example.org");
    sasl_.gives_password("abcdefghijklmnop");
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(R"({"status":"400"})"));
    CPPUNIT_ASSERT_EQUAL(
        refused_words +
            "other@example.org, status 400; it looks like a password: if this is an ordinary "
            "password, keep this program from choosing XOAUTH2 and OAUTHBEARER: \"AuthMechs "
            "PLAIN LOGIN\" in mbsync, \"smtp_sasl_mechanism_filter = plain, login\" in Postfix, -m "
            "PLAIN for imtest, -Y PLAIN for ldapsearch, or \"prefer: auto PROGRAM=no\" in "
            "plugin.conf",
        login_.last_error());
  }

  void never_repeats_a_token_that_the_server_sends_back() {
    vault_.token = "ya29." + std::string(1000, 't');
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    const std::string challenge = R"({"status":"400","scope":")" + vault_.token + R"("})";
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(challenge));
    CPPUNIT_ASSERT_EQUAL(refused_words + "u@example.org", login_.last_error());
  }

  void never_repeats_a_piece_of_the_token_or_of_its_message() {
    vault_.token = "ya29.0123456789-abcdefghijklmnopqrstuvwxyz";
    const auto encoded =
        oauth::base64_encode("user=u@example.org\1auth=Bearer " + vault_.token + "\1\1");
    for (const std::string& piece :
         {vault_.token.substr(9), vault_.token.substr(5, 20), std::string(encoded.reveal()),
          std::string(encoded.reveal().substr(30))}) {
      SessionLogin login;
      login.vault.token = vault_.token;
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start());
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(R"({"status":"400","scope":")" + piece + R"("})"));
      CPPUNIT_ASSERT_EQUAL(refused_words + "u@example.org", login.last_error());
    }
  }

  void keeps_what_it_sent_until_the_next_step() {
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login_.start());
    const char* first = login_.sent;
    sasl_.says(SASL_CB_AUTHNAME, "changed");
    vault_.token = "changed";
    CPPUNIT_ASSERT_EQUAL(xoauth2_message, std::string(first));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login_.step(gmail_refusal));
    CPPUNIT_ASSERT(login_.sent != nullptr);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SessionTest);

}  // namespace
}  // namespace plugin
