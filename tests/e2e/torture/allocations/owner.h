/* SPDX-License-Identifier: MIT
 * Whose code asks for memory: decided by the address that the call returns to. */
#ifndef TORTURE_ALLOCATIONS_OWNER_H
#define TORTURE_ALLOCATIONS_OWNER_H

#include <stdint.h>

enum owner {
  owner_ours,    /* the door, core, network, and the tool's own program */
  owner_curl,    /* libcurl */
  owner_openssl, /* libssl, libcrypto */
  owner_sasl,    /* libsasl2 */
  owner_loader,  /* ld.so: what dlopen needs for itself */
  owner_libc,    /* libc's name service */
  owner_host,    /* everybody else */
  owner_none     /* libc, libstdc++, libgcc and this shim: they act for whoever called them */
};

struct caller {
  enum owner owner;
  uintptr_t offset; /* in its file */
};

extern const char *const owner_names[];

/* Returns who called, through however many frames of libc and libstdc++. */
struct caller caller_of(void *return_address);

/* Returns a number that stands for the way to here: the same whenever the same calls have led to
 * it. */
uint64_t way_to_here(void);

#endif
