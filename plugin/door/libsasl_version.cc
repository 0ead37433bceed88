// SPDX-License-Identifier: MIT
#include "plugin/door/libsasl_version.h"

#include <dlfcn.h>
#include <string.h>

namespace door {
namespace {

using VersionInfo = void(const char**, const char**, int*, int*, int*, int*);

// Returns a handle of the object that `info` is about, without loading it. The main program has no
// name that dlopen would know (dladdr reports argv[0] for it), but NULL for a name.
void* handle_of(const Dl_info& info) {
  const bool has_path = info.dli_fname != nullptr && strchr(info.dli_fname, '/') != nullptr;
  void* handle = has_path ? dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD) : nullptr;
  return handle != nullptr ? handle : dlopen(nullptr, RTLD_LAZY | RTLD_NOLOAD);
}

// dlsym looks in the dependencies too, and for the main program in every global object.
bool is_in_same_object(const void* symbol, const Dl_info& info) {
  Dl_info home;
  return dladdr(symbol, &home) != 0 && home.dli_fbase == info.dli_fbase;
}

}  // namespace

bool is_supported(LibsaslVersion version) noexcept {
  return version.major == 2 && version.minor == 1;
}

LibsaslVersion libsasl_version_at(const void* address) noexcept {
  LibsaslVersion version{0, 0};
  Dl_info info;
  if (address == nullptr || dladdr(address, &info) == 0) return version;
  void* handle = handle_of(info);
  if (handle == nullptr) return version;
  void* symbol = dlsym(handle, "sasl_version_info");
  if (symbol != nullptr && is_in_same_object(symbol, info)) {
    reinterpret_cast<VersionInfo*>(symbol)(nullptr, nullptr, &version.major, &version.minor,
                                           nullptr, nullptr);
  }
  dlclose(handle);
  return version;
}

}  // namespace door
