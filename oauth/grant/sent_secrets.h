// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_SENT_SECRETS_H
#define OAUTH_GRANT_SENT_SECRETS_H

#include <string_view>
#include <vector>

#include "oauth/base/secret.h"
#include "oauth/port/http.h"
#include "oauth/port/record.h"

namespace oauth {

/// Returns what is secret in a request: the client's secret, the tokens, codes and assertions of
/// its form, and the Authorization header; each as it is, form-encoded, and in base64. What is
/// shorter than shortest_masked is left out, for it may be an ordinary word.
std::vector<Secret> sent_secrets(const HttpRequest& request, const Client& client);

/// Returns `text` with "***" wherever it repeats one of the secrets, or a piece of one
/// (base/echo.h). A server may send back what it was sent ("Invalid refresh token: ..."), and its
/// words go to a log. One that hides what it repeats is not seen through: this is against
/// carelessness.
Secret masked(std::string_view text, const std::vector<Secret>& secrets);

}  // namespace oauth

#endif
