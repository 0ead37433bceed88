/* SPDX-License-Identifier: MIT
 * A small honest mail program: signs in over IMAP through libsasl2, and prints what libsasl2 said.
 *
 *   login_client PORT MECHANISM USER      the password, if any, is in $LOGIN_CLIENT_PASSWORD
 *
 * Prints "log LEVEL: TEXT" for what was logged, "error CODE: DETAIL" if libsasl2 failed, "asked for
 * the password", and "server: LINE" with the server's last word.
 * Exit: 0 logged in, 1 refused by the server, 2 failed in libsasl2, 3 no connection. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sasl/sasl.h>
#include <sasl/saslutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { limit_seconds = 20, line_bytes = 65536 };
enum { logged_in, refused, sasl_failed, no_connection };

static const char *user;

static int log_line(void *context, int level, const char *text) {
  (void)context;
  if (level <= SASL_LOG_NOTE) printf("log %d: %s\n", level, text);
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
  const char *password = getenv("LOGIN_CLIENT_PASSWORD");
  size_t size = password ? strlen(password) : 0;
  (void)conn, (void)context, (void)id;
  puts("asked for the password");
  if (!kept) kept = malloc(sizeof *kept + size);
  if (!kept) return SASL_NOMEM;
  kept->len = size;
  if (size) memcpy(kept->data, password, size);
  *secret = kept;
  return SASL_OK;
}

static FILE *connect_to(const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  struct timeval limit = {.tv_sec = limit_seconds};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  address.sin_port = htons((unsigned short)atoi(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) return NULL;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  return fdopen(fd, "r"); /* for reading; what is written goes past it */
}

static int send_line(FILE *server, const char *before, const char *text, unsigned size) {
  static char encoded[line_bytes];
  if (sasl_encode64(text, size, encoded, sizeof encoded, NULL) != SASL_OK) return SASL_BUFOVER;
  return dprintf(fileno(server), "%s%s\r\n", before, encoded) > 0 ? SASL_OK : SASL_FAIL;
}

static char *next_line(FILE *server) {
  static char line[line_bytes];
  if (!fgets(line, sizeof line, server)) return NULL;
  line[strcspn(line, "\r\n")] = '\0';
  return line;
}

static int failed(sasl_conn_t *conn, int code) {
  printf("error %d: %s\n", code, conn ? sasl_errdetail(conn) : sasl_errstring(code, NULL, NULL));
  return sasl_failed;
}

static int dialogue(FILE *server, sasl_conn_t *conn, const char *mechanism) {
  static char challenge[line_bytes], command[256];
  const char *out = NULL, *chosen = NULL;
  unsigned out_size = 0, size = 0;
  char *line;
  int code = sasl_client_start(conn, mechanism, NULL, &out, &out_size, &chosen);
  if (code != SASL_OK && code != SASL_CONTINUE) return failed(conn, code);
  snprintf(command, sizeof command, "A1 AUTHENTICATE %s ", chosen);
  if (send_line(server, command, out, out_size) != SASL_OK) return no_connection;
  while ((line = next_line(server)) != NULL) {
    if (strncmp(line, "A1 ", 3) == 0) {
      printf("server: %s\n", line);
      return strncmp(line, "A1 OK", 5) == 0 ? logged_in : refused;
    }
    if (line[0] != '+') continue;
    line += line[1] == ' ' ? 2 : 1;
    code = sasl_decode64(line, (unsigned)strlen(line), challenge, sizeof challenge, &size);
    if (code == SASL_OK) code = sasl_client_step(conn, challenge, size, NULL, &out, &out_size);
    if (code != SASL_OK && code != SASL_CONTINUE) return failed(conn, code);
    if (send_line(server, "", out, out_size) != SASL_OK) return no_connection;
  }
  return no_connection;
}

int main(int argc, char **argv) {
  static const sasl_callback_t callbacks[] = {
      {SASL_CB_LOG, (int (*)(void))log_line, NULL},
      {SASL_CB_USER, (int (*)(void))give_user, NULL},
      {SASL_CB_AUTHNAME, (int (*)(void))give_user, NULL},
      {SASL_CB_PASS, (int (*)(void))give_password, NULL},
      {SASL_CB_LIST_END, NULL, NULL}};
  sasl_conn_t *conn = NULL;
  FILE *server;
  int result;
  if (argc != 4) return fprintf(stderr, "usage: login_client PORT MECHANISM USER\n"), no_connection;
  user = argv[3];
  setvbuf(stdout, NULL, _IOLBF, 0);
  result = sasl_client_init(callbacks);
  if (result != SASL_OK) return failed(NULL, result);
  server = connect_to(argv[1]);
  if (!server || !next_line(server)) return no_connection;
  result = sasl_client_new("imap", "127.0.0.1", NULL, NULL, NULL, 0, &conn);
  if (result != SASL_OK) return failed(NULL, result);
  result = dialogue(server, conn, argv[2]);
  sasl_dispose(&conn);
  sasl_client_done();
  fclose(server);
  return result;
}
