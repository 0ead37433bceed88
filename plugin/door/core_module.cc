// SPDX-License-Identifier: MIT
#include "plugin/door/core_module.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

namespace door {
namespace {

// dlerror puts the name of the file it is about in front; ours is in the sentence already.
const char* reason_without(const char* path) {
  const char* reason = dlerror();
  if (reason == nullptr) return "unknown reason";
  const size_t length = strlen(path);
  const bool repeats = strncmp(reason, path, length) == 0 && strncmp(reason + length, ": ", 2) == 0;
  return repeats ? reason + length + 2 : reason;
}

OpenedCore cannot_open(const char* path) {
  OpenedCore result{};
  snprintf(result.problem, sizeof result.problem,
           "sasl-oauth cannot open %s (%s): reinstall the package libsasl2-modules-oauth; if this "
           "program runs in a chroot, name it and its user in the line \"jailed:\" of "
           "sasl-oauth/plugin.conf",
           path, reason_without(path));
  return result;
}

OpenedCore does_not_fit(const char* path) {
  OpenedCore result{};
  snprintf(result.problem, sizeof result.problem,
           "%s is of another version of sasl-oauth than the plugin that opened it: restart this "
           "program; if that does not help, reinstall the package libsasl2-modules-oauth",
           path);
  return result;
}

const sasl_oauth_core* core_of(void* module) {
  void* symbol = dlsym(module, SASL_OAUTH_CORE_SYMBOL);
  if (symbol == nullptr) return nullptr;
  const sasl_oauth_core* core = reinterpret_cast<sasl_oauth_core_entry*>(symbol)();
  return core != nullptr && core->abi == SASL_OAUTH_CORE_ABI ? core : nullptr;
}

}  // namespace

const sasl_oauth_core* CoreModule::opened() const noexcept {
  return __atomic_load_n(&core_, __ATOMIC_ACQUIRE);
}

OpenedCore CoreModule::open() noexcept {
  OpenedCore result{};
  result.core = opened();
  if (result.core != nullptr) return result;
  void* module = dlopen(path_, RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) return cannot_open(path_);
  result.core = core_of(module);
  if (result.core == nullptr) {
    dlclose(module);
    return does_not_fit(path_);
  }
  __atomic_store_n(&core_, result.core, __ATOMIC_RELEASE);
  return result;
}

}  // namespace door
