// SPDX-License-Identifier: MIT
#include "plugin/challenge.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace plugin {

std::string describe(const Challenge& challenge, std::string_view server, std::string_view user) {
  std::string sentence = server.empty() ? std::string("the server") : std::string(server);
  sentence +=
      " refused the access token of " + oauth::printable(user, oauth::bounds::max_quoted_bytes);
  if (!challenge.status.empty()) sentence += ", status " + challenge.status;
  if (!challenge.scope.empty()) sentence += ", it wants the scope " + challenge.scope;
  if (!challenge.openid_configuration.empty()) {
    sentence += ", its tokens come from " + challenge.openid_configuration;
  }
  return sentence;
}

}  // namespace plugin
