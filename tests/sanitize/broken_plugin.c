/* SPDX-License-Identifier: MIT
 *
 * A plugin of libsasl's with a mistake that a sanitizer must find, in a program that knows of none:
 * it reads behind a block (MISTAKE 1), or adds one to the greatest number (MISTAKE 2).
 */
#include <limits.h>
#include <sasl/sasl.h>
#include <sasl/saslplug.h>
#include <stdlib.h>

int sasl_client_plug_init(const sasl_utils_t *utils, int max_version, int *version,
                          sasl_client_plug_t **list, int *count);

int sasl_client_plug_init(const sasl_utils_t *utils, int max_version, int *version,
                          sasl_client_plug_t **list, int *count) {
  volatile int number = INT_MAX;
  volatile char *block = malloc(1);
  (void)utils, (void)list;
  *version = max_version;
  *count = block && MISTAKE == 1 ? block[number - INT_MAX + 1] : 0;
  if (MISTAKE == 2) number = number + 1;
  free((void *)block);
  return SASL_NOMECH;
}
