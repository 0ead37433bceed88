// SPDX-License-Identifier: MIT
#include "oauth/grant/client_credentials.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

Error cannot(const Record& record, const char* why) {
  return Error{ErrorKind::bad_config,
               "the client of " + printable(record.account, bounds::max_quoted_bytes) + " " + why};
}

}  // namespace

Result<Form> client_credentials_form(const Record& record) {
  const Client& client = record.client;
  if (client.client_id.empty()) return cannot(record, "has no client_id; add the account again");
  // Section 4.4: for confidential clients only.
  if (client.authentication == ClientAuthentication::none) {
    return cannot(record,
                  "is a public one, to which nobody gives tokens without a person; give it "
                  "a client_secret or a private_key");
  }
  Form form;
  form.add("grant_type", "client_credentials");
  if (!client.scope.empty()) form.add("scope", client.scope);
  return form;
}

}  // namespace oauth
