// SPDX-License-Identifier: MIT
#include "oauth/base/secret.h"

#include <string.h>

#include <utility>

namespace oauth {

void wipe(void* bytes, std::size_t size) noexcept {
  if (size != 0) explicit_bzero(bytes, size);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  // A vector's own move assignment may keep our old block alive in `other`; swap with a temporary
  // so that it is given back, and so wiped, here.
  if (this != &other) {
    std::vector<char, WipingAllocator<char>> taken(std::move(other.bytes_));
    bytes_.swap(taken);
  }
  return *this;
}

Secret Secret::copy_of(std::string_view text) {
  Secret secret;
  secret.append(text);
  return secret;
}

Secret Secret::take(std::string& text) {
  Secret secret = copy_of(text);
  wipe(text.data(), text.size());
  text.clear();
  return secret;
}

void Secret::reserve(std::size_t size) { bytes_.reserve(size + 1); }

void Secret::append(std::string_view text) {
  if (text.empty()) return;
  if (!bytes_.empty()) bytes_.pop_back();
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  bytes_.push_back('\0');
}

std::string_view Secret::reveal() const noexcept {
  return bytes_.empty() ? std::string_view("", 0) : std::string_view(bytes_.data(), size());
}

bool Secret::equals(const Secret& other) const noexcept {
  if (size() != other.size()) return false;
  unsigned char difference = 0;
  const std::string_view mine = reveal();
  const std::string_view theirs = other.reveal();
  for (std::size_t i = 0; i < mine.size(); ++i) {
    difference |= static_cast<unsigned char>(mine[i] ^ theirs[i]);
  }
  return difference == 0;
}

}  // namespace oauth
