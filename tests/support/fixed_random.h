// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_FIXED_RANDOM_H
#define TESTS_SUPPORT_FIXED_RANDOM_H

#include <cstring>

#include "oauth/port/random.h"

namespace oauth {

/// A generator that gives one byte again and again: 0x00 for the least, 0xff for the most.
class FixedRandom : public Random {
 public:
  explicit FixedRandom(unsigned char byte = 0) : byte_(byte) {}

  Result<void> fill(unsigned char* bytes, std::size_t size) override {
    std::memset(bytes, byte_, size);
    return {};
  }

  void set(unsigned char byte) { byte_ = byte; }

 private:
  unsigned char byte_;
};

}  // namespace oauth

#endif
