// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_KNOWN_PLUGINS_H
#define TOOL_DOCTOR_KNOWN_PLUGINS_H

#include <string_view>

#include "tool/doctor/mechanism_strength.h"

namespace tool {

/// Another client plugin for XOAUTH2 or OAUTHBEARER, and what it claims.
struct KnownPlugin {
  const char* file;  // its name in the plugin folder
  const char* name;  // what people call it
  MechanismStrength strength;
  const char* remark;  // what else one should know of it beside ours
};

/// Returns the plugin that installs a file of this name, or NULL.
const KnownPlugin* known_plugin(std::string_view file) noexcept;

}  // namespace tool

#endif
