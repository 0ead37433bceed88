/* SPDX-License-Identifier: MIT
 * A stand-in for sasl-xoauth2's plugin: XOAUTH2 with what that one claims for its rank (NOPLAINTEXT
 * and a layer of 60 bits, November 2026), and a token that no server takes. */
#include <sasl/sasl.h>
#include <sasl/saslplug.h>
#include <string.h>

static int begin(void *context, sasl_client_params_t *params, void **session) {
  (void)context, (void)params;
  *session = begin;
  return SASL_OK;
}

static int step(void *session, sasl_client_params_t *params, const char *in, unsigned in_size,
                sasl_interact_t **prompts, const char **out, unsigned *out_size,
                sasl_out_params_t *result) {
  static const char message[] = "user=rival\1auth=Bearer rival\1\1";
  (void)session, (void)in, (void)prompts;
  *out = in_size ? "" : message;
  *out_size = (unsigned)strlen(*out);
  if (in_size) return result->doneflag = 1, SASL_OK;
  return params->canon_user(params->utils->conn, "rival", 0, SASL_CU_AUTHID | SASL_CU_AUTHZID,
                            result) == SASL_OK
             ? SASL_CONTINUE
             : SASL_FAIL;
}

static void forget(void *session, const sasl_utils_t *utils) { (void)session, (void)utils; }

static sasl_client_plug_t rows[] = {{
    .mech_name = "XOAUTH2",
    .max_ssf = 60,
    .security_flags = SASL_SEC_NOANONYMOUS | SASL_SEC_NOPLAINTEXT | SASL_SEC_PASS_CREDENTIALS,
    .features = SASL_FEAT_WANT_CLIENT_FIRST,
    .mech_new = begin,
    .mech_step = step,
    .mech_dispose = forget,
}};

int sasl_client_plug_init(const sasl_utils_t *utils, int max_version, int *version,
                          sasl_client_plug_t **list, int *count) {
  (void)utils;
  if (max_version < SASL_CLIENT_PLUG_VERSION) return SASL_BADVERS;
  *version = SASL_CLIENT_PLUG_VERSION;
  *list = rows;
  *count = 1;
  return SASL_OK;
}
