// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "plugin/session.h"
#include "tests/support/session_login.h"

namespace plugin {
namespace {

using oauth::Error;
using oauth::ErrorKind;

const std::string secret = "hunter2-4711";
const std::string hint =
    "if this is an ordinary password, keep this program from choosing XOAUTH2 and OAUTHBEARER: "
    "\"AuthMechs PLAIN LOGIN\" in mbsync, \"smtp_sasl_mechanism_filter = plain, login\" in Postfix, "
    "-m PLAIN for imtest, -Y PLAIN for ldapsearch, or \"prefer: auto PROGRAM=no\" in plugin.conf";

/// A login that ends with its first step: its code, one sentence, and nothing to send.
class SessionFailureTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SessionFailureTest);
  CPPUNIT_TEST(says_what_kept_it_from_a_credential);
  CPPUNIT_TEST(says_that_the_host_gave_no_user_name);
  CPPUNIT_TEST(says_that_the_host_gave_no_password);
  CPPUNIT_TEST(says_that_memory_is_out);
  CPPUNIT_TEST(refuses_a_user_name_before_it_is_used);
  CPPUNIT_TEST(refuses_a_user_name_that_libsasl_refuses);
  CPPUNIT_TEST(refuses_an_authorization_identity_that_would_change_the_message);
  CPPUNIT_TEST(refuses_a_password_that_means_nothing);
  CPPUNIT_TEST(refuses_a_token_that_would_change_the_message);
  CPPUNIT_TEST(refuses_a_host_that_would_change_the_message);
  CPPUNIT_TEST(stays_failed);
  CPPUNIT_TEST(turns_no_code_into_a_success);
  CPPUNIT_TEST_SUITE_END();

  SessionLogin login_;
  FakeSasl& sasl_ = login_.sasl;
  Vault& vault_ = login_.vault;

  void assert_fails(int code, const std::string& sentence) {
    login_.end();
    sasl_.errors.clear();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(sentence, code, login_.start());
    CPPUNIT_ASSERT_EQUAL(std::string(), login_.message());
    CPPUNIT_ASSERT(login_.sent != nullptr);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), sasl_.errors.size());
    CPPUNIT_ASSERT_EQUAL("sasl-oauth: " + sentence, sasl_.errors[0]);
    CPPUNIT_ASSERT_EQUAL(std::string::npos, sasl_.errors[0].find(secret));
    CPPUNIT_ASSERT_EQUAL(0u, login_.oparams.doneflag);
    CPPUNIT_ASSERT_EQUAL(0, sasl_.live_blocks);
  }

  /// Of a user without account, with this password.
  void assert_password_fails(const std::string& password, int code, const std::string& sentence) {
    sasl_.says(SASL_CB_AUTHNAME, "other@example.org");
    sasl_.gives_password(password);
    assert_fails(code, sentence);
  }

 public:
  void says_what_kept_it_from_a_credential() {
    const struct {
      ErrorKind kind;
      int code;
    } cases[] = {{ErrorKind::bad_config, SASL_FAIL},        {ErrorKind::no_access, SASL_FAIL},
                 {ErrorKind::consent_needed, SASL_EXPIRED}, {ErrorKind::refused, SASL_BADAUTH},
                 {ErrorKind::unavailable, SASL_UNAVAIL},    {ErrorKind::bad_reply, SASL_UNAVAIL},
                 {ErrorKind::internal, SASL_FAIL}};
    for (const auto& one : cases) {
      vault_ = Vault();
      vault_.account_error = Error{one.kind, "of the finder"};
      assert_fails(one.code, "of the finder");
      vault_ = Vault();
      vault_.token_error = Error{one.kind, "of the token"};
      assert_fails(one.code, "of the token");
      vault_ = Vault();
      vault_.account.clear();
      vault_.password_error = Error{one.kind, "of the password"};
      assert_fails(one.code, "of the password");
    }
  }

  void says_that_the_host_gave_no_user_name() {
    for (const int code : {SASL_FAIL, SASL_NOMEM, SASL_BADPARAM}) {
      sasl_.fails(SASL_CB_AUTHNAME, code);
      assert_fails(code, "the program gave no user name");
    }
    sasl_.says(SASL_CB_AUTHNAME, "");
    assert_fails(SASL_BADPARAM, "the user name is empty");
    sasl_.says(SASL_CB_AUTHNAME, nullptr);
    assert_fails(SASL_BADPARAM, "the user name is empty");
    sasl_.can_be_asked(SASL_CB_AUTHNAME);  // but with nothing to ask by
    assert_fails(SASL_BADPARAM, "the user name is empty");
    sasl_.is_mute(SASL_CB_AUTHNAME);
    assert_fails(SASL_BADPARAM, "the user name is empty");
    CPPUNIT_ASSERT(vault_.accounts_asked.empty());
  }

  void says_that_the_host_gave_no_password() {
    vault_.account.clear();
    for (const int code : {SASL_FAIL, SASL_NOMEM, SASL_BADPARAM}) {
      sasl_.fails(SASL_CB_PASS, code);
      assert_fails(code, "the program gave no password");
    }
  }

  void says_that_memory_is_out() {
    login_.prompts = &login_.asked;
    sasl_.runs_out_of_memory();
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    assert_fails(SASL_NOMEM, "the program gave no user name");
  }

  void refuses_a_user_name_before_it_is_used() {
    const struct {
      std::string user;
      const char* sentence;
    } cases[] = {
        {"u\x01"
         "auth=Bearer x",
         "the user name has a control character in it; correct it"},
        {"u@example.org\n", "the user name has a control character in it; correct it"},
        {"u\xff", "the user name is not UTF-8; correct it"},
        {std::string(1025, 'u'), "the user name is longer than 1024 bytes"},
        {std::string(16 << 20, 'u'), "the user name is longer than 1024 bytes"},
    };
    for (const auto& one : cases) {
      sasl_.says(SASL_CB_AUTHNAME, one.user.c_str());
      assert_fails(SASL_BADPARAM, one.sentence);
    }
    CPPUNIT_ASSERT(vault_.accounts_asked.empty() && sasl_.canonicalized.empty());
  }

  void refuses_a_user_name_that_libsasl_refuses() {
    sasl_.canon_result = SASL_BUFOVER;
    assert_fails(SASL_BUFOVER, "libsasl does not accept the user name u@example.org; correct it");
    CPPUNIT_ASSERT_EQUAL(0, vault_.tokens_given);
  }

  void refuses_an_authorization_identity_that_would_change_the_message() {
    sasl_.says(SASL_CB_USER,
               "v\x01"
               "auth=Bearer x");
    assert_fails(SASL_BADPARAM, "the user name has a control character in it; correct it");
  }

  void refuses_a_password_that_means_nothing() {
    const std::string missing =
        ", and there is no account other@example.org: sign in with "
        "sasl-oauth login other@example.org; " +
        hint;
    assert_password_fails(secret + "!", SASL_BADPARAM,
                          "the password is neither an access token nor \"oauth2\" nor a token "
                          "file" +
                              missing);
    assert_password_fails(
        "file:" + secret, SASL_BADPARAM,
        "the token file that the password names must be an absolute path" + missing);
    assert_password_fails(secret + "\x01", SASL_BADPARAM,
                          "the password is neither an access token nor \"oauth2\" nor a token "
                          "file" +
                              missing);
    CPPUNIT_ASSERT(vault_.passwords.empty());
  }

  void refuses_a_token_that_would_change_the_message() {
    for (const std::string& token :
         {std::string(), secret + "\n", secret + "\x01user=root", secret + " x"}) {
      vault_.token = token;
      assert_fails(SASL_BADPARAM,
                   "the access token is empty or has a blank or control character in it; sign in "
                   "again to have it replaced");
    }
    vault_.token = std::string(16 * 1024 + 1, 't');
    assert_fails(SASL_BADPARAM,
                 "the access token is longer than 16 KiB; sign in again to have it replaced");
  }

  void refuses_a_host_that_would_change_the_message() {
    sasl_.params().serverFQDN = "imap.example.org\x01user=root";
    assert_fails(SASL_BADPARAM,
                 "the mail server's name or port has a control character in it; correct it");
  }

  void stays_failed() {
    vault_.token_error = Error{ErrorKind::consent_needed, "a person must sign in"};
    assert_fails(SASL_EXPIRED, "a person must sign in");
    vault_.token_error.reset();
    for (const char* from_server : {"", gmail_refusal}) {
      CPPUNIT_ASSERT_EQUAL(SASL_FAIL, login_.step(from_server));
      CPPUNIT_ASSERT_EQUAL(std::string(), login_.message());
      CPPUNIT_ASSERT_EQUAL(
          std::string("sasl-oauth: this login has failed already; begin a new one"),
          login_.last_error());
    }
    CPPUNIT_ASSERT(vault_.refused.empty());
  }

  void turns_no_code_into_a_success() {
    for (const int code : {SASL_CONTINUE, SASL_INTERACT}) {
      sasl_.fails(SASL_CB_AUTHNAME, code);
      assert_fails(SASL_FAIL, "the program gave no user name");
    }
    sasl_.says(SASL_CB_AUTHNAME, "u@example.org");
    sasl_.canon_result = SASL_CONTINUE;
    assert_fails(SASL_FAIL, "libsasl does not accept the user name u@example.org; correct it");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SessionFailureTest);

}  // namespace
}  // namespace plugin
