// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_GRANT_H
#define OAUTH_GRANT_GRANT_H

#include "oauth/base/result.h"
#include "oauth/base/time_point.h"
#include "oauth/port/http.h"
#include "oauth/port/record.h"
#include "oauth/wire/token_reply.h"

namespace oauth {

/// A way to get the next access token with nobody present (RFC 6749 section 1.3).
class Grant {
 public:
  virtual ~Grant() = default;

  /// Tells whether the record holds something to ask with, before a network is opened for it.
  /// Errors: consent_needed.
  virtual Result<void> check(const Record& record) const = 0;

  /// Returns fresh tokens for the record's account. Changes nothing here: saving is the caller's.
  /// Errors: those of request_token; those of `check`.
  virtual Result<TokenReply> obtain(const Record& record, HttpClient& http,
                                    TimePoint now) const = 0;
};

}  // namespace oauth

#endif
