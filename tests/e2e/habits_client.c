/* SPDX-License-Identifier: MIT
 * Programs of hard habits, each with a login over IMAP.
 *
 *   habits_client HABIT PORT MECHANISM USER
 *
 * threads: eight logins at once, all of which have begun before one goes on.
 * fork: the login is a child's, born after sasl_client_init.
 * starts: libsasl2 is started and ended a hundred times, each time with the beginning of a login.
 * allocator: libsasl2 allocates by functions of the program, which know their own blocks.
 * Prints how each login ended. Exit: that of the worst login. */
#include <pthread.h>
#include <sasl/sasl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "imap_login.h"

enum { threads = 8, starts = 100, no_start = 4 };

static int sign_in(struct imap_login *login) {
  enum imap_login_end end = imap_login(login);
  tell(login, end);
  return (int)end;
}

/* --- threads: libsasl2 wants to be told what a mutex is ------------------------------------- */

static pthread_barrier_t all_have_begun;

static void *new_mutex(void) {
  pthread_mutex_t *mutex = malloc(sizeof *mutex);
  pthread_mutex_init(mutex, NULL);
  return mutex;
}

static int lock(void *mutex) { return pthread_mutex_lock(mutex) == 0 ? SASL_OK : SASL_FAIL; }
static int unlock(void *mutex) { return pthread_mutex_unlock(mutex) == 0 ? SASL_OK : SASL_FAIL; }
static void free_mutex(void *mutex) {
  pthread_mutex_destroy(mutex);
  free(mutex);
}

static void wait_for_the_others(struct imap_login *login) {
  (void)login;
  pthread_barrier_wait(&all_have_begun);
}

static void *sign_in_beside(void *login) { return (void *)(intptr_t)sign_in(login); }

static int by_threads(const struct imap_login *login) {
  static struct imap_login logins[threads];
  pthread_t ids[threads];
  int worst = logged_in;
  sasl_set_mutex(new_mutex, lock, unlock, free_mutex);
  if (sasl_client_init(NULL) != SASL_OK) return no_start;
  pthread_barrier_init(&all_have_begun, NULL, threads);
  for (int i = 0; i < threads; ++i) {
    logins[i] = *login;
    logins[i].pause = wait_for_the_others;
    if (pthread_create(&ids[i], NULL, sign_in_beside, &logins[i]) != 0) return no_start;
  }
  for (int i = 0; i < threads; ++i) {
    void *end;
    pthread_join(ids[i], &end);
    if ((intptr_t)end > worst) worst = (int)(intptr_t)end;
  }
  return worst;
}

/* --- fork ----------------------------------------------------------------------------------- */

static int by_a_child(struct imap_login *login) {
  int status = 0;
  pid_t child;
  if (sasl_client_init(NULL) != SASL_OK) return no_start;
  child = fork();
  if (child == 0) {
    int end = sign_in(login);
    fflush(stdout);
    _exit(end);
  }
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return no_start;
  return WEXITSTATUS(status);
}

/* --- starts --------------------------------------------------------------------------------- */

static int after_many_starts(struct imap_login *login) {
  for (int i = 0; i < starts; ++i) {
    if (sasl_client_init(NULL) != SASL_OK) return no_start;
    begin_login(login);
    sasl_done();
  }
  if (sasl_client_init(NULL) != SASL_OK) return no_start;
  return sign_in(login);
}

/* --- allocator: each block begins with a mark of its own --------------------------------- */

union head {
  uint64_t mark;
  max_align_t aligned;
};
static const uint64_t mine = 0x6d696e656d696e65;

static void *mark(union head *head) {
  if (!head) return NULL;
  head->mark = mine;
  return head + 1;
}

static union head *unmark(void *block) {
  union head *head = (union head *)block - 1;
  if (head->mark != mine) abort(); /* not of my_malloc, or freed before */
  head->mark = 0;
  return head;
}

static void *my_malloc(size_t size) { return mark(malloc(size + sizeof(union head))); }
static void my_free(void *block) {
  if (block) free(unmark(block));
}
static void *my_calloc(size_t count, size_t size) {
  void *block = my_malloc(count * size);
  return block ? memset(block, 0, count * size) : NULL;
}
static void *my_realloc(void *block, size_t size) {
  return mark(realloc(block ? unmark(block) : NULL, size + sizeof(union head)));
}

static int with_an_allocator(struct imap_login *login) {
  int end;
  sasl_set_alloc(my_malloc, my_calloc, my_realloc, my_free);
  if (sasl_client_init(NULL) != SASL_OK) return no_start;
  end = sign_in(login);
  sasl_done();
  return end;
}

int main(int argc, char **argv) {
  static struct imap_login login;
  if (argc != 5) return fprintf(stderr, "usage: habits_client HABIT PORT MECHANISM USER\n"), no_start;
  login = (struct imap_login){.port = argv[2], .mechanism = argv[3], .user = argv[4]};
  if (strcmp(argv[1], "threads") == 0) return by_threads(&login);
  if (strcmp(argv[1], "fork") == 0) return by_a_child(&login);
  if (strcmp(argv[1], "starts") == 0) return after_many_starts(&login);
  if (strcmp(argv[1], "allocator") == 0) return with_an_allocator(&login);
  return no_start;
}
