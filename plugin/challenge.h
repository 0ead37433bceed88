// SPDX-License-Identifier: MIT
#ifndef PLUGIN_CHALLENGE_H
#define PLUGIN_CHALLENGE_H

#include <string>
#include <string_view>

#include "oauth/wire/sasl_challenge.h"

namespace plugin {

using Challenge = oauth::SaslChallenge;

/// Returns the sentence for the log: who refused, why, and what happens next.
std::string describe(const Challenge& challenge, std::string_view server, std::string_view user);

}  // namespace plugin

#endif
