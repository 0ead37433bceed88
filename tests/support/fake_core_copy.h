// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_FAKE_CORE_COPY_H
#define TESTS_SUPPORT_FAKE_CORE_COPY_H

#include <string>

#include "tests/support/fake_core.h"
#include "tests/support/temporary_folder.h"

namespace door {

/// A copy of the module fake_core.so, so that each test has one of its own: the loader takes
/// another file for another object. FAKE_CORE_PATH, from the build, says where the original is.
class FakeCoreCopy {
 public:
  FakeCoreCopy();
  FakeCoreCopy(const FakeCoreCopy&) = delete;
  FakeCoreCopy& operator=(const FakeCoreCopy&) = delete;
  ~FakeCoreCopy();

  const char* path() const { return path_.c_str(); }
  /// Opens it on first use and keeps it open.
  FakeCore& state();
  /// Opens it on first use and keeps it open.
  void* symbol(const char* name);
  /// Gives back what state and symbol opened.
  void close();

 private:
  oauth::TemporaryFolder folder_;
  std::string path_;
  void* handle_ = nullptr;
};

}  // namespace door

#endif
