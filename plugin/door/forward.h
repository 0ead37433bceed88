// SPDX-License-Identifier: MIT
#ifndef PLUGIN_DOOR_FORWARD_H
#define PLUGIN_DOOR_FORWARD_H

#include "plugin/door/core_module.h"

namespace door {

/// The calls of libsasl's plugin table, handed to the row of that name in core's table. Parameters
/// and results are those of sasl_client_plug_t. NULL where libsasl promises a pointer is
/// SASL_BADPARAM; every failure of the door's own leaves a sentence in seterror.

/// Opens core if need be: SASL_FAIL if it cannot be opened.
int forward_new(CoreModule& module, const char* mechanism, sasl_client_params_t* params,
                void** session) noexcept;

/// `prompt_need` and `serverin` may be NULL, as hosts do.
int forward_step(const CoreModule& module, const char* mechanism, void* session,
                 sasl_client_params_t* params, const char* serverin, unsigned serverinlen,
                 sasl_interact_t** prompt_need, const char** clientout, unsigned* clientoutlen,
                 sasl_out_params_t* oparams) noexcept;

/// Takes the NULL session that libsasl passes after a mech_new that failed.
void forward_dispose(const CoreModule& module, const char* mechanism, void* session,
                     const sasl_utils_t* utils) noexcept;

}  // namespace door

#endif
