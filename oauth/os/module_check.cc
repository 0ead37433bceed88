// SPDX-License-Identifier: MIT
#include "oauth/os/module_check.h"

#include <dlfcn.h>

#include <memory>
#include <string_view>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

struct Closer {
  void operator()(void* module) const noexcept { ::dlclose(module); }
};
using Module = std::unique_ptr<void, Closer>;

using VersionInfo = void(const char**, const char**, int*, int*, int*, int*);

Error unusable(std::string why) { return {ErrorKind::no_access, std::move(why)}; }

// dlerror's text begins with the path, which the sentence has already.
std::string cause_without(const std::string& path) {
  const char* text = ::dlerror();
  std::string_view cause = text != nullptr ? text : "unknown cause";
  if (starts_with(cause, path + ": ")) cause.remove_prefix(path.size() + 2);
  return printable(cause, bounds::max_quoted_bytes);
}

std::optional<SystemLibsasl> libsasl_called(const char* soname) {
  const Module library(::dlopen(soname, RTLD_NOW | RTLD_LOCAL));
  void* symbol = library ? ::dlsym(library.get(), "sasl_version_info") : nullptr;
  if (symbol == nullptr) return std::nullopt;
  SystemLibsasl found;
  reinterpret_cast<VersionInfo*>(symbol)(nullptr, nullptr, &found.major, &found.minor, &found.step,
                                         nullptr);
  Dl_info info;
  if (::dladdr(symbol, &info) != 0 && info.dli_fname != nullptr) found.path = info.dli_fname;
  return found;
}

}  // namespace

Result<void> check_module(const std::string& path, const char* symbol) {
  if (!starts_with(path, "/") || has_control_bytes(path))
    return unusable("its path is not absolute");
  Module module(::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL));
  if (!module) return unusable(cause_without(path));
  if (::dlsym(module.get(), symbol) == nullptr) return unusable("it is not sasl-oauth's");
  static_cast<void>(module.release());
  return {};
}

std::optional<SystemLibsasl> system_libsasl() {
  for (const char* soname : {"libsasl2.so.2", "libsasl2.so.3"}) {
    if (auto found = libsasl_called(soname)) return found;
  }
  return std::nullopt;
}

}  // namespace oauth
