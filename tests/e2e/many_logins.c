/* SPDX-License-Identifier: MIT
 *
 * Begins COUNT logins one after the other in one process, each with a connection of its own, and goes
 * no further than the first step: no mail server is asked. Prints how many failed, and the sentence
 * of the last one.
 *
 *   many_logins COUNT MECHANISM USER
 */
#include <sasl/sasl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *user;

static int give_user(void *context, int id, const char **result, unsigned *size) {
  (void)context, (void)id;
  *result = user;
  if (size) *size = (unsigned)strlen(user);
  return SASL_OK;
}

static int log_nothing(void *context, int level, const char *message) {
  (void)context, (void)level, (void)message;
  return SASL_OK;
}

static int begin_login(const char *mechanism, char *sentence, size_t room) {
  sasl_conn_t *conn = NULL;
  const char *out = NULL, *chosen = NULL;
  unsigned size = 0;
  int code = sasl_client_new("imap", "127.0.0.1", NULL, NULL, NULL, 0, &conn);
  if (code == SASL_OK) code = sasl_client_start(conn, mechanism, NULL, &out, &size, &chosen);
  if (code != SASL_OK && code != SASL_CONTINUE) {
    snprintf(sentence, room, "%s", conn ? sasl_errdetail(conn) : "");
  }
  sasl_dispose(&conn);
  return code;
}

int main(int argc, char **argv) {
  static const sasl_callback_t callbacks[] = {
      {SASL_CB_LOG, (int (*)(void))log_nothing, NULL},
      {SASL_CB_USER, (int (*)(void))give_user, NULL},
      {SASL_CB_AUTHNAME, (int (*)(void))give_user, NULL},
      {SASL_CB_LIST_END, NULL, NULL}};
  static char sentence[4096];
  int failed = 0;
  if (argc != 4) return fprintf(stderr, "usage: many_logins COUNT MECHANISM USER\n"), 2;
  user = argv[3];
  if (sasl_client_init(callbacks) != SASL_OK) return 2;
  for (int left = atoi(argv[1]); left > 0; --left) {
    const int code = begin_login(argv[2], sentence, sizeof sentence);
    if (code != SASL_OK && code != SASL_CONTINUE) ++failed;
  }
  printf("%d failed\n%s\n", failed, sentence);
  sasl_client_done();
  return 0;
}
