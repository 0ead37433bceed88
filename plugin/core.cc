// SPDX-License-Identifier: MIT
// The C boundary of core.so: what the door calls. No exception passes it.
#include <errno.h>

#include <memory>
#include <new>
#include <string>
#include <utility>

#include "plugin/context.h"
#include "plugin/core_abi.h"
#include "plugin/jail.h"
#include "plugin/mechanism.h"
#include "plugin/session.h"

namespace plugin {
namespace {

int refuse(const sasl_utils_t* utils, int code, const char* sentence) noexcept {
  if (utils && utils->seterror) utils->seterror(utils->conn, 0, "sasl-oauth: %s", sentence);
  return code;
}

// Gives back the host's errno: a login that went well has looked for files that are not there.
class KeptErrno {
 public:
  KeptErrno() noexcept : number_(errno) {}
  KeptErrno(const KeptErrno&) = delete;
  KeptErrno& operator=(const KeptErrno&) = delete;
  ~KeptErrno() { errno = number_; }

 private:
  const int number_;
};

template <class Action>
int guarded(const sasl_utils_t* utils, Action action) noexcept {
  const KeptErrno kept;
  try {
    return action();
  } catch (const std::bad_alloc&) {
    return refuse(utils, SASL_NOMEM, "out of memory");
  } catch (...) {
    return refuse(utils, SASL_FAIL, "internal error; please report it");
  }
}

int mech_new(void* mechanism, sasl_client_params_t* params, void** session) noexcept {
  if (!mechanism || !params || !params->utils || !session) return SASL_BADPARAM;
  return guarded(params->utils, [&] {
    const auto& row = *static_cast<const Mechanism*>(mechanism);
    const std::string service = params->service ? params->service : "";
    const std::string server = params->serverFQDN ? params->serverFQDN : "";
    *session = std::make_unique<Session>(row, *params, make_finder(service, server)).release();
    return SASL_OK;
  });
}

int mech_step(void* session, sasl_client_params_t* params, const char* serverin,
              unsigned serverinlen, sasl_interact_t** prompt_need, const char** clientout,
              unsigned* clientoutlen, sasl_out_params_t* oparams) noexcept {
  if (!session || !params || !clientout || !clientoutlen || !oparams) return SASL_BADPARAM;
  return guarded(params->utils, [&] {
    return static_cast<Session*>(session)->step(serverin, serverinlen, prompt_need, clientout,
                                                clientoutlen, oparams);
  });
}

void mech_dispose(void* session, const sasl_utils_t*) noexcept {
  const KeptErrno kept;
  delete static_cast<Session*>(session);
}

void before_jail(const char* user_name) noexcept {
  const KeptErrno kept;
  take_along(user_name);
}

constexpr sasl_client_plug_t row(const Mechanism& mechanism) {
  sasl_client_plug_t row{};
  row.mech_name = mechanism.name;
  row.glob_context = const_cast<Mechanism*>(&mechanism);
  row.mech_new = mech_new;
  row.mech_step = mech_step;
  row.mech_dispose = mech_dispose;
  return row;
}

// Made by the compiler: what is made at the first call is guarded, and a child that is forked
// meanwhile would find the guard held for ever.
constexpr sasl_client_plug_t rows[] = {row(mechanisms[0]), row(mechanisms[1])};
static_assert(sizeof rows / sizeof rows[0] == mechanism_count);

__attribute__((used)) constexpr char label[] = SASL_OAUTH_LABEL("core");

constexpr struct sasl_oauth_core core = {SASL_OAUTH_CORE_ABI, rows, mechanism_count, before_jail};

}  // namespace
}  // namespace plugin

extern "C" __attribute__((visibility("default"))) const sasl_oauth_core* sasl_oauth_core() {
  return &plugin::core;
}
