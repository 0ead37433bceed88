// SPDX-License-Identifier: MIT
#include "tests/support/fake_core.h"

#include <string.h>

extern "C" FakeCore fake_core;

namespace {

const char oauthbearer[] = "OAUTHBEARER";
const char xoauth2[] = "XOAUTH2";

int mech_new(void* name, sasl_client_params_t*, void** session) {
  fake_core.mechanism = static_cast<const char*>(name);
  if (fake_core.new_result == SASL_OK) *session = &fake_core;
  return fake_core.new_result;
}

template <const char* name>
int mech_step(void* session, sasl_client_params_t*, const char* serverin, unsigned serverinlen,
              sasl_interact_t** prompt_need, const char** clientout, unsigned* clientoutlen,
              sasl_out_params_t*) {
  fake_core.mechanism = name;
  fake_core.session = session;
  fake_core.serverin = serverin;
  fake_core.serverinlen = serverinlen;
  fake_core.prompt_need = prompt_need;
  *clientout = name;
  *clientoutlen = static_cast<unsigned>(strlen(name));
  return fake_core.step_result;
}

template <const char* name>
void mech_dispose(void* session, const sasl_utils_t*) {
  fake_core.mechanism = name;
  fake_core.session = session;
  ++fake_core.dispose_calls;
}

void before_jail(const char* user) {
  strncpy(fake_core.jail_user, user, sizeof fake_core.jail_user - 1);
}

template <const char* name>
constexpr sasl_client_plug_t row() {
  sasl_client_plug_t row{};
  row.mech_name = name;
  row.glob_context = const_cast<char*>(name);
  row.mech_new = mech_new;
  row.mech_step = mech_step<name>;
  row.mech_dispose = mech_dispose<name>;
  return row;
}

// In the other order than the door's.
const sasl_client_plug_t rows[] = {row<xoauth2>(), row<oauthbearer>()};

}  // namespace

extern "C" {

__attribute__((visibility("default")))
FakeCore fake_core = {{SASL_OAUTH_CORE_ABI, rows, 2, before_jail},
                      2,
                      2,
                      SASL_OK,
                      SASL_CONTINUE,
                      nullptr,
                      nullptr,
                      nullptr,
                      0,
                      nullptr,
                      0,
                      ""};

__attribute__((visibility("default"))) const struct sasl_oauth_core* sasl_oauth_core() {
  return &fake_core.table;
}

__attribute__((visibility("default"))) void sasl_version_info(const char**, const char**,
                                                              int* major, int* minor, int*, int*) {
  *major = fake_core.version_major;
  *minor = fake_core.version_minor;
}
}
