// SPDX-License-Identifier: MIT
#ifndef TESTS_HOST_SANDBOX_H
#define TESTS_HOST_SANDBOX_H

#include <string>

#include "tests/support/temporary_folder.h"

namespace host {

/// In all tokens, passwords and keys of these tests; no log and no sentence may hold it.
constexpr char secret_mark[] = "s3cr3t";

/// Returns the access token of an account that has one: "ya29.s3cr3t-of-" and the account with '-'
/// for
/// '@'. It must not hold the account itself: what repeats a token is kept out of a sentence.
std::string token_of(std::string account);

/// A machine for one program: a folder of SASL plugins (those that libsasl came with, and our door
/// of the build tree), a store, a configuration and a home.
///
/// From the build's environment: TEST_DOOR is the door, TEST_SASL_FOLDER libsasl's own folder.
class Sandbox {
 public:
  Sandbox();

  /// Leaves our door alone in the folder of plugins.
  void remove_other_plugins() const;

  /// Points this process at it; before its first sasl_client_init.
  void enter() const;

  /// Gives the user an account, and so the mechanisms their high rank.
  void mark_as_ready() const;
  /// Writes to config.toml, after [store].
  void configure(const std::string& more) const;
  /// Writes a record into the store: with a fresh token (token_of), or an old one.
  void add_account(const std::string& name, const std::string& token_endpoint = {}) const;
  void add_old_account(const std::string& name, const std::string& token_endpoint) const;
  /// Writes a file that its user alone may read; returns its path.
  std::string write(const std::string& name, const std::string& text) const;

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string store() const { return path("store"); }
  /// Returns the text of a record, or "" if there is none.
  std::string record(const std::string& name) const;

 private:
  void add(const std::string& name, const std::string& token_endpoint,
           const std::string& expires_at) const;
  oauth::TemporaryFolder folder_;
};

/// Returns "https://127.0.0.1:PORT/" where nobody listens.
std::string dead_endpoint();

}  // namespace host

#endif
