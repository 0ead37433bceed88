// SPDX-License-Identifier: MIT
#include "plugin/core_abi.h"

#include <cppunit/extensions/HelperMacros.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <new>
#include <stdexcept>
#include <string>

#include "tests/support/fake_sasl.h"
#include "tests/support/temporary_folder.h"

namespace plugin {
namespace {

constexpr char record[] =
    R"({"version":1,"expires_at":4102444800,"user":"","access_token":"ya29.stored",)"
    R"("account":"u@example.org","token_endpoint":"https://127.0.0.1:1/","client_id":"c",)"
    R"("refresh_token":"r"})";

struct NotAnException {};

int throw_bad_alloc(sasl_conn_t*, const char*, unsigned, unsigned, sasl_out_params_t*) {
  throw std::bad_alloc();
}

int throw_anything(sasl_conn_t*, const char*, unsigned, unsigned, sasl_out_params_t*) {
  throw NotAnException();
}

// The module, as the door opens it; the build says where it is.
const sasl_oauth_core& core() {
  const char* modules = getenv("TEST_MODULES");
  CPPUNIT_ASSERT_MESSAGE("TEST_MODULES is not set", modules != nullptr);
  const std::string path = std::string(modules) + "/core-check.so";
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  CPPUNIT_ASSERT_MESSAGE(path, module != nullptr);
  void* symbol = dlsym(module, SASL_OAUTH_CORE_SYMBOL);
  CPPUNIT_ASSERT(symbol != nullptr);
  return *reinterpret_cast<sasl_oauth_core_entry*>(symbol)();
}

class CoreTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CoreTest);
  CPPUNIT_TEST(has_a_row_for_each_mechanism);
  CPPUNIT_TEST(signs_in_with_a_record);
  CPPUNIT_TEST(keeps_sessions_apart);
  CPPUNIT_TEST(takes_a_session_that_goes_before_its_first_step);
  CPPUNIT_TEST(refuses_null_where_libsasl_promises_a_pointer);
  CPPUNIT_TEST(lets_no_exception_pass);
  CPPUNIT_TEST(can_be_prepared_for_a_jail_again_and_again);
  CPPUNIT_TEST_SUITE_END();

  oauth::TemporaryFolder folder_;
  FakeSasl sasl_;
  const char* sent_ = nullptr;
  unsigned sent_size_ = 0;
  sasl_out_params_t oparams_{};

  static const sasl_client_plug_t& row(const std::string& mechanism) {
    for (int i = 0; i < core().mechanism_count; ++i) {
      if (core().mechanisms[i].mech_name == mechanism) return core().mechanisms[i];
    }
    throw std::out_of_range(mechanism);
  }

  void* new_session(const std::string& mechanism) {
    void* session = nullptr;
    CPPUNIT_ASSERT_EQUAL(
        SASL_OK, row(mechanism).mech_new(row(mechanism).glob_context, &sasl_.params(), &session));
    CPPUNIT_ASSERT(session != nullptr);
    return session;
  }

  int step(void* session) {
    return row("XOAUTH2").mech_step(session, &sasl_.params(), nullptr, 0, nullptr, &sent_,
                                    &sent_size_, &oparams_);
  }

  void dispose(void* session) { row("XOAUTH2").mech_dispose(session, &sasl_.utils()); }

 public:
  void setUp() override {
    folder_.write("config.toml", "[store]\ndir = \"" + folder_.path() + "\"\n");
    setenv("SASL_OAUTH_CONFIG", (folder_.path() + "/config.toml").c_str(), 1);
    folder_.write("u@example.org.json", record);
    chmod((folder_.path() + "/u@example.org.json").c_str(), 0600);
    sasl_.says(SASL_CB_AUTHNAME, "u@example.org");
  }
  void tearDown() override { unsetenv("SASL_OAUTH_CONFIG"); }

  void has_a_row_for_each_mechanism() {
    CPPUNIT_ASSERT_EQUAL(unsigned(SASL_OAUTH_CORE_ABI), core().abi);
    CPPUNIT_ASSERT_EQUAL(2, core().mechanism_count);
    CPPUNIT_ASSERT(core().before_jail != nullptr);
    for (const char* mechanism : {"XOAUTH2", "OAUTHBEARER"}) {
      const sasl_client_plug_t& found = row(mechanism);
      CPPUNIT_ASSERT(found.glob_context != nullptr && found.mech_new != nullptr);
      CPPUNIT_ASSERT(found.mech_step != nullptr && found.mech_dispose != nullptr);
    }
    CPPUNIT_ASSERT(&core() == &core());
  }

  void signs_in_with_a_record() {
    void* session = new_session("XOAUTH2");
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, step(session));
    CPPUNIT_ASSERT_EQUAL(std::string("user=u@example.org\x01"
                                     "auth=Bearer ya29.stored\x01\x01"),
                         std::string(sent_, sent_size_));
    CPPUNIT_ASSERT_EQUAL(SASL_OK, step(session));
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(sent_, sent_size_));
    dispose(session);
    CPPUNIT_ASSERT(sasl_.errors.empty() && sasl_.logged.empty());
  }

  void keeps_sessions_apart() {
    void* first = new_session("XOAUTH2");
    void* second = new_session("OAUTHBEARER");
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, step(first));
    const std::string_view kept(sent_, sent_size_);
    CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, step(second));
    dispose(second);
    CPPUNIT_ASSERT_EQUAL(std::string("user=u@example.org\x01"
                                     "auth=Bearer ya29.stored\x01\x01"),
                         std::string(kept));
    dispose(first);
  }

  void takes_a_session_that_goes_before_its_first_step() {
    dispose(new_session("XOAUTH2"));
    dispose(nullptr);
    sasl_.params().service = nullptr;
    sasl_.params().serverFQDN = nullptr;
    dispose(new_session("OAUTHBEARER"));
  }

  void refuses_null_where_libsasl_promises_a_pointer() {
    const sasl_client_plug_t& found = row("XOAUTH2");
    void* session = nullptr;
    sasl_client_params_t without_utils{};
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, found.mech_new(nullptr, &sasl_.params(), &session));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, found.mech_new(found.glob_context, nullptr, &session));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM,
                         found.mech_new(found.glob_context, &without_utils, &session));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM,
                         found.mech_new(found.glob_context, &sasl_.params(), nullptr));
    CPPUNIT_ASSERT(session == nullptr);
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, step(nullptr));
    session = new_session("XOAUTH2");
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, found.mech_step(session, nullptr, nullptr, 0, nullptr,
                                                        &sent_, &sent_size_, &oparams_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, found.mech_step(session, &sasl_.params(), nullptr, 0,
                                                        nullptr, nullptr, &sent_size_, &oparams_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, found.mech_step(session, &sasl_.params(), nullptr, 0,
                                                        nullptr, &sent_, nullptr, &oparams_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, found.mech_step(session, &sasl_.params(), nullptr, 0,
                                                        nullptr, &sent_, &sent_size_, nullptr));
    dispose(session);
  }

  void lets_no_exception_pass() {
    sasl_.params().canon_user = throw_bad_alloc;
    void* session = new_session("XOAUTH2");
    CPPUNIT_ASSERT_EQUAL(SASL_NOMEM, step(session));
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: out of memory"), sasl_.errors.back());
    dispose(session);
    sasl_.params().canon_user = throw_anything;
    session = new_session("XOAUTH2");
    CPPUNIT_ASSERT_EQUAL(SASL_FAIL, step(session));
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth: internal error; please report it"),
                         sasl_.errors.back());
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(sent_, sent_size_));
    dispose(session);
  }

  void can_be_prepared_for_a_jail_again_and_again() {
    core().before_jail("nobody");
    core().before_jail("no such user");
    CPPUNIT_ASSERT(sasl_.errors.empty() && sasl_.logged.empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CoreTest);

}  // namespace
}  // namespace plugin
