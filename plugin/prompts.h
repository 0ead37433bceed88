// SPDX-License-Identifier: MIT
#ifndef PLUGIN_PROMPTS_H
#define PLUGIN_PROMPTS_H

#include <sasl/sasl.h>
#include <sasl/saslplug.h>

#include <optional>
#include <string>

#include "oauth/base/secret.h"

namespace plugin {

/// What the host has to say: from its callbacks, or by prompts over several rounds of the step. An
/// answer is copied when it comes and remembered, so that nothing is asked twice.
class Prompts {
 public:
  explicit Prompts(const sasl_utils_t& utils) : utils_(utils) {}

  /// Takes the answers of the last round out of `*prompt_need` and frees it. Call it first in each
  /// step. `prompt_need` may be NULL: some hosts cannot be asked.
  void collect(sasl_interact_t** prompt_need);

  /// Returns SASL_OK when user() may be read, SASL_INTERACT when the host must be asked first
  /// (then `*prompt_need` is set), or the host's own failure. A host that has nothing to say
  /// leaves the user empty; libsasl then speaks for it, with $USER.
  int ask_user(sasl_interact_t** prompt_need);
  /// The same for password(). A host without a password leaves it empty.
  int ask_password(sasl_interact_t** prompt_need);

  const std::string& user() const { return *user_; }
  const oauth::Secret& password() const { return *password_; }

  /// Returns the authorization identity (SASL_CB_USER) if the host has a callback for it that says
  /// one; never asks.
  std::string authorization_identity() const;

 private:
  int call_password(int (*procedure)(), void* context);
  int prompt(unsigned long id, const char* words, sasl_interact_t** prompt_need);

  const sasl_utils_t& utils_;
  std::optional<std::string> user_;
  std::optional<oauth::Secret> password_;
};

}  // namespace plugin

#endif
