// SPDX-License-Identifier: MIT
// libFuzzer's way in, of a build with --enable-fuzzing: fuzz --target=NAME CORPUS ...
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/targets.h"

namespace {

const fuzz::Target* chosen = nullptr;

}  // namespace

// libFuzzer passes over what begins with "--", and hands it on to the processes that it starts.
extern "C" __attribute__((visibility("default"))) int LLVMFuzzerInitialize(int* count,
                                                                           char*** arguments) {
  constexpr std::string_view option = "--target=";
  for (int i = 1; i < *count; ++i) {
    const std::string_view argument = (*arguments)[i];
    if (argument.substr(0, option.size()) != option) continue;
    chosen = fuzz::find_target(argument.substr(option.size()));
  }
  if (chosen) return 0;
  fputs("usage: fuzz --target=NAME [libFuzzer's options] [CORPUS ...]; the names:\n", stderr);
  for (const fuzz::Target& each : fuzz::targets) fprintf(stderr, "  %s\n", each.name);
  exit(2);
}

extern "C" __attribute__((visibility("default"))) int LLVMFuzzerTestOneInput(const uint8_t* bytes,
                                                                             size_t size) {
  chosen->run(std::string_view(reinterpret_cast<const char*>(bytes), size));
  return 0;
}
