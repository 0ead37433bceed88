// SPDX-License-Identifier: MIT
#ifndef TOOL_ACCOUNT_BOOK_H
#define TOOL_ACCOUNT_BOOK_H

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/store/file_store.h"
#include "oauth/store/store_places.h"
#include "tool/world.h"

namespace tool {

/// An account that stands in a store; the store is the book's.
struct StoredAccount {
  std::string name;
  oauth::FileStore* store = nullptr;
};

/// The accounts that we (or the user of --for) have, over all of the places where they may lie.
class AccountBook {
 public:
  /// Opens the stores, with our own rights. The world must outlive the book.
  /// Errors: those of World::places, no_access.
  static oauth::Result<AccountBook> open(World& world);

  /// Returns all accounts. Errors: no_access.
  oauth::Result<std::vector<StoredAccount>> all();
  /// Returns the account of that name, or nothing. Errors: no_access.
  oauth::Result<std::optional<StoredAccount>> find(const std::string& name);
  /// The same, but errors as well: no_access if there is none, with the nearest one or the remedy.
  oauth::Result<StoredAccount> get(const std::string& name);
  /// Returns those of these names, or all if there is no name. Errors: those of get and all.
  oauth::Result<std::vector<StoredAccount>> choose(const std::vector<std::string>& names);

  /// Returns the folder in which an account of that name is to be kept: where it stands, or the
  /// place for new ones. Makes nothing. Errors: no_access.
  oauth::Result<std::string> folder_for(const std::string& name);
  /// Returns the store in that folder, which is made if it is not there. Errors: no_access.
  oauth::Result<oauth::FileStore*> make_store(const std::string& folder);

  /// Returns what a person has to do about programs that run already, now that there is a store
  /// which they have not taken along into their jail (doc/adr/0014); empty: nothing.
  std::string remark_on_running() const;

  /// Makes the door's mark, now that an account stands in `folder`; returns whether that is a
  /// folder with a mark, one in its usual place. Errors: no_access.
  oauth::Result<bool> mark(const std::string& folder);
  /// Removes the mark that was made for `folder` if no account is left. Errors: no_access.
  oauth::Result<void> unmark_if_empty(const std::string& folder);

  const oauth::StorePlaces& places() const { return places_; }

 private:
  AccountBook(World& world, oauth::StorePlaces places)
      : world_(&world), places_(std::move(places)) {}

  oauth::Result<void> add(const std::string& folder);
  std::string marker_for(const std::string& folder) const;
  oauth::Error missing(const std::string& name);

  World* world_;
  oauth::StorePlaces places_;
  bool has_new_jailed_store_ = false;
  std::vector<std::unique_ptr<oauth::FileStore>> stores_;
};

}  // namespace tool

#endif
