/* SPDX-License-Identifier: MIT */
/* The smallest host: what startup_cost.py and the heap check run. One cycle of sasl_client_init and
 * sasl_done, or as many as the first argument says. The plugin folder comes from SASL_PATH. */
#include <sasl/sasl.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char** argv) {
  const long cycles = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
  for (long i = 0; i < cycles; ++i) {
    const int code = sasl_client_init(NULL);
    if (code != SASL_OK) {
      fprintf(stderr, "sasl_client_init: %s\n", sasl_errstring(code, NULL, NULL));
      return 1;
    }
    sasl_done();
  }
  return 0;
}
