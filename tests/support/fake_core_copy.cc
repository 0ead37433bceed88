// SPDX-License-Identifier: MIT
#include "tests/support/fake_core_copy.h"

#include <dlfcn.h>

#include <filesystem>
#include <stdexcept>

namespace door {

FakeCoreCopy::FakeCoreCopy() : path_(folder_.path() + "/core.so") {
  std::filesystem::copy_file(FAKE_CORE_PATH, path_);
}

FakeCoreCopy::~FakeCoreCopy() { close(); }

void FakeCoreCopy::close() {
  if (handle_ != nullptr) dlclose(handle_);
  handle_ = nullptr;
}

void* FakeCoreCopy::symbol(const char* name) {
  if (handle_ == nullptr) handle_ = dlopen(path(), RTLD_NOW | RTLD_LOCAL);
  void* found = handle_ != nullptr ? dlsym(handle_, name) : nullptr;
  if (found == nullptr) throw std::runtime_error(path_ + " has no " + name);
  return found;
}

FakeCore& FakeCoreCopy::state() { return *static_cast<FakeCore*>(symbol("fake_core")); }

}  // namespace door
