/* SPDX-License-Identifier: MIT
 * The blocks that are in use, and who asked for each. */
#ifndef TORTURE_ALLOCATIONS_BLOCKS_H
#define TORTURE_ALLOCATIONS_BLOCKS_H

#include <stddef.h>

#include "owner.h"

struct block {
  void *address; /* NULL: no block */
  size_t size;
  struct caller by;
};

void blocks_add(struct block block);

/* Takes the block out and returns it; without an address if it is not known. */
struct block blocks_take(void *address);

/* Calls `visit` with each block. */
void blocks_each(void (*visit)(const struct block *block));

#endif
