// SPDX-License-Identifier: MIT
#ifndef PLUGIN_SESSION_H
#define PLUGIN_SESSION_H

#include <sasl/sasl.h>
#include <sasl/saslplug.h>

#include <memory>
#include <string>

#include "oauth/base/error.h"
#include "oauth/base/secret.h"
#include "plugin/credential.h"
#include "plugin/mechanism.h"
#include "plugin/prompts.h"

namespace plugin {

/// One exchange, as libsasl drives it.
///
/// The first step sends the message and returns SASL_CONTINUE; every later one returns SASL_OK with
/// the mechanism's answer to an error, whatever the server sent: hosts call it after a success too,
/// with nothing or with junk, and an error there would fail a good login or hang the host. What
/// counts is the session's own state, never the server's bytes.
class Session {
 public:
  /// `params` is only looked at now; its utils and strings live as long as the connection.
  Session(const Mechanism& mechanism, const sasl_client_params_t& params,
          std::unique_ptr<CredentialFinder> finder);

  /// As sasl_client_plug_t::mech_step. The bytes behind `*clientout` live until the next step.
  int step(const char* serverin, unsigned serverinlen, sasl_interact_t** prompt_need,
           const char** clientout, unsigned* clientoutlen, sasl_out_params_t* oparams);

 private:
  enum class State { asking, sent, failed };

  int first_step(sasl_interact_t** prompt_need, sasl_out_params_t* oparams);
  int later_step(std::string_view from_server);
  int find_credential(sasl_interact_t** prompt_need);
  int find_by_password();
  int canonicalize(sasl_out_params_t* oparams);
  int canonicalize(const std::string& user, unsigned which, sasl_out_params_t* oparams);
  int send(const sasl_out_params_t& oparams);
  void note_refusal(std::string_view challenge);
  int fail(const oauth::Error& error);
  int fail(int code, const std::string& sentence);
  void say(const std::string& sentence);
  void prepare_error(const std::string& sentence);
  void warn(const std::string& sentence);

  const Mechanism& mechanism_;
  const sasl_utils_t& utils_;
  decltype(sasl_client_params_t::canon_user) const canon_user_;
  const std::string host_;
  const std::string port_;
  const unsigned host_buffer_bytes_;  // 0: it takes no security layer
  std::unique_ptr<CredentialFinder> finder_;
  Prompts prompts_;
  State state_ = State::asking;
  std::unique_ptr<Credential> credential_;
  bool is_dubious_ = false;  // a literal token that looks like a password
  oauth::Secret token_;
  oauth::Secret message_;
};

}  // namespace plugin

#endif
