// SPDX-License-Identifier: MIT
#include "tests/support/fake_sasl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <stdexcept>
#include <utility>

namespace plugin {
namespace {

// Whom a plugin called or a test prepared last: utils->malloc and free have no context, and CppUnit
// makes the fixtures of all tests at once.
FakeSasl* current = nullptr;

std::string formatted(const char* format, va_list arguments) {
  char text[4096];
  vsnprintf(text, sizeof text, format, arguments);
  return text;
}

template <class Procedure>
sasl_callback_ft as_callback(Procedure* procedure) {
  return reinterpret_cast<sasl_callback_ft>(reinterpret_cast<void (*)()>(procedure));
}

}  // namespace

FakeSasl::FakeSasl() {
  utils_.conn = reinterpret_cast<sasl_conn_t*>(this);
  utils_.malloc = allocate;
  utils_.free = release;
  utils_.getcallback = get_callback;
  utils_.log = log;
  utils_.seterror = set_error;
  params_.utils = &utils_;
  params_.service = "imap";
  params_.serverFQDN = "imap.example.org";
  params_.canon_user = canonicalize;
}

FakeSasl::~FakeSasl() {
  if (current == this) current = nullptr;
}

const sasl_utils_t& FakeSasl::utils() {
  current = this;
  return utils_;
}

void FakeSasl::runs_out_of_memory() {
  current = this;
  has_memory_ = false;
}

void FakeSasl::set(unsigned long id, Callback callback) {
  current = this;
  callbacks_[id] = std::move(callback);
  entries_[id] = Entry{this, id};
}

void FakeSasl::says(unsigned long id, const char* text) {
  set(id, Callback{SASL_OK, SASL_OK, text != nullptr, text != nullptr ? text : ""});
}

void FakeSasl::gives_password(const std::string& password) {
  set(SASL_CB_PASS, Callback{SASL_OK, SASL_OK, true, password});
}

void FakeSasl::gives_no_secret() {
  set(SASL_CB_PASS, Callback{SASL_OK, SASL_OK, false, std::string()});
}

void FakeSasl::fails(unsigned long id, int code) {
  set(id, Callback{SASL_OK, code, true, "must not be read"});
}

void FakeSasl::can_be_asked(unsigned long id) {
  set(id, Callback{SASL_INTERACT, SASL_OK, false, std::string()});
}

void FakeSasl::is_mute(unsigned long id) { callbacks_.erase(id); }

FakeSasl& FakeSasl::of(sasl_conn_t* conn) {
  current = reinterpret_cast<FakeSasl*>(conn);
  return *current;
}

void* FakeSasl::allocate(size_t size) {
  void* block = current->has_memory_ ? ::malloc(size) : nullptr;
  if (block != nullptr) ++current->live_blocks;
  return block;
}

void FakeSasl::release(void* block) {
  if (block != nullptr) --current->live_blocks;
  ::free(block);
}

int FakeSasl::get_callback(sasl_conn_t* conn, unsigned long id, sasl_callback_ft* procedure,
                           void** context) {
  FakeSasl& sasl = of(conn);
  *procedure = nullptr;
  *context = nullptr;
  const auto found = sasl.callbacks_.find(id);
  if (found == sasl.callbacks_.end()) return SASL_FAIL;
  if (found->second.code != SASL_OK) return found->second.code;
  *procedure = id == SASL_CB_PASS ? as_callback(secret) : as_callback(simple);
  *context = &sasl.entries_[id];
  return SASL_OK;
}

int FakeSasl::simple(void* context, int id, const char** result, unsigned* length) {
  const Entry& entry = *static_cast<Entry*>(context);
  FakeSasl& sasl = *entry.sasl;
  if (static_cast<unsigned long>(id) != entry.id) throw std::logic_error("asked for another id");
  sasl.called.push_back(entry.id);
  if (length != nullptr) sasl.asked_for_lengths = true;
  const Callback& callback = sasl.callbacks_[entry.id];
  *result = callback.has_text ? callback.text.c_str() : nullptr;
  return callback.result;
}

int FakeSasl::secret(sasl_conn_t*, void* context, int, sasl_secret_t** secret) {
  FakeSasl& sasl = *static_cast<Entry*>(context)->sasl;
  sasl.called.push_back(SASL_CB_PASS);
  const Callback& callback = sasl.callbacks_[SASL_CB_PASS];
  *secret = nullptr;
  if (callback.has_text) {
    sasl.secret_.assign(sizeof(sasl_secret_t) + callback.text.size(), '#');
    *secret = reinterpret_cast<sasl_secret_t*>(sasl.secret_.data());
    (*secret)->len = callback.text.size();
    memcpy((*secret)->data, callback.text.data(), callback.text.size());
  }
  return callback.result;
}

int FakeSasl::canonicalize(sasl_conn_t* conn, const char* user, unsigned length, unsigned flags,
                           sasl_out_params_t* oparams) {
  FakeSasl& sasl = of(conn);
  const std::string name = length != 0 ? std::string(user, length) : std::string(user);
  sasl.canonicalized.emplace_back(name, flags);
  if (sasl.canon_result != SASL_OK) return sasl.canon_result;
  if ((flags & SASL_CU_AUTHID) != 0) sasl.authid_ = name;
  if ((flags & SASL_CU_AUTHZID) != 0) sasl.authzid_ = name;
  oparams->authid = sasl.authid_.c_str();
  oparams->alen = static_cast<unsigned>(sasl.authid_.size());
  oparams->user = sasl.authzid_.c_str();
  oparams->ulen = static_cast<unsigned>(sasl.authzid_.size());
  return SASL_OK;
}

void FakeSasl::log(sasl_conn_t* conn, int level, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  of(conn).logged.emplace_back(level, formatted(format, arguments));
  va_end(arguments);
}

void FakeSasl::set_error(sasl_conn_t* conn, unsigned flags, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  auto& said = (flags & SASL_NOLOG) != 0 ? of(conn).prepared_errors : of(conn).errors;
  said.push_back(formatted(format, arguments));
  va_end(arguments);
}

void Answers::give(sasl_interact_t* prompts, unsigned long id, const std::string& text) {
  for (sasl_interact_t* prompt = prompts; prompt->id != SASL_CB_LIST_END; ++prompt) {
    if (prompt->id != id) continue;
    // A block of just its size, so that a reader of one byte more is caught.
    kept_.push_back(text);
    kept_.back().shrink_to_fit();
    prompt->result = kept_.back().data();
    prompt->len = static_cast<unsigned>(text.size());
  }
}

}  // namespace plugin
