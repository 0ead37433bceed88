/* SPDX-License-Identifier: MIT
 * malloc and its kin, for the whole process. C++'s operator new calls malloc, and throws by itself
 * where that gives nothing. */
#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shim.h"

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

#define CALLER caller_of(__builtin_extract_return_addr(__builtin_return_address(0)))

struct order order;
int is_counting;
static long counted; /* allocations of ours so far */
static long budget;  /* with fault_limit: bytes that ours gave back since the limit was reached */

/* What a block held before it was given back is nobody's any more, and would be found again. */
static const unsigned char fresh = 0xa5;

static int shall_fail(struct caller by, size_t size) {
  if (by.owner != owner_ours || !is_counting) return 0;
  const long number = __atomic_add_fetch(&counted, 1, __ATOMIC_RELAXED);
  if (order.fault == fault_trace) report("way %lx\n", (unsigned long)way_to_here());
  if (order.fault == fault_none || order.fault == fault_trace || number < order.number) return 0;
  if (order.fault == fault_once && number > order.number) return 0;
  if (order.fault == fault_limit && number > order.number && budget >= (long)size) {
    budget -= (long)size;
    return 0;
  }
  if (number == order.number) report("failed %#lx %zu\n", (unsigned long)by.offset, size);
  errno = ENOMEM;
  return 1;
}

static void *keep(void *address, size_t size, struct caller by) {
  if (address) blocks_add((struct block){address, size, by});
  return address;
}

static void *get(size_t size, struct caller by) {
  if (shall_fail(by, size)) return NULL;
  void *address = __libc_malloc(size);
  if (address && needles_wanted()) memset(address, fresh, malloc_usable_size(address));
  return keep(address, size, by);
}

static void give_back(void *address, struct caller by) {
  const struct block block = blocks_take(address);
  if (needles_wanted()) needles_look(&block, address, malloc_usable_size(address), by);
  if (by.owner == owner_ours && counted >= order.number) budget += (long)block.size;
  __libc_free(address);
}

void *malloc(size_t size) { return get(size, CALLER); }

void *calloc(size_t count, size_t size) {
  const struct caller by = CALLER;
  size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes) || shall_fail(by, bytes)) return NULL;
  return keep(__libc_calloc(count, size), bytes, by);
}

/* Always moves, as it may: what stays behind is looked at like any other block. */
void *realloc(void *old, size_t size) {
  const struct caller by = CALLER;
  if (!old) return get(size, by);
  if (size == 0) {
    give_back(old, by);
    return NULL;
  }
  void *address = get(size, by);
  if (!address) return NULL;
  const size_t had = malloc_usable_size(old);
  memcpy(address, old, had < size ? had : size);
  give_back(old, by);
  return address;
}

void free(void *address) {
  const int number = errno;
  if (address) give_back(address, CALLER);
  errno = number;
}

static void *aligned(size_t alignment, size_t size, struct caller by) {
  return shall_fail(by, size) ? NULL : keep(__libc_memalign(alignment, size), size, by);
}

void *memalign(size_t alignment, size_t size) { return aligned(alignment, size, CALLER); }
void *aligned_alloc(size_t alignment, size_t size) { return aligned(alignment, size, CALLER); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  void *address = aligned(alignment, size, CALLER);
  if (!address) return ENOMEM;
  *result = address;
  return 0;
}

static void tell_leak(const struct block *block) {
  if (block->by.owner == owner_ours)
    report("leak %#lx %zu\n", (unsigned long)block->by.offset, block->size);
}

__attribute__((destructor)) static void tell(void) {
  report("allocations %ld\n", counted);
  blocks_each(tell_leak);
}
