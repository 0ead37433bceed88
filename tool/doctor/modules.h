// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_MODULES_H
#define TOOL_DOCTOR_MODULES_H

#include <optional>
#include <string>

#include "oauth/base/result.h"
#include "oauth/os/module_check.h"

namespace tool {

/// What can be told of shared objects by opening them.
class Modules {
 public:
  virtual ~Modules() = default;
  /// As oauth::check_module and oauth::system_libsasl.
  virtual oauth::Result<void> check(const std::string& path, const char* symbol) = 0;
  virtual std::optional<oauth::SystemLibsasl> libsasl() = 0;
};

class SystemModules : public Modules {
 public:
  oauth::Result<void> check(const std::string& path, const char* symbol) override {
    return oauth::check_module(path, symbol);
  }
  std::optional<oauth::SystemLibsasl> libsasl() override { return oauth::system_libsasl(); }
};

}  // namespace tool

#endif
