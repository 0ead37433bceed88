// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_PLUGIN_H
#define TOOL_DOCTOR_CHECK_PLUGIN_H

#include <string>
#include <vector>

#include "oauth/port/file_reader.h"
#include "tool/doctor/file_facts.h"
#include "tool/doctor/finding.h"
#include "tool/doctor/modules.h"

namespace tool {

/// Where libsasl looks for plugins, and what we installed.
struct PluginPlaces {
  std::string sasl_path;       // $SASL_PATH, where it counts: it replaces libsasl's own folder
  std::string libsasl_folder;  // libsasl's own
  std::string our_folder;      // the one that we were installed in
  std::string core;            // the files beside the tool
  std::string network;

  /// The folders that libsasl reads.
  std::vector<std::string> folders() const;
};

/// An XOAUTH2 or OAUTHBEARER plugin of somebody else's.
struct OtherPlugin {
  std::string path;
  std::string file;
  std::vector<std::string> mechanisms;
};

/// Looks at the plugin folders, at our files, and at libsasl.
class PluginCheck {
 public:
  PluginCheck(oauth::FileReader& files, FileFacts& facts, Modules& modules, PluginPlaces places)
      : files_(files), facts_(facts), modules_(modules), places_(std::move(places)) {}

  Findings run();
  /// The plugins that run() came across.
  const std::vector<OtherPlugin>& others() const { return others_; }

 private:
  Findings look_into(const std::string& folder);
  Findings look_at_plugin(const std::string& folder, const std::string& file);
  Findings check_ours();
  Findings check_core();
  Findings check_libsasl();
  Finding missing() const;

  oauth::FileReader& files_;
  FileFacts& facts_;
  Modules& modules_;
  const PluginPlaces places_;
  std::vector<OtherPlugin> others_;
  std::vector<std::string> ours_;  // paths
  std::string abi_;                // of the first of ours
  bool has_plain_ = false;
};

}  // namespace tool

#endif
