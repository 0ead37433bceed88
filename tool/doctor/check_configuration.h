// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_CONFIGURATION_H
#define TOOL_DOCTOR_CHECK_CONFIGURATION_H

#include <optional>
#include <string>

#include "oauth/config_loader.h"
#include "oauth/port/file_reader.h"
#include "tool/doctor/finding.h"

namespace tool {

struct ConfigurationPlaces {
  std::string explicit_file;  // from --config or SASL_OAUTH_CONFIG
  bool is_from_environment = false;
  std::string plugin_conf;
  std::string xoauth2_conf;
};

/// Reads every file that says something to a login, and tells what is wrong in which line.
class ConfigurationCheck {
 public:
  ConfigurationCheck(oauth::FileReader& files, oauth::ConfigLoader& loader,
                     ConfigurationPlaces places)
      : files_(files), loader_(loader), places_(std::move(places)) {}

  Findings run();

 private:
  Findings check_files();
  Findings check_providers();
  Findings check_clients();
  Findings check_environment() const;
  Findings check_plugin_conf_file();
  Findings check_xoauth2_conf();

  oauth::FileReader& files_;
  oauth::ConfigLoader& loader_;
  const ConfigurationPlaces places_;
  oauth::Configuration configuration_;
};

}  // namespace tool

#endif
