// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_FILE_DESCRIPTOR_H
#define OAUTH_OS_FILE_DESCRIPTOR_H

#include <unistd.h>

#include <utility>

namespace oauth {

/// An open descriptor and the duty to close it.
///
/// Closing does not report: whoever writes calls fsync first, and asks that.
class FileDescriptor {
 public:
  FileDescriptor() noexcept = default;
  explicit FileDescriptor(int number) noexcept : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    FileDescriptor taken(std::move(other));
    std::swap(number_, taken.number_);
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { reset(); }

  explicit operator bool() const noexcept { return number_ >= 0; }

  /// Returns the number for a system call; still ours to close.
  int get() const noexcept { return number_; }
  /// Returns the number, which is the caller's to close from now on.
  int release() noexcept { return std::exchange(number_, -1); }
  /// Closes it now. Never repeated after EINTR: on Linux the descriptor is gone either way.
  void reset() noexcept {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_ = -1;
};

}  // namespace oauth

#endif
