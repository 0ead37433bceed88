/* SPDX-License-Identifier: MIT
 * Calls libsasl2 as KDE's mail libraries do (kimap's and ksmtp's loginjob.cpp, 22.12), which are
 * the same in this: no callback has a procedure, so everything is asked by prompts.
 *
 *   kde_client kimap|ksmtp PORT MECHANISM USER PASSWORD
 *
 * kimap shows the subject of the first message, ksmtp sends one. Prints "asked for ID" for each
 * prompt, "error: TEXT" as the program would show it, "server: LINE" with its last word.
 * Exit: 0 done, 1 not. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sasl/sasl.h>
#include <sasl/saslutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { line_bytes = 65536 };

static const sasl_callback_t callbacks[] = {
    {SASL_CB_ECHOPROMPT, NULL, NULL}, {SASL_CB_NOECHOPROMPT, NULL, NULL},
    {SASL_CB_GETREALM, NULL, NULL},   {SASL_CB_USER, NULL, NULL},
    {SASL_CB_AUTHNAME, NULL, NULL},   {SASL_CB_PASS, NULL, NULL},
    {SASL_CB_CANON_USER, NULL, NULL}, {SASL_CB_LIST_END, NULL, NULL}};

static struct {
  int is_ksmtp;
  const char *mechanism, *user, *password;
  sasl_conn_t *conn;
  sasl_interact_t *prompts;
  FILE *server;
} job;

/* ksmtp gives no SASL_CB_USER; what a job does not know has no result. */
static void answer_prompts(void) {
  for (sasl_interact_t *one = job.prompts; one->id != SASL_CB_LIST_END; ++one) {
    const char *answer = NULL;
    printf("asked for %#lx\n", one->id);
    if (one->id == SASL_CB_USER && !job.is_ksmtp) answer = job.user;
    if (one->id == SASL_CB_AUTHNAME) answer = job.user;
    if (one->id == SASL_CB_PASS) answer = job.password;
    one->result = answer;
    one->len = answer ? (unsigned)strlen(answer) : 0;
  }
}

static int fails(const char *why) {
  printf("error: %s\n", why);
  return 1;
}

static int connect_to(const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  address.sin_port = htons((unsigned short)atoi(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) return 0;
  job.server = fdopen(fd, "r"); /* for reading; what is written goes past it */
  return job.server != NULL;
}

static const char *next_line(void) {
  static char line[line_bytes];
  if (!fgets(line, sizeof line, job.server)) exit(fails("Connection to server lost."));
  line[strcspn(line, "\r\n")] = '\0';
  return line;
}

static void say(const char *before, const char *text) {
  if (dprintf(fileno(job.server), "%s%s\r\n", before, text) < 0) exit(fails("Connection lost."));
}

static void say_encoded(const char *before, const char *out, unsigned size) {
  static char encoded[line_bytes];
  encoded[0] = '\0';
  if (size) sasl_encode64(out, size, encoded, sizeof encoded, NULL);
  say(before, encoded);
}

static int is_going_on(int code) {
  if (code == SASL_OK || code == SASL_CONTINUE) return 1;
  fails(sasl_errdetail(job.conn));
  sasl_dispose(&job.conn);
  return 0;
}

/* The command with the first message; without has_initial_response none is asked for. */
static int start(const char *command, const char *service, int has_initial_response) {
  const char *out = NULL, *chosen = NULL;
  char before[256];
  unsigned size = 0;
  int code;
  if (sasl_client_init(NULL) != SASL_OK) return 0;
  code = sasl_client_new(service, "127.0.0.1", NULL, NULL, callbacks, 0, &job.conn);
  if (code != SASL_OK) return is_going_on(code);
  while ((code = sasl_client_start(job.conn, job.mechanism, &job.prompts,
                                   has_initial_response ? &out : NULL, &size, &chosen)) ==
         SASL_INTERACT)
    answer_prompts();
  if (!is_going_on(code)) return 0;
  snprintf(before, sizeof before, "%s %s%s", command, job.mechanism, size ? " " : "");
  say_encoded(before, out, size);
  return 1;
}

static int answer(const char *encoded) {
  static char challenge[line_bytes];
  const char *out = NULL;
  unsigned size = 0, out_size = 0;
  int code;
  sasl_decode64(encoded, (unsigned)strlen(encoded), challenge, sizeof challenge, &size);
  if (job.is_ksmtp && strcmp(job.mechanism, "XOAUTH2") == 0 &&
      strstr(challenge, "\"status\":\"400\"")) {
    say("", ""); /* past libsasl2 */
    return !fails("Token expired");
  }
  while ((code = sasl_client_step(job.conn, size ? challenge : NULL, size, &job.prompts, &out,
                                  &out_size)) == SASL_INTERACT)
    answer_prompts();
  if (!is_going_on(code)) return 0;
  say_encoded("", out, out_size);
  return 1;
}

/* Up to the answer with the tag; *seen is set if one of the lines before has the words. */
static const char *answer_to_tag(const char *words, int *seen) {
  const char *line;
  while (strncmp(line = next_line(), "A1 ", 3) != 0) {
    if (words && strstr(line, words)) *seen = 1;
    if (strncmp(line, "Subject: ", 9) == 0) puts(line);
  }
  return line;
}

static int kimap(void) {
  int has_initial_response = 0;
  const char *line = next_line();
  say("", "A1 CAPABILITY");
  answer_to_tag("SASL-IR", &has_initial_response);
  if (!start("A1 AUTHENTICATE", "imap", has_initial_response)) return 1;
  while ((line = next_line())[0] == '+') {
    if (!strchr(line, ' ') || line[2] == '\0') return fails("Login failed, malformed reply");
    if (!answer(line + 2)) return 1;
  }
  while (line[0] == '*') line = next_line();
  printf("server: %s\n", line);
  sasl_dispose(&job.conn);
  if (strncmp(line, "A1 OK", 5) != 0) return 1;
  say("", "A1 EXAMINE INBOX");
  answer_to_tag(NULL, NULL);
  say("", "A1 FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]");
  return strncmp(answer_to_tag(NULL, NULL), "A1 OK", 5) != 0;
}

/* The last line of an SMTP answer. */
static const char *smtp(const char *command) {
  const char *line;
  if (command) say("", command);
  while ((line = next_line())[3] == '-') continue;
  return line;
}

static int ksmtp(void) {
  char sender[256];
  const char *line = smtp(NULL);
  smtp("EHLO localhost");
  if (!start("AUTH", "smtp", 1)) return 1;
  while (strncmp(line = next_line(), "334", 3) == 0)
    if (!answer(line + (line[3] ? 4 : 3))) return 1;
  printf("server: %s\n", line);
  if (strncmp(line, "235", 3) != 0) return 1;
  snprintf(sender, sizeof sender, "MAIL FROM:<%s>", job.user);
  if (smtp(sender)[0] != '2' || smtp("RCPT TO:<friend@example.org>")[0] != '2') return 1;
  if (smtp("DATA")[0] != '3') return 1;
  return smtp("Subject: hello\r\n\r\nA line.\r\n.")[0] != '2';
}

int main(int argc, char **argv) {
  if (argc != 6) return fails("usage: kde_client kimap|ksmtp PORT MECHANISM USER PASSWORD");
  job.is_ksmtp = strcmp(argv[1], "ksmtp") == 0;
  job.mechanism = argv[3];
  job.user = argv[4];
  job.password = argv[5];
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (strcmp(job.mechanism, "XOAUTH2") != 0) return fails("no such mode of authentication");
  if (!connect_to(argv[2])) return fails("Could not connect");
  return job.is_ksmtp ? ksmtp() : kimap();
}
