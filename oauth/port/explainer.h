// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_EXPLAINER_H
#define OAUTH_PORT_EXPLAINER_H

#include <string>

#include "oauth/base/error.h"

namespace oauth {

/// Knows what servers' codes mean.
class Explainer {
 public:
  virtual ~Explainer() = default;
  /// Returns what the error's code means at this provider, as a phrase in plain words without a
  /// full stop; empty if nobody knows. Never fails: an explanation is a courtesy.
  virtual std::string meaning_of(const std::string& provider, const Error& error) = 0;
};

}  // namespace oauth

#endif
