// SPDX-License-Identifier: MIT
#include "tool/provider_limits.h"

namespace tool {

oauth::GrantLimits limits_of(World& world, const std::string& provider) {
  const auto configuration = world.configuration();
  if (!configuration || provider.empty()) return {};
  const auto sheet = world.loader().provider(**configuration, {provider, {}});
  if (!sheet) return {};
  return {sheet->refresh_token_idle_limit.value_or(oauth::seconds(0)),
          sheet->testing_grant_limit.value_or(oauth::seconds(0))};
}

}  // namespace tool
