// SPDX-License-Identifier: MIT
#include "oauth/grant/refresh_token.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {

Result<Form> refresh_token_form(const Record& record) {
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
  return form;
}

}  // namespace oauth
