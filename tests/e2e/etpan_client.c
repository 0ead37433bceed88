/* SPDX-License-Identifier: MIT
 * A mail program as those with libetpan are: signs in by a SASL mechanism, and shows the first
 * message or sends one. On loopback, so without TLS.
 *
 *   etpan_client imap|smtp PORT MECHANISM USER
 *
 * Prints "log LEVEL: TEXT" for what libsasl2 logged, and "libetpan: error CODE, RESPONSE" with the
 * server's last words. Exit: 0 done, 1 not signed in, 2 signed in but not done. */
#include <libetpan/libetpan.h>
#include <sasl/sasl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char host[] = "127.0.0.1";
static const char message[] = "Subject: hello\r\n\r\nA line."; /* libetpan ends the line */
enum { limit_seconds = 8, done = 0, not_signed_in = 1, not_done = 2 };

static int sign_in_imap(mailimap *imap, const char *mechanism, const char *user) {
  return mailimap_authenticate(imap, mechanism, host, NULL, NULL, user, user, "oauth2", NULL);
}

static int sign_in_smtp(mailsmtp *smtp, const char *mechanism, const char *user) {
  return mailesmtp_auth_sasl(smtp, mechanism, host, NULL, NULL, user, user, "oauth2", NULL);
}

static int show_first(mailimap *imap) {
  char *text = NULL;
  if (mailimap_select(imap, "INBOX") != MAILIMAP_NO_ERROR) return not_done;
  if (mailimap_fetch_rfc822(imap, 1, &text) != MAILIMAP_NO_ERROR) return not_done;
  fputs(text, stdout);
  mailimap_nstring_free(text);
  return done;
}

static int read_mail(uint16_t port, const char *mechanism, const char *user) {
  mailimap *imap = mailimap_new(0, NULL);
  int code, result = not_signed_in;
  mailimap_set_timeout(imap, limit_seconds);
  code = mailimap_socket_connect(imap, host, port);
  if (code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED) code = sign_in_imap(imap, mechanism, user);
  if (code == MAILIMAP_NO_ERROR) result = show_first(imap);
  else printf("libetpan: error %d, %s\n", code, imap->imap_response ? imap->imap_response : "");
  mailimap_free(imap);
  return result;
}

static int send_one(mailsmtp *smtp, const char *user) {
  if (mailsmtp_mail(smtp, user) != MAILSMTP_NO_ERROR) return not_done;
  if (mailsmtp_rcpt(smtp, "friend@example.org") != MAILSMTP_NO_ERROR) return not_done;
  if (mailsmtp_data(smtp) != MAILSMTP_NO_ERROR) return not_done;
  if (mailsmtp_data_message(smtp, message, strlen(message)) != MAILSMTP_NO_ERROR) return not_done;
  return done;
}

static int send_mail(uint16_t port, const char *mechanism, const char *user) {
  mailsmtp *smtp = mailsmtp_new(0, NULL);
  int code, result = not_signed_in;
  mailsmtp_set_timeout(smtp, limit_seconds);
  code = mailsmtp_socket_connect(smtp, host, port);
  if (code == MAILSMTP_NO_ERROR) code = mailesmtp_ehlo(smtp);
  if (code == MAILSMTP_NO_ERROR) code = sign_in_smtp(smtp, mechanism, user);
  if (code == MAILSMTP_NO_ERROR) result = send_one(smtp, user);
  else printf("libetpan: error %d, %s\n", code, smtp->response ? smtp->response : "");
  mailsmtp_free(smtp);
  return result;
}

static int log_line(void *context, int level, const char *text) {
  (void)context;
  if (level <= SASL_LOG_WARN) printf("log %d: %s\n", level, text);
  return SASL_OK;
}

int main(int argc, char **argv) {
  static const sasl_callback_t callbacks[] = {{SASL_CB_LOG, (int (*)(void))log_line, NULL},
                                              {SASL_CB_LIST_END, NULL, NULL}};
  if (argc != 5) return fprintf(stderr, "usage: etpan_client imap|smtp PORT MECHANISM USER\n"), 2;
  /* Before libetpan does it without a log. */
  if (sasl_client_init(callbacks) != SASL_OK) return not_signed_in;
  return (strcmp(argv[1], "imap") == 0 ? read_mail : send_mail)((uint16_t)atoi(argv[2]), argv[3],
                                                                 argv[4]);
}
