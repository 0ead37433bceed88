// SPDX-License-Identifier: MIT
#ifndef TOOL_OPTIONS_H
#define TOOL_OPTIONS_H

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "oauth/base/bounds.h"

namespace tool {

/// What the command line may say, over all commands. Nothing of it is a secret: an argument vector
/// can be read by everybody on the machine.
struct Options {
  std::string config_file;
  std::string store_folder;
  std::string for_user;
  bool is_quiet = false;
  bool is_verbose = false;
  bool wants_json = false;

  std::vector<std::string> accounts;

  std::string client;
  std::string provider;
  std::string tenant;
  std::string scope;
  std::string user;
  std::string issuer;
  bool registers = false;
  bool has_browser = true;
  bool wants_device = false;
  bool wants_paste = false;
  bool begins = false;
  bool finishes = false;
  std::optional<std::chrono::seconds> timeout;

  std::vector<std::string> services;  // "imap", "pop", "smtp"
  std::string mechanism;
  std::string server;

  std::string format = "token";
  std::string program;
  bool is_offline = false;

  std::string host;
  std::string port;
  std::optional<std::chrono::seconds> min_validity;

  std::optional<std::chrono::seconds> warn_ahead;
  bool is_strict = false;
  std::string account;  // by --account
  std::string foreign_kind;
  std::string foreign_file;
  std::string decrypt_command;
  std::string password_command;
  std::string password_file;
  std::string map_file;
  bool replaces = false;
  bool is_dry_run = false;
  std::string export_format = "sasl-xoauth2";
  std::string output;
  bool is_forced = false;
  bool keeps = false;
  bool is_due = false;

  std::string grant;
  std::string key_file;
  std::string token_command;
  std::string trial_user;

  std::string relay;  // of postfix
  bool is_applied = false;
  bool is_checked = false;

  bool takes_all = false;
  bool is_confirmed = false;
};

}  // namespace tool

#endif
