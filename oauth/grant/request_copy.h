// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_REQUEST_COPY_H
#define OAUTH_GRANT_REQUEST_COPY_H

#include "oauth/port/http.h"

namespace oauth {

/// Returns a copy to put a proof on: the original is for the next one.
HttpRequest copy_of(const HttpRequest& request);

}  // namespace oauth

#endif
