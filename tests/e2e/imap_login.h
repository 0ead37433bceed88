/* SPDX-License-Identifier: MIT
 * One login over IMAP through libsasl2, for programs of several threads too: the state is here. */
#ifndef IMAP_LOGIN_H
#define IMAP_LOGIN_H

enum imap_login_end { logged_in, refused, sasl_failed, no_connection };

struct imap_login {
  const char *port, *mechanism, *user;
  void (*pause)(struct imap_login *); /* after the first step, whatever came of it; or NULL */
  void *context;                      /* of `pause` */
  char said[1024];                    /* the server's last line, or libsasl2's error */
};

/* The first step alone; no mail server is asked. Gives SASL_OK, SASL_CONTINUE or an error. */
int begin_login(struct imap_login *login);

/* Signs in and looks into the mailbox; `said` is "* N EXISTS" then. */
enum imap_login_end imap_login(struct imap_login *login);

/* Prints how it ended, on one line. */
void tell(const struct imap_login *login, enum imap_login_end end);

#endif
