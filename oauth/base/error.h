// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_ERROR_H
#define OAUTH_BASE_ERROR_H

#include <chrono>
#include <string>
#include <utility>

namespace oauth {

/// What the caller does next. One table maps these to SASL codes (plugin/sasl_code.cc), one to exit
/// codes (tool/exit_code.cc).
enum class ErrorKind {
  bad_config,      // a human must edit the configuration
  consent_needed,  // a human must sign in again
  refused,         // the server said no and will say no again
  unavailable,     // the same call may work later
  bad_reply,       // the peer broke the protocol
  no_access,       // a file, store or permission on this machine
  internal         // our bug
};

/// A failure that was expected. `message` is one sentence for a person: it names the thing and the
/// remedy, is printable, and never holds a secret.
struct Error {
  ErrorKind kind;
  std::string message;
  /// With `unavailable`: how long the peer asked us to wait (Retry-After); zero if it did not say.
  std::chrono::seconds retry_after{0};
  /// The peer's own code where it gave one ("invalid_grant", RFC 6749 section 5.2), for display.
  std::string code{};
  /// The most specific code that the peer gave beside it ("AADSTS700082", "invalid_rapt"), by which
  /// an explanation is found.
  std::string subcode{};
  /// With `no_access`: the errno of the system call that failed; 0: none did.
  int system_error = 0;
};

/// Returns the kind's name as the enumerator spells it ("consent_needed").
const char* kind_name(ErrorKind kind) noexcept;

}  // namespace oauth

#endif
