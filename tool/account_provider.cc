// SPDX-License-Identifier: MIT
#include "tool/account_provider.h"

namespace tool {

oauth::Result<oauth::Provider> provider_of_account(World& world, const std::string& account,
                                                   const std::string& of_record) {
  const auto configuration = world.configuration();
  if (!configuration) return configuration.error();
  oauth::Reference name{of_record, {}};
  if (name.name.empty()) {
    auto choice = oauth::choose_sign_in(**configuration, account);
    if (!choice) return choice.error();
    name = choice->provider;
  }
  if (name.name.empty()) {
    auto found = world.loader().provider_of_address(**configuration, account);
    if (!found) return found.error();
    name.name = *found;
  }
  if (name.name.empty()) return oauth::Provider();
  return world.loader().sheet(**configuration, name);
}

}  // namespace tool
