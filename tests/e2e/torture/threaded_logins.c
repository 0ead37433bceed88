/* SPDX-License-Identifier: MIT
 *
 * A mail program with many threads. Each thread begins one login, on a word of the test, at the same
 * time as all the others, and goes as far as the first message, which has the token in it: no mail
 * server is asked.
 *
 *   threaded_logins MECHANISM THREADS take|refuse USER...      thread i signs in as USER i modulo n
 *
 * Prints "ready" and waits for a line; begins the logins, and prints a line for each:
 *
 *   CODE MILLISECONDS USER MESSAGE      SASL_CONTINUE: the message in base64, else what went wrong
 *
 * With "refuse" it then prints "begun", waits for another line, and answers each login with a mail
 * server's refusal. At the end it prints "done". Exit: 0, whatever the logins were; 2 usage. */
#include <pthread.h>
#include <sasl/sasl.h>
#include <sasl/saslutil.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { most_threads = 64, text_bytes = 32768 };

struct login {
  const char *mechanism, *user;
  sasl_conn_t *conn;
  int code;
  long milliseconds;
  char text[text_bytes];
};

static struct login logins[most_threads];
static pthread_barrier_t begin;

static int give_user(void *context, int id, const char **result, unsigned *size) {
  const struct login *login = context;
  *result = id == SASL_CB_AUTHNAME ? login->user : "";
  if (size) *size = (unsigned)strlen(*result);
  return SASL_OK;
}

static int log_nothing(void *context, int level, const char *message) {
  (void)context, (void)level, (void)message;
  return SASL_OK;
}

static long now_in_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *begin_login(void *data) {
  struct login *login = data;
  const char *out = NULL, *chosen = NULL;
  unsigned size = 0;
  long start;
  pthread_barrier_wait(&begin);
  start = now_in_milliseconds();
  login->code = sasl_client_start(login->conn, login->mechanism, NULL, &out, &size, &chosen);
  login->milliseconds = now_in_milliseconds() - start;
  if (login->code == SASL_CONTINUE || login->code == SASL_OK) {
    if (sasl_encode64(out, size, login->text, text_bytes, NULL) != SASL_OK) login->code = SASL_BUFOVER;
  } else {
    snprintf(login->text, text_bytes, "%s", sasl_errdetail(login->conn));
  }
  return NULL;
}

static void *refuse_login(void *data) {
  static const char refusal[] = "{\"status\":\"invalid_token\"}";
  struct login *login = data;
  const char *out = NULL;
  unsigned size = 0;
  pthread_barrier_wait(&begin);
  if (login->code == SASL_CONTINUE)
    sasl_client_step(login->conn, refusal, sizeof refusal - 1, NULL, &out, &size);
  return NULL;
}

/* All threads do their work from one moment on; returns when all have. */
static int at_once(void *(*work)(void *), int threads) {
  static pthread_t running[most_threads];
  char line[16];
  if (pthread_barrier_init(&begin, NULL, (unsigned)threads + 1) != 0) return 0;
  for (int i = 0; i < threads; ++i)
    if (pthread_create(&running[i], NULL, work, &logins[i]) != 0) return 0;
  fflush(stdout);
  if (!fgets(line, sizeof line, stdin)) return 0;
  pthread_barrier_wait(&begin);
  for (int i = 0; i < threads; ++i) pthread_join(running[i], NULL);
  pthread_barrier_destroy(&begin);
  return 1;
}

static void *new_mutex(void) {
  pthread_mutex_t *mutex = malloc(sizeof *mutex);
  if (mutex) pthread_mutex_init(mutex, NULL);
  return mutex;
}
static int lock_mutex(void *mutex) { return pthread_mutex_lock(mutex) ? SASL_FAIL : SASL_OK; }
static int unlock_mutex(void *mutex) { return pthread_mutex_unlock(mutex) ? SASL_FAIL : SASL_OK; }
static void free_mutex(void *mutex) {
  pthread_mutex_destroy(mutex);
  free(mutex);
}

int main(int argc, char **argv) {
  static sasl_callback_t callbacks[most_threads][4];
  const int threads = argc > 4 ? atoi(argv[2]) : 0;
  const int refuses = argc > 4 && strcmp(argv[3], "refuse") == 0;
  if (threads < 1 || threads > most_threads)
    return fprintf(stderr, "usage: threaded_logins MECHANISM THREADS take|refuse USER...\n"), 2;
  sasl_set_mutex(new_mutex, lock_mutex, unlock_mutex, free_mutex);
  if (sasl_client_init(NULL) != SASL_OK) return 2;
  for (int i = 0; i < threads; ++i) {
    struct login *login = &logins[i];
    login->mechanism = argv[1];
    login->user = argv[4 + i % (argc - 4)];
    callbacks[i][0] = (sasl_callback_t){SASL_CB_LOG, (int (*)(void))log_nothing, NULL};
    callbacks[i][1] = (sasl_callback_t){SASL_CB_USER, (int (*)(void))give_user, login};
    callbacks[i][2] = (sasl_callback_t){SASL_CB_AUTHNAME, (int (*)(void))give_user, login};
    callbacks[i][3] = (sasl_callback_t){SASL_CB_LIST_END, NULL, NULL};
    if (sasl_client_new("imap", "127.0.0.1", NULL, NULL, callbacks[i], 0, &login->conn) != SASL_OK)
      return 2;
  }
  puts("ready");
  if (!at_once(begin_login, threads)) return 2;
  for (int i = 0; i < threads; ++i)
    printf("%d %ld %s %s\n", logins[i].code, logins[i].milliseconds, logins[i].user, logins[i].text);
  if (refuses) {
    puts("begun");
    if (!at_once(refuse_login, threads)) return 2;
  }
  for (int i = 0; i < threads; ++i) sasl_dispose(&logins[i].conn);
  sasl_client_done();
  puts("done");
  return 0;
}
