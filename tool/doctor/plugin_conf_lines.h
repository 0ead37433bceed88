// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_PLUGIN_CONF_LINES_H
#define TOOL_DOCTOR_PLUGIN_CONF_LINES_H

#include <string>
#include <string_view>

#include "tool/doctor/finding.h"

namespace tool {

/// Returns a warning for each line of plugin.conf that the door passes over in silence, in whole or
/// in part: it can tell nobody (plugin/door/plugin_conf.h has the format). `path` is for sentences.
Findings check_plugin_conf(std::string_view text, const std::string& path);

}  // namespace tool

#endif
