// SPDX-License-Identifier: MIT
#ifndef OAUTH_SECRET_REFERENCE_H
#define OAUTH_SECRET_REFERENCE_H

#include <string>
#include <string_view>

#include "oauth/base/result.h"
#include "oauth/base/secret.h"
#include "oauth/origin.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/process.h"

namespace oauth {

/// A secret as the configuration gives it:
///   "file:/absolute/path"   the first line of that file, whose mode is its owner's business
///   "credential:NAME"       the same of $CREDENTIALS_DIRECTORY/NAME (systemd's LoadCredential=)
///   "command:COMMAND LINE"  the first line that it prints; run by sasl-oauth, never by a plugin
///   anything else           the secret itself
struct SecretReference {
  enum class Kind { literal, file, credential, command };

  Kind kind = Kind::literal;
  Secret text;  // what stands behind the colon, or the literal
  Origin origin;
  std::string key;  // "client_secret", for sentences

  SecretReference clone() const { return {kind, text.clone(), origin, key}; }
};

/// Returns the reference that `text` is. Errors: bad_config, one phrase: an empty secret, a path
/// that is not absolute, a credential's name with a '/', a control character.
Result<SecretReference> parse_secret_reference(std::string_view text);

/// Turns references into secrets.
class SecretResolver {
 public:
  /// `credentials_directory`: empty where there is none. `process`: NULL where commands must not
  /// run, which is in every program but ours.
  SecretResolver(FileReader& files, std::string credentials_directory, Process* process)
      : files_(files),
        credentials_directory_(std::move(credentials_directory)),
        process_(process) {}

  /// Returns the secret: 1 to bounds::max_secret_bytes bytes without control characters.
  /// Errors: bad_config (nothing there, or no secret), no_access, unavailable (a command that took
  /// too long). The sentence begins with where the reference stands.
  Result<Secret> resolve(const SecretReference& reference);

  /// Returns all of what the reference names, for a key in PEM, which has lines: at most
  /// bounds::max_pem_bytes. Errors: as above.
  Result<Secret> resolve_whole(const SecretReference& reference);

  /// Returns the text of a file that is no secret (a certificate) and belongs to the setting `key`
  /// at `origin`. Errors: bad_config (there is none), no_access.
  Result<std::string> read_public(const std::string& path, const Origin& origin, const char* key);

 private:
  Result<Secret> content_of(const SecretReference& reference, const std::string& path,
                            std::size_t max_bytes);
  Result<std::string> path_of(const SecretReference& reference) const;
  Result<Secret> run(const SecretReference& reference);
  Error no_command(const SecretReference& reference) const;

  FileReader& files_;
  std::string credentials_directory_;
  Process* process_;
};

}  // namespace oauth

#endif
