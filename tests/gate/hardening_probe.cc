// SPDX-License-Identifier: MIT
// Commits the mistakes that the compiler's hardening is for, compiled with the very flags of the
// modules. What ends it is the hardening; what goes on to the end is not protected.
//
//   hardening_probe smash      writes beyond an array on the stack
//   hardening_probe overflow   copies beyond memory whose size is known at run time only
//   hardening_probe leap       lets a frame reach over a stack's guard page
//   hardening_probe leftover   exit 3 if a variable without a value holds what was there before
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cstddef>

namespace {

constexpr int not_protected = 3;
constexpr std::size_t page = 65536;  // no machine's are larger
constexpr std::size_t stack_bytes = 16 * page;
constexpr unsigned char mark = 0xa5;

volatile std::size_t few = 16;
volatile unsigned char seen;

__attribute__((noinline)) void smash() {
  unsigned char room[16];
  volatile unsigned char* byte = room;
  for (std::size_t i = 0; i < 4 * few; ++i) byte[i] = mark;
  seen = room[few - 1];
}

__attribute__((noinline)) void overflow() {
  const std::size_t size = few;
  char* room = static_cast<char*>(malloc(size));
  if (room == nullptr) exit(1);
  char source[64] = {};
  source[0] = static_cast<char>(few);
  memcpy(room, source, size + few / 16);
  seen = static_cast<unsigned char>(room[0]);
  free(room);
}

// Touches the far end of its frame only, which is in the memory below the guard.
__attribute__((noinline)) void reach_far() {
  unsigned char frame[stack_bytes + 2 * page];
  asm volatile("" : : "r"(frame) : "memory");  // or an optimiser keeps the one byte alone
  volatile unsigned char* byte = frame;
  byte[0] = mark;
  seen = byte[0];
}

void* on_small_stack(void*) {
  reach_far();
  return nullptr;
}

// Somebody's memory, a page that nobody may touch, a stack: as the kernel lays out threads.
void leap() {
  const std::size_t below = 4 * page;
  const std::size_t all = below + page + stack_bytes;
  void* memory = mmap(nullptr, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) exit(1);
  char* start = static_cast<char*>(memory);
  pthread_attr_t settings;
  pthread_t thread;
  if (mprotect(start + below, page, PROT_NONE) != 0 || pthread_attr_init(&settings) != 0 ||
      pthread_attr_setstack(&settings, start + below + page, stack_bytes) != 0 ||
      pthread_create(&thread, &settings, on_small_stack, nullptr) != 0) {
    exit(1);
  }
  pthread_join(thread, nullptr);
}

__attribute__((noinline)) void leave_marks() {
  unsigned char room[512];
  volatile unsigned char* byte = room;
  for (std::size_t i = 0; i < sizeof room; ++i) byte[i] = mark;
}

__attribute__((noinline)) int count_marks() {
  unsigned char room[512];
  asm volatile("" : : "r"(room) : "memory");  // or the compiler sees that nothing was written
  volatile unsigned char* byte = room;
  int found = 0;
  for (std::size_t i = 0; i < sizeof room; ++i) found += byte[i] == mark;
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  if (strcmp(argv[1], "smash") == 0) {
    smash();
  } else if (strcmp(argv[1], "overflow") == 0) {
    overflow();
  } else if (strcmp(argv[1], "leap") == 0) {
    leap();
  } else if (strcmp(argv[1], "leftover") == 0) {
    leave_marks();
    return count_marks() == 0 ? 0 : not_protected;
  } else {
    return 2;
  }
  return not_protected;
}
