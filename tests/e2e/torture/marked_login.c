/* SPDX-License-Identifier: MIT
 * One login as a mail program makes it, without a mail server; marked for system_call_fault.c.
 *
 *   marked_login begin|refused MECHANISM USER      the password, if any, is in $LOGIN_PASSWORD
 *
 * "begin" marks the first step. "refused" goes on: the server refuses the token, and that step is
 * marked. Prints "log LEVEL: TEXT", "sent TEXT" (what goes to the server) and "error CODE: DETAIL".
 * Exit: 0 the token was sent, 2 failed in libsasl2. */
#include <sasl/sasl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault_marks.h"

static const char *user;
static char lines[65536]; /* what is to be printed after the mark: the printing is no part of it */

static void say(const char *what, int number, const char *text) {
  const size_t length = strlen(lines);
  snprintf(lines + length, sizeof lines - length, "%s %d: %s\n", what, number, text);
}

static int log_line(void *context, int level, const char *text) {
  (void)context;
  if (level <= SASL_LOG_NOTE) say("log", level, text);
  return SASL_OK;
}

static int give_user(void *context, int id, const char **result, unsigned *size) {
  (void)context;
  *result = id == SASL_CB_AUTHNAME ? user : "";
  if (size) *size = (unsigned)strlen(*result);
  return SASL_OK;
}

static int give_password(sasl_conn_t *conn, void *context, int id, sasl_secret_t **secret) {
  static sasl_secret_t *kept;
  const char *password = getenv("LOGIN_PASSWORD");
  const size_t size = password ? strlen(password) : 0;
  (void)conn, (void)context, (void)id;
  if (!kept) kept = malloc(sizeof *kept + size);
  if (!kept) return SASL_NOMEM;
  kept->len = size;
  if (size) memcpy(kept->data, password, size);
  *secret = kept;
  return SASL_OK;
}

static void say_sent(const char *out, unsigned size) {
  char text[16384] = "";
  for (unsigned i = 0; i < size && i + 1 < sizeof text; ++i) {
    text[i] = out[i] < ' ' ? ' ' : out[i];
    text[i + 1] = '\0';
  }
  say("sent", (int)size, text);
}

static int refuse(sasl_conn_t *conn) {
  static const char refusal[] = "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}";
  const char *out = NULL;
  unsigned size = 0;
  int code;
  close(begin_mark);
  code = sasl_client_step(conn, refusal, sizeof refusal - 1, NULL, &out, &size);
  close(end_mark);
  return code;
}

static int log_in(sasl_conn_t *conn, int is_refused, const char *mechanism) {
  const char *out = NULL, *chosen = NULL;
  unsigned size = 0;
  int code;
  if (!is_refused) close(begin_mark);
  code = sasl_client_start(conn, mechanism, NULL, &out, &size, &chosen);
  if (!is_refused) close(end_mark);
  if (code == SASL_CONTINUE || code == SASL_OK) say_sent(out, size);
  if (code == SASL_CONTINUE && is_refused) code = refuse(conn);
  return code;
}

int main(int argc, char **argv) {
  static const sasl_callback_t callbacks[] = {
      {SASL_CB_LOG, (int (*)(void))log_line, NULL},
      {SASL_CB_USER, (int (*)(void))give_user, NULL},
      {SASL_CB_AUTHNAME, (int (*)(void))give_user, NULL},
      {SASL_CB_PASS, (int (*)(void))give_password, NULL},
      {SASL_CB_LIST_END, NULL, NULL}};
  sasl_conn_t *conn = NULL;
  int code;
  if (argc != 4) return fprintf(stderr, "usage: see marked_login.c\n"), 1;
  user = argv[3];
  code = sasl_client_init(callbacks);
  if (code == SASL_OK) code = sasl_client_new("imap", "127.0.0.1", NULL, NULL, NULL, 0, &conn);
  if (code == SASL_OK) code = log_in(conn, strcmp(argv[1], "refused") == 0, argv[2]);
  if (code != SASL_OK && code != SASL_CONTINUE) {
    say("error", code, conn ? sasl_errdetail(conn) : sasl_errstring(code, NULL, NULL));
  }
  sasl_dispose(&conn);
  sasl_client_done();
  fputs(lines, stdout);
  return code == SASL_OK || code == SASL_CONTINUE ? 0 : 2;
}
