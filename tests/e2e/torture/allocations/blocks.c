/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "blocks.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { places = 1 << 18 };

/* Open addressing: a block stands at its home, or in the first free place after it. */
static struct block *table;
static size_t used;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void give_up(const char *why, size_t size) {
  (void)!write(STDERR_FILENO, why, size);
  _exit(99);
}

static size_t home(const void *address) {
  return ((uintptr_t)address >> 4) * 0x9e3779b97f4a7c15u >> (64 - 18);
}

static size_t next(size_t place) { return (place + 1) % places; }

static struct block *of(void *address) {
  size_t place = home(address);
  while (table[place].address && table[place].address != address) place = next(place);
  return &table[place];
}

static void make_table(void) {
  table = mmap(NULL, places * sizeof *table, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (table == MAP_FAILED) give_up("allocations: no table\n", 22);
}

void blocks_add(struct block block) {
  pthread_mutex_lock(&lock);
  if (!table) make_table();
  struct block *place = of(block.address);
  if (!place->address && ++used > places / 2) give_up("allocations: too many blocks\n", 29);
  *place = block;
  pthread_mutex_unlock(&lock);
}

/* Moves up what could no longer be found over the gap. */
static void close_gap(size_t gap) {
  for (size_t place = next(gap); table[place].address; place = next(place)) {
    const size_t wanted = home(table[place].address);
    const int stays = gap <= place ? gap < wanted && wanted <= place
                                   : gap < wanted || wanted <= place;
    if (stays) continue;
    table[gap] = table[place];
    table[place].address = NULL;
    gap = place;
  }
}

struct block blocks_take(void *address) {
  struct block taken = {NULL, 0, {owner_host, 0}};
  pthread_mutex_lock(&lock);
  if (table) {
    struct block *place = of(address);
    taken = *place;
    if (place->address) {
      place->address = NULL;
      --used;
      close_gap((size_t)(place - table));
    }
  }
  pthread_mutex_unlock(&lock);
  return taken;
}

void blocks_each(void (*visit)(const struct block *block)) {
  for (size_t place = 0; table && place < places; ++place)
    if (table[place].address) visit(&table[place]);
}
