// SPDX-License-Identifier: MIT
#include "oauth/grant/refresh_token.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/token_request.h"

namespace oauth {

Result<TokenReply> RefreshTokenGrant::obtain(const Record& record, HttpClient& http,
                                             TimePoint now) const {
  if (record.refresh_token.empty()) {
    return Error{
        ErrorKind::consent_needed,
        "there is no refresh token for " + printable(record.account, bounds::max_quoted_bytes)};
  }
  Form form;
  form.add("grant_type", "refresh_token");
  form.add("refresh_token", record.refresh_token);
  // Left out on purpose: a scope may only narrow what was granted (section 6), and Google wants
  // none.
  return request_token(http, record.client, std::move(form), now);
}

}  // namespace oauth
