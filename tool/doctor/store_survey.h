// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_STORE_SURVEY_H
#define TOOL_DOCTOR_STORE_SURVEY_H

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/os/environment.h"
#include "oauth/os/file.h"
#include "oauth/port/record.h"
#include "oauth/store/store_places.h"
#include "tool/doctor/finding.h"

namespace tool {

/// An account as its owner would find it. What is wrong with the record is an error of its own.
struct SurveyedAccount {
  std::string name;
  std::string folder;
  oauth::Result<oauth::Record> record;
};

/// Looks through the folders where a user's accounts may lie, and changes nothing.
class StoreSurvey {
 public:
  /// Opens the folders, with our own rights: that of a jailed service can be reached by root alone.
  /// `symlinks`: to be refused by root, who is not to be led elsewhere.
  StoreSurvey(oauth::StorePlaces places, oauth::Person owner, oauth::Symlinks symlinks);

  /// Reads what is in them, with the rights that we have by now, which should be the owner's.
  /// Returns what is wrong with folders and files; the records' own faults are in accounts().
  Findings read();

  const std::vector<SurveyedAccount>& accounts() const { return accounts_; }
  /// Returns whether a login of this name finds an account: by its own name or its domain's
  /// pattern. The case of letters does not matter.
  bool serves(const std::string& user) const;

 private:
  struct Place {
    std::string path;
    oauth::Result<std::optional<oauth::Folder>> folder;
  };

  Findings read(const Place& place);
  Findings check_way(const Place& place) const;
  Findings check_folder(const oauth::Folder& folder) const;
  Findings check_names(const oauth::Folder& folder, const std::vector<std::string>& names) const;

  const oauth::StorePlaces where_;
  const oauth::Person owner_;
  std::vector<Place> places_;
  std::vector<SurveyedAccount> accounts_;
};

}  // namespace tool

#endif
