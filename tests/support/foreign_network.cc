// SPDX-License-Identifier: MIT
#include "oauth/port/network.h"

/// A network module of another version: it refuses every ABI number.
extern "C" __attribute__((visibility("default"))) oauth::Network* sasl_oauth_network(
    unsigned) noexcept {
  return nullptr;
}
