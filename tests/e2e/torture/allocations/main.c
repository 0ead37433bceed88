/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <dlfcn.h>

#include "shim.h"

typedef int main_function(int count, char **arguments, char **environment);
typedef int start_function(main_function *main, int count, char **arguments, void (*init)(void),
                           void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

static main_function *program;

static int counted_main(int count, char **arguments, char **environment) {
  is_counting = 1;
  return program(count, arguments, environment);
}

/* What the program's first instructions call (glibc). */
int __libc_start_main(main_function *main, int count, char **arguments, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end) {
  start_function *next;
  *(void **)&next = dlsym(RTLD_NEXT, "__libc_start_main");
  program = main;
  return next(counted_main, count, arguments, init, fini, rtld_fini, stack_end);
}
