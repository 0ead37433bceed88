// SPDX-License-Identifier: MIT
#include "plugin/door/forward.h"

#include <string.h>

namespace door {
namespace {

const sasl_client_plug_t* row_of(const sasl_oauth_core* core, const char* mechanism) {
  for (int i = 0; core != nullptr && i < core->mechanism_count; ++i) {
    const sasl_client_plug_t& row = core->mechanisms[i];
    if (row.mech_name != nullptr && strcmp(row.mech_name, mechanism) == 0) return &row;
  }
  return nullptr;
}

int refuse(const sasl_client_params_t* params, int code, const char* sentence) {
  const sasl_utils_t* utils = params != nullptr ? params->utils : nullptr;
  if (utils != nullptr && utils->seterror != nullptr) {
    // libsasl's formatter knows little more than %s.
    utils->seterror(utils->conn, 0, "%s", sentence);
  }
  return code;
}

constexpr char called_wrongly[] =
    "sasl-oauth was called without a parameter that libsasl always gives: report it to the "
    "makers of this program";
constexpr char row_is_missing[] =
    "sasl-oauth's core does not know this mechanism: reinstall the package "
    "libsasl2-modules-oauth";

}  // namespace

int forward_new(CoreModule& module, const char* mechanism, sasl_client_params_t* params,
                void** session) noexcept {
  if (session == nullptr || params == nullptr || params->utils == nullptr) {
    return refuse(params, SASL_BADPARAM, called_wrongly);
  }
  *session = nullptr;
  const OpenedCore opened = module.open();
  if (opened.core == nullptr) return refuse(params, SASL_FAIL, opened.problem);
  const sasl_client_plug_t* row = row_of(opened.core, mechanism);
  if (row == nullptr) return refuse(params, SASL_FAIL, row_is_missing);
  return row->mech_new(row->glob_context, params, session);
}

int forward_step(const CoreModule& module, const char* mechanism, void* session,
                 sasl_client_params_t* params, const char* serverin, unsigned serverinlen,
                 sasl_interact_t** prompt_need, const char** clientout, unsigned* clientoutlen,
                 sasl_out_params_t* oparams) noexcept {
  const sasl_client_plug_t* row = row_of(module.opened(), mechanism);
  if (row == nullptr || session == nullptr || params == nullptr || params->utils == nullptr ||
      clientout == nullptr || clientoutlen == nullptr || oparams == nullptr) {
    return refuse(params, SASL_BADPARAM, called_wrongly);
  }
  return row->mech_step(session, params, serverin, serverinlen, prompt_need, clientout,
                        clientoutlen, oparams);
}

void forward_dispose(const CoreModule& module, const char* mechanism, void* session,
                     const sasl_utils_t* utils) noexcept {
  const sasl_client_plug_t* row = row_of(module.opened(), mechanism);
  if (row != nullptr && session != nullptr) row->mech_dispose(session, utils);
}

}  // namespace door
