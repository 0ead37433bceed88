// SPDX-License-Identifier: MIT
#include "plugin/mechanism.h"

namespace plugin {

constexpr Mechanism mechanisms[] = {
    {"OAUTHBEARER", oauth::oauthbearer_message, "\x01"},
    {"XOAUTH2", oauth::xoauth2_message, ""},
};
const int mechanism_count = 2;

oauth::Result<void> check(const Identity& identity) { return oauth::check_sasl_identity(identity); }

}  // namespace plugin
