// SPDX-License-Identifier: MIT
#include "oauth/grant/grant.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/refresh_token.h"

namespace oauth {

Result<Form> grant_form(const Record& record) {
  if (record.grant == GrantType::refresh_token) return refresh_token_form(record);
  return Error{ErrorKind::bad_config, "the grant_type of " +
                                          printable(record.account, bounds::max_quoted_bytes) +
                                          " needs a later release of sasl-oauth; install that"};
}

}  // namespace oauth
