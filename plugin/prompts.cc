// SPDX-License-Identifier: MIT
#include "plugin/prompts.h"

#include <utility>

namespace plugin {
namespace {

using oauth::Secret;

struct Callback {
  int code = SASL_FAIL;  // SASL_OK: `procedure` is there; SASL_INTERACT: ask; else absent
  sasl_callback_ft procedure = nullptr;
  void* context = nullptr;
};

Callback find_callback(const sasl_utils_t& utils, unsigned long id) {
  Callback callback;
  if (!utils.getcallback) return callback;
  callback.code = utils.getcallback(utils.conn, id, &callback.procedure, &callback.context);
  if (callback.code == SASL_OK && !callback.procedure) callback.code = SASL_FAIL;
  return callback;
}

// libsasl hands all procedures out as `int (*)()`; to GCC void (*)() is the type that fits all.
template <class Procedure>
Procedure* as(sasl_callback_ft procedure) {
  return reinterpret_cast<Procedure*>(reinterpret_cast<void (*)()>(procedure));
}

// A procedure that says SASL_CONTINUE or SASL_INTERACT would have us say it to libsasl.
int answer_code(int code) { return code > SASL_OK ? SASL_FAIL : code; }

// The length pointer stays NULL: libsasl's own procedure for the user name stores a size_t through
// it, whatever we have there.
int call_simple(const Callback& callback, unsigned long id, std::string& answer) {
  const auto ask = as<sasl_getsimple_t>(callback.procedure);
  const char* text = nullptr;
  const int code = ask(callback.context, static_cast<int>(id), &text, nullptr);
  if (code == SASL_OK && text) answer = text;
  return answer_code(code);
}

// Some hosts (mutt) count the NUL.
std::string_view text_of(const sasl_interact_t& prompt) {
  if (!prompt.result) return {};
  std::string_view text(static_cast<const char*>(prompt.result), prompt.len);
  if (!text.empty() && text.back() == '\0') text.remove_suffix(1);
  return text;
}

}  // namespace

void Prompts::collect(sasl_interact_t** prompt_need) {
  if (!prompt_need || !*prompt_need) return;
  for (const sasl_interact_t* p = *prompt_need; p->id != SASL_CB_LIST_END; ++p) {
    if (p->id == SASL_CB_AUTHNAME && !user_) user_ = std::string(text_of(*p));
    if (p->id == SASL_CB_PASS && !password_) password_ = Secret::copy_of(text_of(*p));
  }
  utils_.free(*prompt_need);
  *prompt_need = nullptr;
}

int Prompts::prompt(unsigned long id, const char* words, sasl_interact_t** prompt_need) {
  auto* asked = static_cast<sasl_interact_t*>(utils_.malloc(2 * sizeof(sasl_interact_t)));
  if (!asked) return SASL_NOMEM;
  asked[0] = sasl_interact_t{};
  asked[0].id = id;
  asked[0].challenge = words;
  asked[0].prompt = words;
  asked[1] = sasl_interact_t{};
  asked[1].id = SASL_CB_LIST_END;
  *prompt_need = asked;
  return SASL_INTERACT;
}

int Prompts::ask_user(sasl_interact_t** prompt_need) {
  if (user_) return SASL_OK;
  const Callback callback = find_callback(utils_, SASL_CB_AUTHNAME);
  if (callback.code == SASL_INTERACT && prompt_need) {
    return prompt(SASL_CB_AUTHNAME, "User name (mail address)", prompt_need);
  }
  std::string answer;
  if (callback.code == SASL_OK) {
    const int code = call_simple(callback, SASL_CB_AUTHNAME, answer);
    if (code != SASL_OK) return code;
  }
  user_ = std::move(answer);
  return SASL_OK;
}

int Prompts::call_password(int (*procedure)(), void* context) {
  const auto ask = as<sasl_getsecret_t>(procedure);
  sasl_secret_t* secret = nullptr;  // stays the host's
  const int code = answer_code(ask(utils_.conn, context, SASL_CB_PASS, &secret));
  if (code != SASL_OK) return code;
  password_ = secret ? Secret::copy_of({reinterpret_cast<const char*>(secret->data), secret->len})
                     : Secret();
  return SASL_OK;
}

int Prompts::ask_password(sasl_interact_t** prompt_need) {
  if (password_) return SASL_OK;
  const Callback callback = find_callback(utils_, SASL_CB_PASS);
  if (callback.code == SASL_OK) return call_password(callback.procedure, callback.context);
  if (callback.code == SASL_INTERACT && prompt_need) {
    return prompt(SASL_CB_PASS, "\"oauth2\", a token file or an access token", prompt_need);
  }
  password_ = Secret();
  return SASL_OK;
}

std::string Prompts::authorization_identity() const {
  const Callback callback = find_callback(utils_, SASL_CB_USER);
  std::string answer;
  if (callback.code != SASL_OK || call_simple(callback, SASL_CB_USER, answer) != SASL_OK) return {};
  return answer;
}

}  // namespace plugin
