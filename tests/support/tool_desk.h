// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_TOOL_DESK_H
#define TESTS_SUPPORT_TOOL_DESK_H

#include <memory>
#include <string>

#include "tests/support/captured_terminal.h"
#include "tests/support/temporary_folder.h"
#include "tool/commands.h"

namespace tool {

/// A configuration and a store of one test's own, and what a command says about them. No network.
class ToolDesk {
 public:
  using Run = int (*)(World&, const Options&, Terminal&);

  ToolDesk();

  /// Writes the configuration: the place of the store, and `more`.
  void configure(const std::string& more);
  /// Writes the record of an account with the access token "ya29.T" of ten days and an hour, and
  /// these members more ("\"refresh_token\": \"1//R\"").
  void add(const std::string& account, const std::string& more = "") const;
  /// Writes a record as it is.
  void write_record(const std::string& account, const std::string& text) const;
  bool has(const std::string& account) const;

  /// Runs a command; returns its exit code.
  int run(Run command, Options options = {});
  /// The same for one account.
  int run_for(Run command, const std::string& account, Options options = {});

  const std::string& config() const { return config_; }
  const std::string& store() const { return store_; }
  /// What the last command said.
  std::string output() { return captured_->output(); }
  std::string errors() { return captured_->errors(); }

 private:
  const oauth::TemporaryFolder folder_;
  const std::string store_ = folder_.path() + "/store";
  const std::string config_ = folder_.path() + "/config.toml";
  std::unique_ptr<CapturedTerminal> captured_;
};

}  // namespace tool

#endif
