// SPDX-License-Identifier: MIT
#include "plugin/prompts.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "tests/support/fake_sasl.h"

namespace plugin {
namespace {

using Ids = std::vector<unsigned long>;

class PromptsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PromptsTest);
  CPPUNIT_TEST(calls_the_procedures_of_a_host_that_cannot_be_prompted);
  CPPUNIT_TEST(never_asks_for_a_length);
  CPPUNIT_TEST(prompts_one_question_at_a_time);
  CPPUNIT_TEST(takes_all_answers_of_one_list);
  CPPUNIT_TEST(copies_the_answers);
  CPPUNIT_TEST(asks_nothing_twice);
  CPPUNIT_TEST(takes_no_answer_for_an_empty_one);
  CPPUNIT_TEST(drops_the_nul_that_some_hosts_count);
  CPPUNIT_TEST(keeps_what_else_is_in_an_answer);
  CPPUNIT_TEST(leaves_empty_what_a_host_cannot_be_asked);
  CPPUNIT_TEST(hands_on_a_procedure_s_failure);
  CPPUNIT_TEST(takes_no_success_but_ok_from_a_procedure);
  CPPUNIT_TEST(says_when_there_is_no_memory_for_a_prompt);
  CPPUNIT_TEST(collects_nothing_where_nothing_was_asked);
  CPPUNIT_TEST(takes_an_authorization_identity_but_never_asks_for_it);
  CPPUNIT_TEST(lives_with_a_libsasl_without_callbacks);
  CPPUNIT_TEST_SUITE_END();

  FakeSasl sasl_;
  Prompts prompts_{sasl_.utils()};
  Answers answers_;
  sasl_interact_t* asked_ = nullptr;

  std::string password() const { return std::string(prompts_.password().reveal()); }

  void assert_asked(unsigned long id) {
    CPPUNIT_ASSERT(asked_ != nullptr);
    CPPUNIT_ASSERT_EQUAL(id, asked_[0].id);
    CPPUNIT_ASSERT(asked_[0].prompt != nullptr && asked_[0].challenge != nullptr);
    CPPUNIT_ASSERT(asked_[0].result == nullptr && asked_[0].defresult == nullptr);
    CPPUNIT_ASSERT_EQUAL(static_cast<unsigned long>(SASL_CB_LIST_END), asked_[1].id);
  }

 public:
  void calls_the_procedures_of_a_host_that_cannot_be_prompted() {
    sasl_.says(SASL_CB_AUTHNAME, "u@example.org");
    sasl_.gives_password("oauth2");
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(nullptr));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_password(nullptr));
    CPPUNIT_ASSERT_EQUAL(std::string("u@example.org"), prompts_.user());
    CPPUNIT_ASSERT_EQUAL(std::string("oauth2"), password());
    CPPUNIT_ASSERT_EQUAL(0, sasl_.live_blocks);
  }

  // libsasl 2.1's own procedure stores a size_t through it.
  void never_asks_for_a_length() {
    sasl_.says(SASL_CB_AUTHNAME, "u");
    sasl_.says(SASL_CB_USER, "v");
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(nullptr));
    CPPUNIT_ASSERT_EQUAL(std::string("v"), prompts_.authorization_identity());
    CPPUNIT_ASSERT(!sasl_.asked_for_lengths);
  }

  void prompts_one_question_at_a_time() {
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    sasl_.can_be_asked(SASL_CB_PASS);
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompts_.ask_user(&asked_));
    assert_asked(SASL_CB_AUTHNAME);
    answers_.give(asked_, SASL_CB_AUTHNAME, "u@example.org");
    prompts_.collect(&asked_);
    CPPUNIT_ASSERT(asked_ == nullptr);
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(&asked_));
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompts_.ask_password(&asked_));
    assert_asked(SASL_CB_PASS);
    answers_.give(asked_, SASL_CB_PASS, "ya29.x");
    prompts_.collect(&asked_);
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_password(&asked_));
    CPPUNIT_ASSERT_EQUAL(std::string("u@example.org"), prompts_.user());
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.x"), password());
    CPPUNIT_ASSERT(asked_ == nullptr);
    CPPUNIT_ASSERT_EQUAL(0, sasl_.live_blocks);
    CPPUNIT_ASSERT(sasl_.called.empty());
  }

  void takes_all_answers_of_one_list() {
    asked_ = static_cast<sasl_interact_t*>(sasl_.utils().malloc(4 * sizeof(sasl_interact_t)));
    asked_[0] = sasl_interact_t{SASL_CB_USER, "", "", nullptr, "someone", 7};
    asked_[1] = sasl_interact_t{SASL_CB_PASS, "", "", nullptr, "secret", 6};
    asked_[2] = sasl_interact_t{SASL_CB_AUTHNAME, "", "", nullptr, "u", 1};
    asked_[3] = sasl_interact_t{SASL_CB_LIST_END, nullptr, nullptr, nullptr, nullptr, 0};
    prompts_.collect(&asked_);
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(nullptr));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_password(nullptr));
    CPPUNIT_ASSERT_EQUAL(std::string("u"), prompts_.user());
    CPPUNIT_ASSERT_EQUAL(std::string("secret"), password());
    CPPUNIT_ASSERT_EQUAL(0, sasl_.live_blocks);
  }

  void copies_the_answers() {
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompts_.ask_user(&asked_));
    char answer[] = "u@example.org";
    asked_[0].result = answer;
    asked_[0].len = 13;
    prompts_.collect(&asked_);
    answer[0] = '#';
    CPPUNIT_ASSERT_EQUAL(std::string("u@example.org"), prompts_.user());
  }

  void asks_nothing_twice() {
    sasl_.says(SASL_CB_AUTHNAME, "u");
    sasl_.gives_password("p");
    for (int i = 0; i < 3; ++i) {
      CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(&asked_));
      CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_password(&asked_));
    }
    CPPUNIT_ASSERT(sasl_.called == (Ids{SASL_CB_AUTHNAME, SASL_CB_PASS}));
    // What was said first counts, whatever comes in a later list.
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    Prompts prompted(sasl_.utils());
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompted.ask_user(&asked_));
    answers_.give(asked_, SASL_CB_AUTHNAME, "v");
    prompts_.collect(&asked_);
    CPPUNIT_ASSERT_EQUAL(std::string("u"), prompts_.user());
    CPPUNIT_ASSERT_EQUAL(0, sasl_.live_blocks);
  }

  void takes_no_answer_for_an_empty_one() {
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    sasl_.can_be_asked(SASL_CB_PASS);
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompts_.ask_user(&asked_));
    asked_[0].len = 99;  // of a result that is NULL
    prompts_.collect(&asked_);
    CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompts_.ask_password(&asked_));
    prompts_.collect(&asked_);
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(&asked_));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_password(&asked_));
    CPPUNIT_ASSERT_EQUAL(std::string(), prompts_.user());
    CPPUNIT_ASSERT_EQUAL(std::string(), password());

    Prompts called(sasl_.utils());
    sasl_.says(SASL_CB_AUTHNAME, nullptr);
    sasl_.gives_no_secret();
    CPPUNIT_ASSERT_EQUAL(SASL_OK, called.ask_user(&asked_));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, called.ask_password(&asked_));
    CPPUNIT_ASSERT_EQUAL(std::string(), called.user());
    CPPUNIT_ASSERT(called.password().empty());
  }

  void drops_the_nul_that_some_hosts_count() {
    const struct {
      std::string given;
      std::string taken;
    } cases[] = {{std::string("u\0", 2), "u"},
                 {std::string("\0", 1), ""},
                 {std::string("u\0\0", 3), std::string("u\0", 2)}};
    for (const auto& one : cases) {
      Prompts prompts(sasl_.utils());
      sasl_.can_be_asked(SASL_CB_AUTHNAME);
      sasl_.can_be_asked(SASL_CB_PASS);
      CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompts.ask_user(&asked_));
      answers_.give(asked_, SASL_CB_AUTHNAME, one.given);
      prompts.collect(&asked_);
      CPPUNIT_ASSERT_EQUAL(SASL_INTERACT, prompts.ask_password(&asked_));
      answers_.give(asked_, SASL_CB_PASS, one.given);
      prompts.collect(&asked_);
      CPPUNIT_ASSERT_EQUAL(one.taken, prompts.user());
      CPPUNIT_ASSERT_EQUAL(one.taken, std::string(prompts.password().reveal()));
    }
  }

  void keeps_what_else_is_in_an_answer() {
    for (const std::string& secret :
         {std::string("a\0b", 3), std::string(1, '\x01'), std::string(16 << 20, 's')}) {
      Prompts prompts(sasl_.utils());
      sasl_.gives_password(secret);
      CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts.ask_password(nullptr));
      CPPUNIT_ASSERT(secret == prompts.password().reveal());
    }
  }

  void leaves_empty_what_a_host_cannot_be_asked() {
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(&asked_));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_password(&asked_));
    CPPUNIT_ASSERT(prompts_.user().empty() && prompts_.password().empty());
    Prompts unaskable(sasl_.utils());
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    sasl_.can_be_asked(SASL_CB_PASS);
    CPPUNIT_ASSERT_EQUAL(SASL_OK, unaskable.ask_user(nullptr));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, unaskable.ask_password(nullptr));
    CPPUNIT_ASSERT(unaskable.user().empty() && unaskable.password().empty());
  }

  void hands_on_a_procedure_s_failure() {
    for (const int code : {SASL_FAIL, SASL_NOMEM, SASL_BADPARAM}) {
      Prompts prompts(sasl_.utils());
      sasl_.fails(SASL_CB_AUTHNAME, code);
      sasl_.fails(SASL_CB_PASS, code);
      CPPUNIT_ASSERT_EQUAL(code, prompts.ask_user(&asked_));
      CPPUNIT_ASSERT_EQUAL(code, prompts.ask_password(&asked_));
      CPPUNIT_ASSERT(asked_ == nullptr);
    }
  }

  void takes_no_success_but_ok_from_a_procedure() {
    for (const int code : {SASL_CONTINUE, SASL_INTERACT, 7}) {
      Prompts prompts(sasl_.utils());
      sasl_.fails(SASL_CB_AUTHNAME, code);
      sasl_.fails(SASL_CB_PASS, code);
      CPPUNIT_ASSERT_EQUAL(SASL_FAIL, prompts.ask_user(&asked_));
      CPPUNIT_ASSERT_EQUAL(SASL_FAIL, prompts.ask_password(&asked_));
    }
  }

  void says_when_there_is_no_memory_for_a_prompt() {
    sasl_.can_be_asked(SASL_CB_AUTHNAME);
    sasl_.can_be_asked(SASL_CB_PASS);
    sasl_.runs_out_of_memory();
    CPPUNIT_ASSERT_EQUAL(SASL_NOMEM, prompts_.ask_user(&asked_));
    CPPUNIT_ASSERT_EQUAL(SASL_NOMEM, prompts_.ask_password(&asked_));
    CPPUNIT_ASSERT(asked_ == nullptr);
  }

  void collects_nothing_where_nothing_was_asked() {
    prompts_.collect(nullptr);
    prompts_.collect(&asked_);
    sasl_.says(SASL_CB_AUTHNAME, "u");
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts_.ask_user(&asked_));
    CPPUNIT_ASSERT_EQUAL(std::string("u"), prompts_.user());
  }

  void takes_an_authorization_identity_but_never_asks_for_it() {
    CPPUNIT_ASSERT_EQUAL(std::string(), prompts_.authorization_identity());
    sasl_.can_be_asked(SASL_CB_USER);
    CPPUNIT_ASSERT_EQUAL(std::string(), prompts_.authorization_identity());
    sasl_.says(SASL_CB_USER, nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string(), prompts_.authorization_identity());
    sasl_.fails(SASL_CB_USER, SASL_FAIL);
    CPPUNIT_ASSERT_EQUAL(std::string(), prompts_.authorization_identity());
    sasl_.says(SASL_CB_USER, "shared@example.org");
    CPPUNIT_ASSERT_EQUAL(std::string("shared@example.org"), prompts_.authorization_identity());
  }

  void lives_with_a_libsasl_without_callbacks() {
    sasl_utils_t utils = sasl_.utils();
    utils.getcallback = nullptr;
    Prompts prompts(utils);
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts.ask_user(&asked_));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, prompts.ask_password(&asked_));
    CPPUNIT_ASSERT_EQUAL(std::string(), prompts.authorization_identity());
    CPPUNIT_ASSERT(prompts.user().empty() && prompts.password().empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PromptsTest);

}  // namespace
}  // namespace plugin
