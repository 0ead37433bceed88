/* SPDX-License-Identifier: MIT
 * A program that signs in and has no mail server: it prints what libsasl2 said and would have sent.
 *
 *   memory_host MECHANISM USER [PASSWORD-FILE|- [CHALLENGE]]
 *
 * Prints "start CODE: DETAIL", "sent: BYTES" with ^A for 0x01, with a challenge "step CODE: DETAIL"
 * and "sent: BYTES", and "log LEVEL: TEXT" for what was logged. It overwrites what it read itself.
 * With $MEMORY_HOST_ABORTS it then aborts.
 * Exit: 0 the mechanism answered, 1 it failed, 2 libsasl2 has not even begun. */
#include <sasl/sasl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *user;
static const char *password_file = "-";
static union {
  sasl_secret_t secret;
  char bytes[8192];
} password;

static int log_line(void *context, int level, const char *text) {
  (void)context;
  if (level <= SASL_LOG_NOTE) printf("log %d: %s\n", level, text);
  return SASL_OK;
}

static int give_user(void *context, int id, const char **result, unsigned *size) {
  (void)context, (void)id;
  *result = user;
  if (size) *size = (unsigned)strlen(user);
  return SASL_OK;
}

static int give_password(sasl_conn_t *conn, void *context, int id, sasl_secret_t **secret) {
  FILE *file = fopen(password_file, "r");
  (void)conn, (void)context, (void)id;
  if (!file) return SASL_FAIL;
  setvbuf(file, NULL, _IONBF, 0);
  password.secret.len =
      fread(password.secret.data, 1, sizeof password - sizeof password.secret, file);
  fclose(file);
  *secret = &password.secret;
  return SASL_OK;
}

static int tell(const char *what, sasl_conn_t *conn, int code, const char *out, unsigned size) {
  printf("%s %d: %s\n", what, code, code < 0 ? sasl_errdetail(conn) : "");
  if (code < 0) return 1;
  fputs("sent: ", stdout);
  for (unsigned i = 0; i < size; ++i)
    out[i] == 1 ? fputs("^A", stdout) : putchar(out[i]);
  putchar('\n');
  return 0;
}

static int login(sasl_conn_t *conn, const char *mechanism, const char *challenge) {
  const char *out = NULL, *chosen = NULL;
  unsigned size = 0;
  int code = sasl_client_start(conn, mechanism, NULL, &out, &size, &chosen);
  const int failed = tell("start", conn, code, out, size);
  if (failed || !challenge) return failed;
  code = sasl_client_step(conn, challenge, (unsigned)strlen(challenge), NULL, &out, &size);
  return tell("step", conn, code, out, size);
}

int main(int argc, char **argv) {
  static const sasl_callback_t callbacks[] = {
      {SASL_CB_LOG, (int (*)(void))log_line, NULL},
      {SASL_CB_USER, (int (*)(void))give_user, NULL},
      {SASL_CB_AUTHNAME, (int (*)(void))give_user, NULL},
      {SASL_CB_PASS, (int (*)(void))give_password, NULL},
      {SASL_CB_LIST_END, NULL, NULL}};
  static char buffer[BUFSIZ];
  sasl_conn_t *conn = NULL;
  int result;
  if (argc < 3 || argc > 5) return fputs("usage: see memory_host.c\n", stderr), 2;
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  user = argv[2];
  if (argc > 3) password_file = argv[3];
  if (sasl_client_init(callbacks) != SASL_OK) return 2;
  if (sasl_client_new("imap", "127.0.0.1", NULL, NULL, NULL, 0, &conn) != SASL_OK) return 2;
  result = login(conn, argv[1], argc > 4 ? argv[4] : NULL);
  sasl_dispose(&conn);
  sasl_client_done();
  fflush(stdout);
  explicit_bzero(buffer, sizeof buffer);
  explicit_bzero(&password, sizeof password);
  if (getenv("MEMORY_HOST_ABORTS")) abort();
  return result;
}
