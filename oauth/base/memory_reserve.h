// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_MEMORY_RESERVE_H
#define OAUTH_BASE_MEMORY_RESERVE_H

#include <cstddef>
#include <new>
#include <vector>

namespace oauth {

/// Memory put by for work that must not fail for want of it: what comes between a server's answer,
/// which may hold the only copy of a refresh token, and the saved record.
class MemoryReserve {
 public:
  /// The longest reply, parsed and written as a record, takes less; tokens of 4 KiB a tenth of it.
  static constexpr std::size_t size = 256 * 1024;

  /// Puts `size` bytes by, if that has not been done. Where there is not so much, it throws
  /// std::bad_alloc, as any allocation does: before there is anything to lose.
  void take() { bytes_.reserve(size); }

  /// Returns what `step` does. If memory gets short in it, the reserve is given up and the step
  /// done again, so it must be one that can be; std::bad_alloc passes if that was not enough.
  template <class Step>
  auto spend_on(Step step) -> decltype(step()) {
    try {
      return step();
    } catch (const std::bad_alloc&) {
      if (bytes_.capacity() == 0) throw;
      std::vector<char>().swap(bytes_);
    }
    return step();
  }

 private:
  std::vector<char> bytes_;  // never written to: its capacity is what counts
};

}  // namespace oauth

#endif
