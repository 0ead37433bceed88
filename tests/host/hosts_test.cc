// SPDX-License-Identifier: MIT
// The programs that matter, each with its own way to call libsasl.
#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "tests/host/child.h"
#include "tests/host/program.h"
#include "tests/host/sandbox.h"

namespace host {
namespace {

constexpr char refusal[] =
    R"({"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"})";
constexpr char refusal_sentence[] =
    "refused the access token of u@example.org, status 400, it wants the scope "
    "https://mail.google.com/";

using Ids = std::vector<unsigned long>;

class HostsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HostsTest);
  CPPUNIT_TEST(postfix_signs_in);
  CPPUNIT_TEST(postfix_without_an_account_finds_no_mechanism);
  CPPUNIT_TEST(postfix_reads_the_server_s_refusal);
  CPPUNIT_TEST(isync_without_initial_response_signs_in);
  CPPUNIT_TEST(isync_ends_a_refused_login);
  CPPUNIT_TEST(mutt_passes_junk_after_a_success);
  CPPUNIT_TEST(ldapsearch_takes_a_last_step_after_a_success);
  CPPUNIT_TEST(imtest_has_global_callbacks);
  CPPUNIT_TEST(kde_gives_a_token_to_a_prompt);
  CPPUNIT_TEST(a_program_without_user_name_signs_in_as_libsasl_says);
  CPPUNIT_TEST(a_program_that_acts_for_somebody_sends_him);
  CPPUNIT_TEST(oauthbearer_names_host_and_port);
  CPPUNIT_TEST(a_program_that_wants_a_strong_login_gets_none_of_ours_without_tls);
  CPPUNIT_TEST_SUITE_END();

  Sandbox sandbox_;
  Program program_;

  void play(const std::function<void()>& act) {
    in_child([&] {
      sandbox_.enter();
      act();
      program_.assert_discreet();
    });
  }

 public:
  void setUp() override { sandbox_.add_account("u@example.org"); }

  void postfix_signs_in() {
    sandbox_.mark_as_ready();
    play([&] {
      begin();
      Login login(program_, program_.procedures(), "smtp", "smtp.example.org");
      login.cannot_be_prompted();
      login.demand(SASL_SEC_NOANONYMOUS, 0);
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("PLAIN LOGIN XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(std::string("XOAUTH2"), login.mechanism());
      CPPUNIT_ASSERT_EQUAL(xoauth2_message_of("u@example.org"), login.sent());
      CPPUNIT_ASSERT_EQUAL(0, program_.password_calls);
    });
  }

  void postfix_without_an_account_finds_no_mechanism() {
    play([&] {
      begin();
      Login login(program_, program_.procedures(), "smtp", "smtp.example.org");
      login.cannot_be_prompted();
      login.demand(SASL_SEC_NOANONYMOUS, 0);
      CPPUNIT_ASSERT_EQUAL(SASL_NOMECH, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.start("PLAIN XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(std::string("PLAIN"), login.mechanism());
    });
  }

  void postfix_reads_the_server_s_refusal() {
    play([&] {
      begin();
      Login login(program_, program_.procedures(), "smtp", "smtp.example.org");
      login.cannot_be_prompted();
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(refusal));
      CPPUNIT_ASSERT_EQUAL(std::string(), login.sent());
      // What it logs as "warning: SASL authentication failure: ...".
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), program_.log.size());
      CPPUNIT_ASSERT_EQUAL("sasl-oauth: smtp.example.org " + std::string(refusal_sentence),
                           program_.log[0]);
    });
  }

  void isync_without_initial_response_signs_in() {
    play([&] {
      begin();
      Login login(program_, program_.prompts());
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2", InitialResponse::no));
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.step(""));
      CPPUNIT_ASSERT_EQUAL(xoauth2_message_of("u@example.org"), login.sent());
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(nullptr, 0));
      CPPUNIT_ASSERT_EQUAL(std::string(), login.sent());
      CPPUNIT_ASSERT(program_.prompted == Ids{SASL_CB_AUTHNAME});
    });
  }

  void isync_ends_a_refused_login() {
    play([&] {
      begin();
      Login login(program_, program_.prompts());
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("OAUTHBEARER"));
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(refusal));
      CPPUNIT_ASSERT_EQUAL(std::string("\x01"), login.sent());
    });
  }

  void mutt_passes_junk_after_a_success() {
    play([&] {
      begin();
      Login login(program_, program_.procedures_for("u@example.org"));
      login.demand(0, 0x7fff);
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step("AUTHENTICATE XOAUTH2 "));
      CPPUNIT_ASSERT_EQUAL(std::string(), login.sent());
      CPPUNIT_ASSERT(program_.log.empty());
    });
  }

  void ldapsearch_takes_a_last_step_after_a_success() {
    sandbox_.mark_as_ready();
    play([&] {
      begin();
      Login login(program_, program_.prompts(), "ldap", "ldap.example.org");
      login.demand(SASL_SEC_NOANONYMOUS | SASL_SEC_NOPLAINTEXT, 0);
      CPPUNIT_ASSERT_EQUAL(SASL_NOMECH, login.start("XOAUTH2"));
      login.demand(SASL_SEC_NOANONYMOUS, 0x7fffffff);  // under TLS
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(nullptr, 0));
      CPPUNIT_ASSERT(program_.prompted == Ids{SASL_CB_AUTHNAME});
    });
  }

  void imtest_has_global_callbacks() {
    play([&] {
      begin(program_.prompts());
      Login login(program_, nullptr);
      login.demand(0, 128);
      program_.user = "other@example.org";
      program_.password = "ya29.s3cr3t";
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(xoauth2_message("other@example.org", "ya29.s3cr3t"), login.sent());
      CPPUNIT_ASSERT(program_.prompted == (Ids{SASL_CB_AUTHNAME, SASL_CB_PASS}));
    });
  }

  void kde_gives_a_token_to_a_prompt() {
    play([&] {
      begin();
      Login login(program_, program_.prompts(), "smtp", "smtp.example.org");
      program_.user = "other@example.org";
      program_.password = "ya29.s3cr3t";
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(xoauth2_message("other@example.org", "ya29.s3cr3t"), login.sent());
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(refusal));
      CPPUNIT_ASSERT_EQUAL(std::string(), login.sent());
    });
  }

  void a_program_without_user_name_signs_in_as_libsasl_says() {
    play([&] {
      setenv("USER", "u@example.org", 1);
      begin();
      Login login(program_, program_.password_alone());
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(xoauth2_message_of("u@example.org"), login.sent());
    });
  }

  void a_program_that_acts_for_somebody_sends_him() {
    play([&] {
      begin();
      Login login(program_, program_.procedures_for("shared@example.org"));
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(xoauth2_message("shared@example.org", "ya29.s3cr3t-of-u-example.org"),
                           login.sent());
    });
  }

  void oauthbearer_names_host_and_port() {
    play([&] {
      begin();
      Login login(program_, program_.procedures());
      login.connected_to("192.0.2.1;993");
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("OAUTHBEARER"));
      CPPUNIT_ASSERT_EQUAL(std::string("n,a=u@example.org,\x01host=imap.example.org\x01port=993\x01"
                                       "auth=Bearer ya29.s3cr3t-of-u-example.org\x01\x01"),
                           login.sent());
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(nullptr, 0));
      CPPUNIT_ASSERT_EQUAL(std::string(), login.sent());
    });
  }

  // A token that is sent as it is protects nothing, and a plugin that claims a strength of its own
  // has it sent where the program wanted it kept.
  void a_program_that_wants_a_strong_login_gets_none_of_ours_without_tls() {
    sandbox_.mark_as_ready();
    play([&] {
      begin();
      for (const char* mechanism : {"XOAUTH2", "OAUTHBEARER"}) {
        Login plain(program_, program_.procedures());
        plain.demand_strength(56);
        CPPUNIT_ASSERT_EQUAL(SASL_NOMECH, plain.start(mechanism));
        Login encrypted(program_, program_.procedures());
        encrypted.is_under_tls(128);
        encrypted.demand_strength(56);
        CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, encrypted.start(mechanism));
        CPPUNIT_ASSERT_EQUAL(SASL_OK, encrypted.step(nullptr, 0));
        CPPUNIT_ASSERT_EQUAL(0U, encrypted.strength());
      }
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HostsTest);

}  // namespace
}  // namespace host
