// SPDX-License-Identifier: MIT
#include "tests/host/program.h"

#include <cppunit/extensions/HelperMacros.h>
#include <string.h>

#include <utility>

#include "tests/host/sandbox.h"

namespace host {
namespace {

template <class Procedure>
int (*as_callback(Procedure* procedure))(void) {
  return reinterpret_cast<int (*)(void)>(reinterpret_cast<void (*)()>(procedure));
}

void assert_without_secret(const std::string& text) {
  CPPUNIT_ASSERT_MESSAGE(text, text.find(secret_mark) == std::string::npos);
}

}  // namespace

const sasl_callback_t* Program::keep(List list) {
  list.push_back({SASL_CB_LOG, as_callback(note), this});
  list.push_back({SASL_CB_LIST_END, nullptr, nullptr});
  lists_.push_back(std::move(list));
  return lists_.back().data();
}

const sasl_callback_t* Program::procedures() {
  return keep({{SASL_CB_AUTHNAME, as_callback(say_user), this},
               {SASL_CB_PASS, as_callback(say_password), this}});
}

const sasl_callback_t* Program::procedures_for(const std::string& identity) {
  identity_ = identity;
  return keep({{SASL_CB_USER, as_callback(say_identity), this},
               {SASL_CB_AUTHNAME, as_callback(say_user), this},
               {SASL_CB_PASS, as_callback(say_password), this}});
}

const sasl_callback_t* Program::prompts() {
  return keep({{SASL_CB_USER, nullptr, nullptr},
               {SASL_CB_AUTHNAME, nullptr, nullptr},
               {SASL_CB_PASS, nullptr, nullptr}});
}

const sasl_callback_t* Program::password_alone() {
  return keep({{SASL_CB_PASS, as_callback(say_password), this}});
}

int Program::say_user(void* program, int, const char** result, unsigned* size) {
  auto& self = *static_cast<Program*>(program);
  ++self.user_calls;
  *result = self.user.c_str();
  if (size != nullptr) *size = static_cast<unsigned>(self.user.size());
  return SASL_OK;
}

int Program::say_identity(void* program, int, const char** result, unsigned* size) {
  auto& self = *static_cast<Program*>(program);
  *result = self.identity_.c_str();
  if (size != nullptr) *size = static_cast<unsigned>(self.identity_.size());
  return SASL_OK;
}

int Program::say_password(sasl_conn_t*, void* program, int, sasl_secret_t** secret) {
  auto& self = *static_cast<Program*>(program);
  ++self.password_calls;
  self.secret_.assign(sizeof(sasl_secret_t) + self.password.size(), '\0');
  *secret = reinterpret_cast<sasl_secret_t*>(self.secret_.data());
  (*secret)->len = self.password.size();
  memcpy((*secret)->data, self.password.data(), self.password.size());
  return SASL_OK;
}

int Program::note(void* program, int, const char* message) {
  static_cast<Program*>(program)->log.emplace_back(message);
  return SASL_OK;
}

void Program::answer(sasl_interact_t* prompts) {
  for (sasl_interact_t* prompt = prompts; prompt->id != SASL_CB_LIST_END; ++prompt) {
    prompted.push_back(prompt->id);
    answers_.emplace_back(prompt->id == SASL_CB_AUTHNAME ? user
                          : prompt->id == SASL_CB_PASS   ? password
                                                         : "");
    prompt->result = answers_.back().c_str();
    prompt->len = static_cast<unsigned>(answers_.back().size());
  }
}

void Program::assert_discreet() const {
  for (const std::string& line : log) assert_without_secret(line);
}

Login::Login(Program& program, const sasl_callback_t* callbacks, const char* service,
             const char* host)
    : program_(program) {
  CPPUNIT_ASSERT_EQUAL(
      SASL_OK, sasl_client_new(service, host, nullptr, nullptr, callbacks, 0, &connection_));
}

Login::~Login() { sasl_dispose(&connection_); }

void Login::demand(unsigned flags, unsigned max_ssf) {
  sasl_security_properties_t properties{};
  properties.security_flags = flags;
  properties.max_ssf = max_ssf;
  CPPUNIT_ASSERT_EQUAL(SASL_OK, sasl_setprop(connection_, SASL_SEC_PROPS, &properties));
}

void Login::demand_strength(unsigned min_ssf) {
  sasl_security_properties_t properties{};
  properties.min_ssf = min_ssf;
  properties.max_ssf = 256;
  properties.maxbufsize = 4096;  // without a buffer libsasl looks at TLS alone
  CPPUNIT_ASSERT_EQUAL(SASL_OK, sasl_setprop(connection_, SASL_SEC_PROPS, &properties));
}

void Login::is_under_tls(unsigned ssf) {
  const sasl_ssf_t strength = ssf;
  CPPUNIT_ASSERT_EQUAL(SASL_OK, sasl_setprop(connection_, SASL_SSF_EXTERNAL, &strength));
}

void Login::connected_to(const std::string& remote) {
  CPPUNIT_ASSERT_EQUAL(SASL_OK, sasl_setprop(connection_, SASL_IPREMOTEPORT, remote.c_str()));
}

int Login::start(const char* mechanisms, InitialResponse initial_response) {
  const char** out = initial_response == InitialResponse::yes ? &out_ : nullptr;
  const char* chosen = nullptr;
  int code = SASL_OK;
  do {
    code = sasl_client_start(connection_, mechanisms, prompt_need(), out, &out_size_, &chosen);
    if (code == SASL_INTERACT) program_.answer(prompts_);
  } while (code == SASL_INTERACT);
  if (chosen != nullptr) mechanism_ = chosen;
  return code;
}

int Login::step(const char* from_server, unsigned size) {
  int code = SASL_OK;
  do {
    code = sasl_client_step(connection_, from_server, size, prompt_need(), &out_, &out_size_);
    if (code == SASL_INTERACT) program_.answer(prompts_);
  } while (code == SASL_INTERACT);
  return code;
}

std::string Login::sent() const {
  CPPUNIT_ASSERT(out_ != nullptr);
  return std::string(out_, out_size_);
}

std::string Login::detail() const {
  const std::string detail = sasl_errdetail(connection_);
  assert_without_secret(detail);
  program_.assert_discreet();
  return detail;
}

unsigned Login::strength() const {
  const void* value = nullptr;
  CPPUNIT_ASSERT_EQUAL(SASL_OK, sasl_getprop(connection_, SASL_SSF, &value));
  return *static_cast<const sasl_ssf_t*>(value);
}

std::string xoauth2_message(const std::string& user, const std::string& token) {
  return "user=" + user +
         "\x01"
         "auth=Bearer " +
         token + "\x01\x01";
}

std::string xoauth2_message_of(const std::string& account) {
  return xoauth2_message(account, token_of(account));
}

void begin(const sasl_callback_t* global) {
  CPPUNIT_ASSERT_EQUAL(SASL_OK, sasl_client_init(global));
}

}  // namespace host
