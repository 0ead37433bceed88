/* SPDX-License-Identifier: MIT */
#include "imap_login.h"

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

enum { limit_seconds = 8, line_bytes = 16384 };

struct dialogue {
  struct imap_login *login;
  sasl_callback_t callbacks[2];
  sasl_conn_t *conn;
  const char *out;
  unsigned size;
  FILE *server; /* for reading; what is written goes past it */
  char line[line_bytes], encoded[line_bytes];
};

static int give_user(void *context, int id, const char **result, unsigned *size) {
  const struct imap_login *login = context;
  (void)id;
  *result = login->user;
  if (size) *size = (unsigned)strlen(login->user);
  return SASL_OK;
}

static void note(struct imap_login *login, const char *text) {
  snprintf(login->said, sizeof login->said, "%.*s", (int)sizeof login->said - 1, text);
}

static int begin(struct dialogue *d, struct imap_login *login) {
  const char *chosen = NULL;
  int code;
  memset(d, 0, sizeof *d);
  d->login = login;
  d->callbacks[0] = (sasl_callback_t){SASL_CB_AUTHNAME, (int (*)(void))give_user, login};
  d->callbacks[1].id = SASL_CB_LIST_END;
  code = sasl_client_new("imap", "127.0.0.1", NULL, NULL, d->callbacks, 0, &d->conn);
  if (code == SASL_OK)
    code = sasl_client_start(d->conn, login->mechanism, NULL, &d->out, &d->size, &chosen);
  if (code != SASL_OK && code != SASL_CONTINUE)
    note(login, d->conn ? sasl_errdetail(d->conn) : sasl_errstring(code, NULL, NULL));
  return code;
}

int begin_login(struct imap_login *login) {
  struct dialogue *d = malloc(sizeof *d);
  int code = begin(d, login);
  sasl_dispose(&d->conn);
  free(d);
  return code;
}

static int connect_to(struct dialogue *d) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  struct timeval limit = {.tv_sec = limit_seconds};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  address.sin_port = htons((unsigned short)atoi(d->login->port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) return 0;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  d->server = fdopen(fd, "r");
  return d->server != NULL;
}

static int read_line(struct dialogue *d) {
  if (!fgets(d->line, sizeof d->line, d->server)) return 0;
  d->line[strcspn(d->line, "\r\n")] = '\0';
  return 1;
}

/* The words, then what libsasl2 has made. */
static int say(struct dialogue *d, const char *words) {
  if (sasl_encode64(d->out, d->size, d->encoded, sizeof d->encoded, NULL) != SASL_OK) return 0;
  return dprintf(fileno(d->server), "%s%s\r\n", words, d->encoded) > 0;
}

static enum imap_login_end answer(struct dialogue *d) {
  const char *challenge = d->line + (d->line[1] == ' ' ? 2 : 1);
  unsigned size = 0;
  int code = sasl_decode64(challenge, (unsigned)strlen(challenge), d->encoded, sizeof d->encoded,
                           &size);
  if (code == SASL_OK)
    code = sasl_client_step(d->conn, d->encoded, size, NULL, &d->out, &d->size);
  if (code == SASL_OK || code == SASL_CONTINUE) return say(d, "") ? logged_in : no_connection;
  note(d->login, sasl_errdetail(d->conn));
  return sasl_failed;
}

static enum imap_login_end look_into_the_mailbox(struct dialogue *d) {
  if (dprintf(fileno(d->server), "A2 EXAMINE INBOX\r\n") < 0) return no_connection;
  while (read_line(d) && strncmp(d->line, "A2 ", 3) != 0)
    if (strstr(d->line, " EXISTS")) note(d->login, d->line);
  return logged_in;
}

static enum imap_login_end converse(struct dialogue *d) {
  char words[64];
  snprintf(words, sizeof words, "A1 AUTHENTICATE %s ", d->login->mechanism);
  if (!connect_to(d) || !read_line(d) || !say(d, words)) return no_connection;
  while (read_line(d)) {
    enum imap_login_end end = logged_in;
    note(d->login, d->line);
    if (strncmp(d->line, "A1 OK", 5) == 0) return look_into_the_mailbox(d);
    if (strncmp(d->line, "A1 ", 3) == 0) return refused;
    if (d->line[0] == '+' && (end = answer(d)) != logged_in) return end;
  }
  return no_connection;
}

enum imap_login_end imap_login(struct imap_login *login) {
  struct dialogue *d = malloc(sizeof *d);
  int code = begin(d, login);
  enum imap_login_end end = sasl_failed;
  if (login->pause) login->pause(login);
  if (code == SASL_OK || code == SASL_CONTINUE) end = converse(d);
  if (d->server) fclose(d->server);
  sasl_dispose(&d->conn);
  free(d);
  return end;
}

void tell(const struct imap_login *login, enum imap_login_end end) {
  static const char *const words[] = {"logged in", "refused", "failed in libsasl2", "no connection"};
  printf("%s: %s\n", words[end], login->said);
}
