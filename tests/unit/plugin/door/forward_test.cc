// SPDX-License-Identifier: MIT
#include "plugin/door/forward.h"

#include <cppunit/extensions/HelperMacros.h>
#include <stdarg.h>

#include <string>

#include "tests/support/fake_core_copy.h"

namespace door {
namespace {

/// What seterror was told: libsasl passes the host's connection, the test a string in its place.
void note_error(sasl_conn_t* conn, unsigned, const char* format, ...) {
  CPPUNIT_ASSERT_EQUAL(std::string("%s"), std::string(format));
  va_list arguments;
  va_start(arguments, format);
  *reinterpret_cast<std::string*>(conn) = va_arg(arguments, const char*);
  va_end(arguments);
}

class ForwardTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForwardTest);
  CPPUNIT_TEST(starts_a_session_of_the_row_with_that_name);
  CPPUNIT_TEST(hands_on_what_core_answers);
  CPPUNIT_TEST(fails_with_a_sentence_when_core_cannot_be_opened);
  CPPUNIT_TEST(fails_with_a_sentence_when_core_lacks_the_mechanism);
  CPPUNIT_TEST(hands_each_step_on_unchanged);
  CPPUNIT_TEST(takes_null_for_the_prompts_and_the_challenge);
  CPPUNIT_TEST(refuses_null_where_libsasl_promises_a_pointer);
  CPPUNIT_TEST(disposes_of_a_session_once);
  CPPUNIT_TEST(disposes_of_no_session_at_all);
  CPPUNIT_TEST_SUITE_END();

  FakeCoreCopy copy_;
  FakeCore& core_ = copy_.state();
  CoreModule module_{copy_.path()};
  std::string error_;
  sasl_utils_t utils_{};
  sasl_client_params_t params_{};
  void* session_ = nullptr;
  const char* out_ = nullptr;
  unsigned out_size_ = 0;
  sasl_out_params_t oparams_{};

  int start(const char* mechanism = "XOAUTH2") {
    return forward_new(module_, mechanism, &params_, &session_);
  }

 public:
  void setUp() override {
    utils_.conn = reinterpret_cast<sasl_conn_t*>(&error_);
    utils_.seterror = note_error;
    params_.utils = &utils_;
  }

  void starts_a_session_of_the_row_with_that_name() {
    for (const char* mechanism : {"XOAUTH2", "OAUTHBEARER"}) {
      CPPUNIT_ASSERT_EQUAL(SASL_OK, start(mechanism));
      CPPUNIT_ASSERT_EQUAL(std::string(mechanism), std::string(core_.mechanism));
      CPPUNIT_ASSERT(session_ == &core_);
    }
  }

  void hands_on_what_core_answers() {
    for (const int answer : {SASL_NOMECH, SASL_BADPARAM, SASL_NOMEM}) {
      core_.new_result = answer;
      CPPUNIT_ASSERT_EQUAL(answer, start());
      CPPUNIT_ASSERT(session_ == nullptr);
    }
  }

  void fails_with_a_sentence_when_core_cannot_be_opened() {
    CoreModule missing("/nonexistent/core.so");
    session_ = this;
    CPPUNIT_ASSERT_EQUAL(SASL_FAIL, forward_new(missing, "XOAUTH2", &params_, &session_));
    CPPUNIT_ASSERT(session_ == nullptr);
    CPPUNIT_ASSERT_EQUAL(std::string(missing.open().problem), error_);
    CPPUNIT_ASSERT(!error_.empty());
  }

  void fails_with_a_sentence_when_core_lacks_the_mechanism() {
    CPPUNIT_ASSERT_EQUAL(SASL_FAIL, start("PLAIN"));
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth's core does not know this mechanism: reinstall "
                                     "the package libsasl2-modules-oauth"),
                         error_);
  }

  void hands_each_step_on_unchanged() {
    sasl_interact_t* prompts = nullptr;
    for (const char* mechanism : {"XOAUTH2", "OAUTHBEARER"}) {
      CPPUNIT_ASSERT_EQUAL(SASL_OK, start(mechanism));
      for (const int answer : {SASL_CONTINUE, SASL_INTERACT, SASL_OK}) {
        core_.step_result = answer;
        CPPUNIT_ASSERT_EQUAL(answer, forward_step(module_, mechanism, session_, &params_, "junk", 3,
                                                  &prompts, &out_, &out_size_, &oparams_));
        CPPUNIT_ASSERT_EQUAL(std::string(mechanism), std::string(out_, out_size_));
        CPPUNIT_ASSERT_EQUAL(std::string("jun"), std::string(core_.serverin, core_.serverinlen));
        CPPUNIT_ASSERT(core_.prompt_need == &prompts);
        CPPUNIT_ASSERT(core_.session == session_);
      }
    }
  }

  void takes_null_for_the_prompts_and_the_challenge() {
    start();
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE,
                         forward_step(module_, "XOAUTH2", session_, &params_, nullptr, 0, nullptr,
                                      &out_, &out_size_, &oparams_));
    CPPUNIT_ASSERT(core_.serverin == nullptr);
    CPPUNIT_ASSERT(core_.prompt_need == nullptr);
  }

  void refuses_null_where_libsasl_promises_a_pointer() {
    const std::string sentence =
        "sasl-oauth was called without a parameter that libsasl always gives: report it to the "
        "makers of this program";
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, forward_new(module_, "XOAUTH2", nullptr, &session_));
    CPPUNIT_ASSERT_EQUAL(std::string(), error_);
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, forward_new(module_, "XOAUTH2", &params_, nullptr));
    CPPUNIT_ASSERT_EQUAL(sentence, error_);
    start();
    auto step = [this](void* session, sasl_client_params_t* params, const char** out,
                       unsigned* size, sasl_out_params_t* oparams) {
      return forward_step(module_, "XOAUTH2", session, params, "", 0, nullptr, out, size, oparams);
    };
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, step(nullptr, &params_, &out_, &out_size_, &oparams_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, step(session_, nullptr, &out_, &out_size_, &oparams_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, step(session_, &params_, nullptr, &out_size_, &oparams_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, step(session_, &params_, &out_, nullptr, &oparams_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, step(session_, &params_, &out_, &out_size_, nullptr));
    utils_.seterror = nullptr;
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, step(nullptr, &params_, &out_, &out_size_, &oparams_));
    params_.utils = nullptr;
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, start());
  }

  void disposes_of_a_session_once() {
    start("OAUTHBEARER");
    forward_dispose(module_, "OAUTHBEARER", session_, &utils_);
    CPPUNIT_ASSERT_EQUAL(1, core_.dispose_calls);
    CPPUNIT_ASSERT_EQUAL(std::string("OAUTHBEARER"), std::string(core_.mechanism));
    CPPUNIT_ASSERT(core_.session == session_);
  }

  void disposes_of_no_session_at_all() {
    CoreModule missing("/nonexistent/core.so");
    forward_dispose(missing, "XOAUTH2", nullptr, &utils_);
    start();
    forward_dispose(module_, "XOAUTH2", nullptr, &utils_);
    CPPUNIT_ASSERT_EQUAL(0, core_.dispose_calls);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForwardTest);

}  // namespace
}  // namespace door
