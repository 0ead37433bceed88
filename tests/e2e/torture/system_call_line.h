/* SPDX-License-Identifier: MIT
 * Writes down a system call before it is made: it may close the descriptor, or unmap the memory. */
#ifndef SYSTEM_CALL_LINE_H
#define SYSTEM_CALL_LINE_H

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include "system_call_table.h"

enum { max_data = 131072 };

static size_t copy_from(pid_t id, unsigned long long address, void* to, size_t size) {
  struct iovec here = {to, size}, there = {(void*)address, size};
  const ssize_t got = process_vm_readv(id, &here, 1, &there, 1, 0);
  return got < 0 ? 0 : (size_t)got;
}

static void read_path(pid_t id, unsigned long long address, char* path, size_t size) {
  size_t length = 0;
  while (length + 1 < size) {
    const size_t in_page = 4096 - (address + length) % 4096; /* the next may not be there */
    const size_t wanted = in_page < size - 1 - length ? in_page : size - 1 - length;
    const size_t got = copy_from(id, address + length, path + length, wanted);
    path[length + got] = '\0';
    if (got < wanted || memchr(path + length, '\0', got)) break;
    length += got;
  }
}

static void target_of(pid_t id, int descriptor, char* target, size_t size) {
  char link[64];
  ssize_t length;
  snprintf(link, sizeof link, "/proc/%d/%s", (int)id, "cwd");
  if (descriptor != AT_FDCWD) snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)id, descriptor);
  length = readlink(link, target, size - 1);
  target[length < 0 ? 0 : length] = '\0';
}

static void print_text(FILE* to, const char* text) {
  putc('"', to);
  for (; *text; ++text) {
    if (*text == '"' || *text == '\\') putc('\\', to);
    if ((unsigned char)*text >= ' ') putc(*text, to);
  }
  putc('"', to);
}

static void print_data(FILE* to, pid_t id, unsigned long long address, unsigned long long size) {
  static unsigned char data[max_data];
  const size_t got = copy_from(id, address, data, size < max_data ? size : max_data);
  fputs(", \"data\": \"", to);
  for (size_t i = 0; i < got; ++i) fprintf(to, "%02x", data[i]);
  putc('"', to);
}

static void print_files(FILE* to, pid_t id, const __u64* args, const struct call* call) {
  char text[4096];
  const char* comma = "";
  for (int i = 0; i < 5; ++i) {
    if (call->shape[i] != 'f' && call->shape[i] != 'p') continue;
    text[0] = '\0';
    if (call->shape[i] == 'f') target_of(id, (int)args[i], text, sizeof text);
    if (call->shape[i] == 'p') read_path(id, args[i], text, sizeof text);
    fputs(comma, to);
    print_text(to, text);
    comma = ", ";
  }
}

/* Returns the call as JSON, but for its end; to be freed. NULL: no memory. */
static char* line_of(pid_t id, const struct ptrace_syscall_info* entry, unsigned number) {
  const struct call* call = call_of(entry->entry.nr);
  const __u64* args = entry->entry.args;
  char* line = NULL;
  size_t size;
  FILE* to = open_memstream(&line, &size);
  if (!to) return NULL;
  fprintf(to, "{\"call\": \"%s\", \"number\": %u, \"args\": [", call->name, number);
  for (int i = 0; i < 6; ++i) fprintf(to, "%s%lld", i ? ", " : "", (long long)args[i]);
  fputs("], \"files\": [", to);
  print_files(to, id, args, call);
  putc(']', to);
  if (call->shape[1] == 'd') print_data(to, id, args[1], args[2]);
  return fclose(to) == 0 ? line : NULL;
}

#endif
