// SPDX-License-Identifier: MIT
#include "tool/doctor/store_survey.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/shell_word.h"
#include "oauth/base/text.h"
#include "oauth/os/system_error.h"
#include "oauth/store/file_store.h"
#include "oauth/store/record_name.h"

namespace tool {
namespace {

using oauth::Result;
using oauth::shown;

// Something stands before it.
bool has_suffix(std::string_view text, std::string_view suffix) {
  return text.size() > suffix.size() && oauth::ends_with(text, suffix);
}

bool has_access_list(int descriptor) {
  return fgetxattr(descriptor, "system.posix_acl_access", nullptr, 0) > 0;
}

Finding about_name(const std::string& path, const std::string& name) {
  if (has_suffix(name, oauth::record_suffix)) {
    return warning(path +
                       " is no account's file name (they are in small letters, and what is "
                       "neither letter, digit nor @+-_. is percent-encoded): no login finds it",
                   "mv it to the account's name, or rm " + oauth::shell_word(path));
  }
  return note(path + " is none of sasl-oauth's files",
              "rm " + oauth::shell_word(path) + ", if nobody needs it");
}

}  // namespace

StoreSurvey::StoreSurvey(oauth::StorePlaces places, oauth::Person owner, oauth::Symlinks symlinks)
    : where_(std::move(places)), owner_(std::move(owner)) {
  for (const std::string& path : where_.all()) {
    places_.push_back({path, oauth::open_folder(path, symlinks)});
  }
}

Findings StoreSurvey::read() {
  Findings findings;
  for (const Place& place : places_) append(findings, read(place));
  return findings;
}

Findings StoreSurvey::read(const Place& place) {
  if (!place.folder) {
    // A folder that is closed to this user holds no account that he could use.
    if (&place != &places_.front()) return {};
    return {finding_of(place.folder.error(), Mark::problem, "ls -ld " + place.path)};
  }
  if (!*place.folder) return {};
  const oauth::Folder& folder = **place.folder;
  Findings findings = check_folder(folder);
  const Result<std::vector<std::string>> names = oauth::names_in(folder);
  if (!names) {
    findings.push_back(finding_of(names.error(), Mark::problem, "chmod 700 " + place.path));
    return findings;
  }
  append(findings, check_names(folder, *names));
  Result<oauth::Folder> again = oauth::reopen_folder(folder.descriptor.get(), folder.path);
  if (!again) return findings;
  oauth::FileStore store(std::move(*again));
  for (const std::string& name : *names) {
    if (auto account = oauth::account_of(name)) {
      if (accounts_.size() >= oauth::bounds::max_surveyed_accounts) break;
      accounts_.push_back({*account, place.path, store.load(*account)});
    }
  }
  if (!accounts_.empty() && accounts_.back().folder == place.path) {
    append(findings, check_way(place));
  }
  return findings;
}

// Root opened the folder; a login has to come there by itself, or by a descriptor from before a
// jail (check_jail.h).
Findings StoreSurvey::check_way(const Place& place) const {
  if (place.path == where_.of_jailed()) return {};
  const auto opened = oauth::open_folder(place.path, oauth::Symlinks::follow);
  if (opened) return {};
  const std::string sentence = place.path + " cannot be reached by " + owner_.name +
                               ": a folder on the way to it is closed, so logins find no account";
  return {problem(sentence, "namei -l " + place.path + ", and chmod a+x what is closed")};
}

Findings StoreSurvey::check_folder(const oauth::Folder& folder) const {
  struct stat status = {};
  if (fstat(folder.descriptor.get(), &status) != 0) return {};
  Findings findings;
  if (status.st_uid != owner_.uid && status.st_uid != 0) {
    findings.push_back(problem(folder.path + " belongs to user " + std::to_string(status.st_uid) +
                                   ", not to " + owner_.name,
                               "chown -R " + owner_.name + " " + folder.path));
  }
  if ((status.st_mode & 022) != 0) {
    findings.push_back(
        problem(folder.path + " can be written by others", "chmod 700 " + folder.path));
  } else if ((status.st_mode & 055) != 0) {
    findings.push_back(
        note(folder.path + " shows others which accounts there are", "chmod 700 " + folder.path));
  }
  if (has_access_list(folder.descriptor.get())) {
    findings.push_back(warning(folder.path + " has an access list, which may let others in",
                               "setfacl -b " + folder.path));
  }
  if (findings.empty()) findings.push_back(ok(folder.path + " is " + owner_.name + "'s alone"));
  return findings;
}

Findings StoreSurvey::check_names(const oauth::Folder& folder,
                                  const std::vector<std::string>& names) const {
  Findings findings;
  for (const std::string& name : names) {
    const std::string path = folder.path + "/" + shown(name);
    if (oauth::account_of(name) || name == ".ready" || has_suffix(name, oauth::lock_suffix))
      continue;
    if (has_suffix(name, oauth::new_suffix)) {
      findings.push_back(note(path + " is what a writer that was stopped left behind: the newest "
                                     "token may be in it",
                              "leave it: the next refresh takes it from there"));
    } else {
      findings.push_back(about_name(path, name));
    }
    if (findings.size() >= oauth::bounds::max_surveyed_accounts) break;
  }
  return findings;
}

bool StoreSurvey::serves(const std::string& user) const {
  const std::string domain = user.find('@') == user.npos ? "" : "*" + user.substr(user.rfind('@'));
  return std::any_of(accounts_.begin(), accounts_.end(), [&](const SurveyedAccount& account) {
    return oauth::equals_ignoring_case(account.name, user) ||
           (!domain.empty() && oauth::equals_ignoring_case(account.name, domain));
  });
}

}  // namespace tool
