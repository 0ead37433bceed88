/* SPDX-License-Identifier: MIT
 * What one run under the shim is to do, and what it found. */
#ifndef TORTURE_ALLOCATIONS_SHIM_H
#define TORTURE_ALLOCATIONS_SHIM_H

#include <stddef.h>

#include "blocks.h"

enum fault {
  fault_none,
  fault_once, /* the n-th allocation of ours fails, and no other */
  fault_limit, /* from the n-th on ours fail, unless what ours gave back since covers them */
  fault_trace  /* none fails, and the way to each is reported */
};

struct order {
  enum fault fault;
  long number; /* counted from 1 */
};

extern struct order order;
/* Set when main is called: what C++ makes before it for static objects, nobody could catch. */
extern int is_counting;

/* Reads the needles: a file with one a line. */
void needles_load(const char *path);
int needles_wanted(void);
/* Notes each needle that stands in the block, which is about to be given back by `by`. */
void needles_look(const struct block *block, const void *bytes, size_t size, struct caller by);

/* Where lines of the report go; nowhere before it is opened. */
void report_open(const char *path);
void report(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
