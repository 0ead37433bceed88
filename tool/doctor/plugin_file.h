// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_PLUGIN_FILE_H
#define TOOL_DOCTOR_PLUGIN_FILE_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// Which build of ours a file is of.
struct Label {
  std::string version;  // "0.1.0"
  std::string abi;      // SASL_OAUTH_CORE_ABI

  bool operator==(const Label& other) const { return version == other.version && abi == other.abi; }
};

/// Returns the label of our `part` ("door", "core") that stands in a file's bytes
/// (plugin/core_abi.h), or nothing. No plugin is loaded to find out: it would run its code.
std::optional<Label> label_in(std::string_view bytes, std::string_view part);

/// Returns which of XOAUTH2 and OAUTHBEARER a client plugin with these bytes has, as far as its
/// texts tell; none for what is no client plugin of libsasl.
std::vector<std::string> mechanisms_in(std::string_view bytes);

}  // namespace tool

#endif
