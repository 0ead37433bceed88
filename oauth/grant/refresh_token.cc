// SPDX-License-Identifier: MIT
#include "oauth/grant/refresh_token.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/token_request.h"

namespace oauth {

Result<void> RefreshTokenGrant::check(const Record& record) const {
  if (!record.refresh_token.empty()) return {};
  return Error{ErrorKind::consent_needed, "there is no refresh token for " +
                                              printable(record.account, bounds::max_quoted_bytes)};
}

Result<TokenReply> RefreshTokenGrant::obtain(const Record& record, HttpClient& http,
                                             TimePoint now) const {
  if (auto checked = check(record); !checked) return checked.error();
  Form form;
  form.add("grant_type", "refresh_token");
  form.add("refresh_token", record.refresh_token);
  // Left out on purpose: a scope may only narrow what was granted (section 6), and Google wants
  // none.
  return request_token(http, record.client, std::move(form), now);
}

}  // namespace oauth
