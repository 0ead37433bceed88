// SPDX-License-Identifier: MIT
#include "tool/account_book.h"

#include <errno.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "tool/marker.h"
#include "tool/store_folder.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::FileStore;
using oauth::Result;
using oauth::shown;

// Users whose programs jail themselves, as in the default table of plugin.conf.
constexpr std::string_view jailed_users[] = {"postfix"};

bool is_jailed(const std::string& user) {
  return std::find(std::begin(jailed_users), std::end(jailed_users), user) !=
         std::end(jailed_users);
}

}  // namespace

Result<AccountBook> AccountBook::open(World& world) {
  Result<oauth::StorePlaces> places = world.places();
  if (!places) return places.error();
  AccountBook book(world, std::move(*places));
  for (const std::string& folder : book.places_.all()) {
    if (auto added = book.add(folder); !added) return added.error();
  }
  return book;
}

Result<void> AccountBook::add(const std::string& folder) {
  if (!world_->owner()) {
    stores_.push_back(std::make_unique<FileStore>(folder));
    return {};
  }
  auto opened = oauth::open_folder(folder, oauth::Symlinks::refuse);
  if (!opened) return opened.error();
  if (*opened) {
    stores_.push_back(std::make_unique<FileStore>(std::move(**opened), world_->owner()->name));
  }
  return {};
}

Result<std::vector<StoredAccount>> AccountBook::all() {
  std::vector<StoredAccount> found;
  for (const auto& store : stores_) {
    const Result<std::vector<std::string>> names = store->accounts();
    if (!names) {
      // A folder that is closed to this user (another's, by the same name) holds no account of his.
      if (stores_.size() > 1 && store != stores_.front()) continue;
      return names.error();
    }
    for (const std::string& name : *names) found.push_back({name, store.get()});
  }
  return found;
}

Result<std::optional<StoredAccount>> AccountBook::find(const std::string& name) {
  for (const auto& store : stores_) {
    const Result<bool> holds = store->holds(name);
    if (holds && *holds) return std::optional<StoredAccount>({name, store.get()});
    if (!holds && stores_.size() == 1) return holds.error();
  }
  return std::optional<StoredAccount>();
}

Result<StoredAccount> AccountBook::get(const std::string& name) {
  Result<std::optional<StoredAccount>> found = find(name);
  if (!found) return found.error();
  if (!*found) return missing(name);
  return std::move(**found);
}

Result<std::vector<StoredAccount>> AccountBook::choose(const std::vector<std::string>& names) {
  if (names.empty()) return all();
  std::vector<StoredAccount> chosen;
  for (const std::string& name : names) {
    Result<StoredAccount> account = get(name);
    if (!account) return account.error();
    chosen.push_back(std::move(*account));
  }
  return chosen;
}

Error AccountBook::missing(const std::string& name) {
  std::string sentence = "there is no account " + shown(name) + " in " + places_.listed();
  std::vector<std::string_view> names;
  const auto known = all();
  if (known) {
    for (const StoredAccount& each : *known) names.push_back(each.name);
  }
  if (const auto meant = oauth::nearest(name, names)) {
    sentence.append("; did you mean ").append(*meant).append("?");
  } else {
    const bool is_for_another = world_->owner().has_value();
    sentence +=
        "; run: " + oauth::tool_command("login", name, is_for_another ? world_->owner()->name : "");
  }
  return Error{ErrorKind::no_access, sentence};
}

Result<std::string> AccountBook::folder_for(const std::string& name) {
  const Result<std::optional<StoredAccount>> standing = find(name);
  if (!standing) return standing.error();
  if (*standing) return (*standing)->store->folder();
  if (!places_.configured.empty()) return places_.configured;
  if (world_->owner()) {
    return is_jailed(places_.user) ? places_.of_jailed() : places_.of_service();
  }
  if (auto checked = check_home(places_.home); !checked) return checked.error();
  return places_.of_person();
}

Result<FileStore*> AccountBook::make_store(const std::string& folder) {
  const bool is_new = access(folder.c_str(), F_OK) != 0 && errno == ENOENT;
  const auto made = world_->owner()
                        ? make_service_folder(places_.statedir, folder, *world_->owner())
                        : make_private_folder(folder);
  if (!made) return made.error();
  if (is_new && is_jailed(places_.user) && folder == places_.of_jailed()) {
    has_new_jailed_store_ = true;
  }
  const auto same = [&](const auto& store) { return store->folder() == folder; };
  const auto found = std::find_if(stores_.begin(), stores_.end(), same);
  if (found != stores_.end()) return found->get();
  if (auto added = add(folder); !added) return added.error();
  return stores_.back().get();
}

std::string AccountBook::remark_on_running() const {
  if (!has_new_jailed_store_) return {};
  return "postfix reload, if Postfix runs: it takes a new store along when its programs start";
}

std::string AccountBook::marker_for(const std::string& folder) const {
  if (!places_.configured.empty()) return {};
  if (world_->owner()) return marker_of_service(places_.statedir, *world_->owner());
  const bool is_his = !places_.home.empty() && folder == places_.of_person();
  return is_his ? marker_of_person(folder) : std::string();
}

Result<bool> AccountBook::mark(const std::string& folder) {
  const std::string marker = marker_for(folder);
  if (marker.empty()) return false;
  if (auto made = make_marker(marker); !made) return made.error();
  return true;
}

Result<void> AccountBook::unmark_if_empty(const std::string& folder) {
  const std::string marker = marker_for(folder);
  if (marker.empty()) return {};
  for (const auto& store : stores_) {
    if (!world_->owner() && store->folder() != folder) continue;
    const Result<std::vector<std::string>> left = store->accounts();
    if (!left) return left.error();
    if (!left->empty()) return {};
  }
  return remove_marker(marker);
}

}  // namespace tool
