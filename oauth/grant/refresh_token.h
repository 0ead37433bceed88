// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_REFRESH_TOKEN_H
#define OAUTH_GRANT_REFRESH_TOKEN_H

#include "oauth/grant/grant.h"

namespace oauth {

/// The refresh token grant (RFC 6749 section 6).
class RefreshTokenGrant : public Grant {
 public:
  Result<void> check(const Record& record) const override;
  Result<TokenReply> obtain(const Record& record, HttpClient& http, TimePoint now) const override;
};

}  // namespace oauth

#endif
