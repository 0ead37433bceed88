// SPDX-License-Identifier: MIT
#ifndef TOOL_NOTIFIER_H
#define TOOL_NOTIFIER_H

#include <optional>
#include <string>

#include "oauth/base/result.h"
#include "oauth/config.h"
#include "oauth/notice.h"
#include "oauth/port/process.h"
#include "oauth/port/token_store.h"
#include "tool/account_book.h"
#include "tool/terminal.h"
#include "tool/world.h"

namespace tool {

/// Tells an account's owner what he should know of it, by the configuration's hooks, each thing
/// once (oauth/notice.h). The commands are the configuration's, so they run with our own rights and
/// never as the accounts' owner; their facts come in the environment, which no shell reads.
class Notifier {
 public:
  Notifier(World& world, Terminal& terminal) : world_(world), terminal_(terminal) {}

  /// Runs the account's hook if there is something to tell. What fails is told on the terminal, and
  /// tried again next time. Must not be called while acting as the owner.
  void notify(const StoredAccount& account);

 private:
  std::optional<oauth::Notice> wanted(const oauth::Record& record) const;
  const std::string& hook_for(const oauth::Notice& notice) const;
  oauth::Result<std::optional<oauth::Notice>> claim(const StoredAccount& account);
  oauth::Result<void> settle(const StoredAccount& account, oauth::NoticeKind kind);
  void tell(const StoredAccount& account, const oauth::Notice& notice);
  oauth::Variables facts_of(const oauth::Notice& notice) const;

  World& world_;
  Terminal& terminal_;
  oauth::Hooks hooks_;
  std::string account_;
  std::string provider_;
};

}  // namespace tool

#endif
