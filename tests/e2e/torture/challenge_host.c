/* SPDX-License-Identifier: MIT
 *
 *   challenge_host MECHANISM USER WHEN FILE...
 *
 * A mail program whose server sends challenges of its own liking, one of FILE after the other. Each
 * lies at the very end of a page, and what is behind it cannot be read: no byte past the length that
 * is given, a NUL least of all, may be looked at. WHEN says when they come:
 *
 *   after    after our message, each in a login of its own
 *   again    after our message, all in one login
 *   instead  before our message, where the server has nothing to say yet
 *
 * A FILE of "-" is no challenge at all: NULL and no length. Prints a line for each step: its code and
 * what was to be sent, in hex; "#" and the sentence behind a code that is a failure.
 */
#include <fcntl.h>
#include <sasl/sasl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *pages;
  size_t mapped;
  const char *bytes;
  unsigned size;
} challenge_t;

static const char *user;

static int give_user(void *context, int id, const char **result, unsigned *size) {
  (void)context, (void)id;
  *result = user;
  if (size) *size = (unsigned)strlen(user);
  return SASL_OK;
}

static int log_nothing(void *context, int level, const char *message) {
  (void)context, (void)level, (void)message;
  return SASL_OK;
}

static int load(const char *path, challenge_t *challenge) {
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  struct stat found;
  size_t room;
  char *start;
  int file;
  memset(challenge, 0, sizeof *challenge);
  if (strcmp(path, "-") == 0) return 1;
  file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 || fstat(file, &found) != 0) return 0;
  room = ((size_t)found.st_size + page - 1) / page * page;
  challenge->mapped = room + page;
  challenge->pages = mmap(NULL, challenge->mapped, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (challenge->pages == MAP_FAILED) return 0;
  start = challenge->pages + room - found.st_size;
  for (off_t done = 0; done < found.st_size;) {
    const ssize_t count = read(file, start + done, (size_t)(found.st_size - done));
    if (count <= 0) return 0;
    done += count;
  }
  close(file);
  challenge->bytes = start;
  challenge->size = (unsigned)found.st_size;
  return mprotect(challenge->pages + room, page, PROT_NONE) == 0 &&
         (room == 0 || mprotect(challenge->pages, room, PROT_READ) == 0);
}

static void report(sasl_conn_t *conn, int code, const char *out, unsigned size) {
  printf("%d ", code);
  for (unsigned i = 0; code >= 0 && i < size; ++i) printf("%02x", (unsigned char)out[i]);
  if (code < 0) printf("# %s", sasl_errdetail(conn));
  putchar('\n');
}

static sasl_conn_t *connected(void) {
  sasl_conn_t *conn = NULL;
  if (sasl_client_new("imap", "mail.example.org", NULL, NULL, NULL, 0, &conn) != SASL_OK) exit(2);
  return conn;
}

/* "instead" gives no room for an initial response, so that libsasl must ask by a step. */
static void begin(sasl_conn_t *conn, const char *mechanism, int is_to_wait) {
  const char *out = NULL, *chosen = NULL;
  unsigned size = 0;
  const int code = sasl_client_start(conn, mechanism, NULL, is_to_wait ? NULL : &out,
                                     is_to_wait ? NULL : &size, &chosen);
  if (code != SASL_CONTINUE) {
    report(conn, code, NULL, 0);
    exit(3);
  }
}

static void step(sasl_conn_t *conn, const char *path) {
  challenge_t challenge;
  const char *out = NULL;
  unsigned size = 0;
  int code;
  if (!load(path, &challenge)) exit(4);
  code = sasl_client_step(conn, challenge.bytes, challenge.size, NULL, &out, &size);
  report(conn, code, out, size);
  if (challenge.pages) munmap(challenge.pages, challenge.mapped);
}

int main(int argc, char **argv) {
  static const sasl_callback_t callbacks[] = {
      {SASL_CB_LOG, (int (*)(void))log_nothing, NULL},
      {SASL_CB_USER, (int (*)(void))give_user, NULL},
      {SASL_CB_AUTHNAME, (int (*)(void))give_user, NULL},
      {SASL_CB_LIST_END, NULL, NULL}};
  sasl_conn_t *conn = NULL;
  const char *when;
  if (argc < 5) return fprintf(stderr, "usage: challenge_host MECHANISM USER WHEN FILE...\n"), 2;
  user = argv[2];
  when = argv[3];
  if (sasl_client_init(callbacks) != SASL_OK) return 2;
  for (int i = 4; i < argc; ++i) {
    if (!conn) {
      conn = connected();
      begin(conn, argv[1], strcmp(when, "instead") == 0);
    }
    step(conn, argv[i]);
    if (strcmp(when, "after") == 0) sasl_dispose(&conn);
  }
  if (conn) sasl_dispose(&conn);
  sasl_client_done();
  return 0;
}
