// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_TRUSTED_FILES_H
#define OAUTH_NETWORK_TRUSTED_FILES_H

#include "oauth/base/result.h"
#include "oauth/port/http.h"

namespace oauth {

/// Returns whether ca_file and ca_dir, where they are set, can be read and are what they should be:
/// OpenSSL would wait for a FIFO's other end for ever, and says little of what it cannot open.
/// Errors: bad_config, a sentence that names the key and the path.
Result<void> check_trusted_files(const NetworkSettings& settings);

}  // namespace oauth

#endif
