/* SPDX-License-Identifier: MIT
 * A mail program that tells all that libsasl2 ever says to it.
 *
 *   canary_host WAY MECHANISM USER SASL_FILE [CHALLENGE...]    the password is on standard input
 *
 * WAY: "callback" logs by a callback at every level; "syslog" has none, and lets libsasl2 log
 * everything to the system's log; "prompt" is asked for the password by a prompt. What goes to the
 * server is written to SASL_FILE and to nothing else. A CHALLENGE is a file; "again" begins a
 * second login. With PLUGINS defined, that is the plugin folder.
 * Prints "log LEVEL: TEXT", "CODE: DETAIL" after each call, and what a prompt says. */
#include <fcntl.h>
#include <sasl/sasl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *user;
static sasl_secret_t *password;
static int sasl_file = -1;

static int log_line(void *context, int level, const char *text) {
  (void)context;
  printf("log %d: %s\n", level, text);
  return SASL_OK;
}

static int give_option(void *context, const char *plugin, const char *option, const char **result,
                       unsigned *size) {
  (void)context, (void)plugin;
  if (strcmp(option, "log_level") != 0) return SASL_FAIL;
  *result = "7"; /* SASL_LOG_PASS */
  if (size) *size = 1;
  return SASL_OK;
}

#ifdef PLUGINS
static int give_folder(void *context, const char **path) {
  (void)context;
  *path = PLUGINS;
  return SASL_OK;
}
#endif

static int give_user(void *context, int id, const char **result, unsigned *size) {
  (void)context;
  *result = id == SASL_CB_AUTHNAME ? user : "";
  if (size) *size = (unsigned)strlen(*result);
  return SASL_OK;
}

static int give_password(sasl_conn_t *conn, void *context, int id, sasl_secret_t **secret) {
  (void)conn, (void)context, (void)id;
  *secret = password;
  return SASL_OK;
}

static int read_password(void) {
  ssize_t size;
  password = calloc(1, sizeof *password + 65536);
  if (!password) return -1;
  size = read(STDIN_FILENO, password->data, 65535);
  if (size < 0) return -1;
  password->len = (unsigned long)size;
  return 0;
}

static void fill(sasl_interact_t *prompts) {
  for (; prompts && prompts->id != SASL_CB_LIST_END; ++prompts) {
    printf("prompt %lu: %s %s\n", prompts->id, prompts->challenge ? prompts->challenge : "",
           prompts->prompt ? prompts->prompt : "");
    prompts->result = prompts->id == SASL_CB_PASS ? (const void *)password->data : user;
    prompts->len =
        prompts->id == SASL_CB_PASS ? (unsigned)password->len : (unsigned)strlen(user);
  }
}

static int said(sasl_conn_t *conn, int code, const char *out, unsigned size) {
  printf("%d: %s\n", code, conn ? sasl_errdetail(conn) : "");
  printf("   %s\n", sasl_errstring(code, NULL, NULL));
  if ((code == SASL_OK || code == SASL_CONTINUE) && size > 0)
    if (write(sasl_file, out, size) < 0) return SASL_FAIL;
  return code;
}

static int begin(sasl_conn_t **conn, const char *mechanism) {
  sasl_interact_t *prompts = NULL;
  const char *out = NULL, *chosen = NULL;
  unsigned size = 0;
  int code = sasl_client_new("imap", "mail.example.org", NULL, NULL, NULL, 0, conn);
  if (code != SASL_OK) return said(NULL, code, NULL, 0);
  do {
    code = sasl_client_start(*conn, mechanism, &prompts, &out, &size, &chosen);
    if (code == SASL_INTERACT) fill(prompts);
  } while (code == SASL_INTERACT);
  return said(*conn, code, out, size);
}

static int step(sasl_conn_t *conn, const char *path) {
  static char challenge[65536];
  const char *out = NULL;
  unsigned size = 0;
  FILE *file = fopen(path, "re");
  size_t length = file ? fread(challenge, 1, sizeof challenge, file) : 0;
  int code = sasl_client_step(conn, challenge, (unsigned)length, NULL, &out, &size);
  if (file) fclose(file);
  return said(conn, code, out, size);
}

int main(int argc, char **argv) {
  sasl_callback_t callbacks[7] = {{SASL_CB_AUTHNAME, (int (*)(void))give_user, NULL},
                                  {SASL_CB_USER, (int (*)(void))give_user, NULL}};
  sasl_conn_t *conn = NULL;
  int code, count = 2;
  if (argc < 5 || read_password() != 0) return 64;
  user = argv[3];
  callbacks[count].id = SASL_CB_PASS;
  callbacks[count++].proc = strcmp(argv[1], "prompt") ? (int (*)(void))give_password : NULL;
  if (strcmp(argv[1], "syslog") != 0)
    callbacks[count++] = (sasl_callback_t){SASL_CB_LOG, (int (*)(void))log_line, NULL};
  callbacks[count++] = (sasl_callback_t){SASL_CB_GETOPT, (int (*)(void))give_option, NULL};
#ifdef PLUGINS
  callbacks[count++] = (sasl_callback_t){SASL_CB_GETPATH, (int (*)(void))give_folder, NULL};
#endif
  callbacks[count] = (sasl_callback_t){SASL_CB_LIST_END, NULL, NULL};
  sasl_file = open(argv[4], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (sasl_file < 0 || sasl_client_init(callbacks) != SASL_OK) return 64;
  code = begin(&conn, argv[2]);
  for (int i = 5; i < argc; ++i) {
    if (strcmp(argv[i], "again") == 0) {
      sasl_dispose(&conn);
      code = begin(&conn, argv[2]);
    } else if (code == SASL_OK || code == SASL_CONTINUE) {
      code = step(conn, argv[i]);
    }
  }
  sasl_dispose(&conn);
  sasl_client_done();
  return code == SASL_OK || code == SASL_CONTINUE ? 0 : 1;
}
