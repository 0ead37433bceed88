// SPDX-License-Identifier: MIT
#ifndef TOOL_CONFIG_TOML_H
#define TOOL_CONFIG_TOML_H

#include <string>
#include <vector>

#include "oauth/config.h"

namespace tool {

/// Returns the configuration as the file that would give it, with `providers` (merged and whole) in
/// place of its own, their explanations of errors aside. A secret that stands there in clear
/// becomes "********"; a reference to one
/// ("file:/PATH") is none, and stays.
std::string as_toml(const oauth::Configuration& configuration,
                    const std::vector<oauth::Provider>& providers);

}  // namespace tool

#endif
