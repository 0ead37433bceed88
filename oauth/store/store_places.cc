// SPDX-License-Identifier: MIT
#include "oauth/store/store_places.h"

namespace oauth {

std::string StorePlaces::of_person() const { return home + "/.local/state/sasl-oauth"; }
std::string StorePlaces::of_service() const { return statedir + "/" + user; }
std::string StorePlaces::of_jailed() const { return statedir + "/jail/" + user; }

std::vector<std::string> StorePlaces::all() const {
  if (!configured.empty()) return {configured};
  std::vector<std::string> folders;
  if (!home.empty()) folders.push_back(of_person());
  if (!user.empty()) {
    folders.push_back(of_service());
    folders.push_back(of_jailed());
  }
  return folders;
}

std::string StorePlaces::listed() const {
  std::string text;
  for (const std::string& folder : all()) text += (text.empty() ? "" : " or ") + folder;
  return text;
}

}  // namespace oauth
