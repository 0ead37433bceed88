// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_SECRET_H
#define OAUTH_BASE_SECRET_H

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace oauth {

/// Overwrites `size` bytes with zeros; the compiler may not drop it.
void wipe(void* bytes, std::size_t size) noexcept;

/// An allocator that wipes each block before it gives it back, so that a growing container leaves
/// no copy of its former content behind.
template <class T>
struct WipingAllocator {
  using value_type = T;

  WipingAllocator() noexcept = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) noexcept {}

  T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
  void deallocate(T* block, std::size_t count) noexcept {
    wipe(block, count * sizeof(T));
    std::allocator<T>().deallocate(block, count);
  }

  template <class U>
  bool operator==(const WipingAllocator<U>&) const noexcept {
    return true;
  }
  template <class U>
  bool operator!=(const WipingAllocator<U>&) const noexcept {
    return false;
  }
};

/// A token, key, code, password or a body that holds one.
///
/// Move-only; wiped when it goes; has no way into a stream, a log or a `std::string` but
/// `reveal()`, which is the one word to search for when reviewing where secrets travel.
class Secret {
 public:
  Secret() noexcept = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() = default;

  /// Returns a secret with a copy of `text`; the caller's own copy stays the caller's to wipe.
  static Secret copy_of(std::string_view text);
  /// Returns a secret with the content of `text`, which is wiped and left empty.
  static Secret take(std::string& text);

  Secret clone() const { return copy_of(reveal()); }

  void reserve(std::size_t size);
  void append(std::string_view text);
  void append(const Secret& other) { append(other.reveal()); }

  bool empty() const noexcept { return size() == 0; }
  std::size_t size() const noexcept { return bytes_.empty() ? 0 : bytes_.size() - 1; }

  /// Returns the content, followed by a NUL that is not counted. Valid until the secret changes.
  std::string_view reveal() const noexcept;

  /// Returns whether both hold the same bytes, in time that depends on their lengths alone.
  bool equals(const Secret& other) const noexcept;

 private:
  std::vector<char, WipingAllocator<char>> bytes_;  // content and a NUL, or nothing at all
};

}  // namespace oauth

#endif
