// SPDX-License-Identifier: MIT
#include "plugin/account_stores.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/os/environment.h"

namespace plugin {

using oauth::FileStore;

namespace {

std::string no_place() {
  return ": user " + std::to_string(geteuid()) +
         " is unknown here, so nobody can tell where his accounts are; if this program runs in a "
         "chroot, name it and its user in the line \"jailed:\" of sasl-oauth/plugin.conf";
}

}  // namespace

AccountStores::AccountStores(const TakenAlong* along) : along_(along) {
  if (along_) {
    places_ = along_->places;
    config_ = along_->config;
    closed_ = along_->problem;
    return;
  }
  const std::optional<oauth::Person> person = oauth::person_by_uid(geteuid());
  places_.statedir = SASL_OAUTH_STATEDIR;
  places_.user = person ? person->name : "";
  places_.home = person && !oauth::is_privileged() ? person->home : "";
  config_ = {SASL_OAUTH_SYSCONFDIR, SASL_OAUTH_DATADIR, places_.home,
             oauth::environment("SASL_OAUTH_CONFIG")};
}

std::vector<std::unique_ptr<FileStore>> AccountStores::all() {
  std::vector<std::unique_ptr<FileStore>> found;
  std::vector<std::string> paths = places_.all();
  if (along_) {
    for (const oauth::HeldFolder& held : along_->stores) {
      paths.erase(std::remove(paths.begin(), paths.end(), held.path()), paths.end());
      oauth::Result<oauth::Folder> folder = held.reopen();
      if (!folder) {
        note_closed(folder.error());
      } else {
        found.push_back(std::make_unique<FileStore>(std::move(*folder), places_.user));
      }
    }
  }
  for (const std::string& path : paths) {
    const bool is_of_service = path == places_.of_service() || path == places_.of_jailed();
    found.push_back(std::make_unique<FileStore>(path, is_of_service ? places_.user : ""));
  }
  return found;
}

void AccountStores::note_closed(const oauth::Error& error) {
  if (closed_.empty()) closed_ = error.message;
}

oauth::Error AccountStores::missing(const std::string& account) const {
  std::string sentence = "there is no account " + oauth::shown(account);
  const std::string folders = places_.listed();
  if (folders.empty()) return oauth::Error{oauth::ErrorKind::no_access, sentence + no_place()};
  sentence += " in " + folders;
  if (!closed_.empty()) sentence += " (" + closed_ + ")";
  sentence += along_ ? "; run as root: " + oauth::tool_command("login", account, places_.user)
                     : "; run as this user: " + oauth::tool_command("login", account, "");
  return oauth::Error{oauth::ErrorKind::no_access, std::move(sentence)};
}

}  // namespace plugin
