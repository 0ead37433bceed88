// SPDX-License-Identifier: MIT
#ifndef TOOL_TRIAL_STORE_H
#define TOOL_TRIAL_STORE_H

#include "oauth/port/token_store.h"

namespace tool {

/// A store of one record that is on no disk yet: an account is tried before it is kept.
class TrialStore : public oauth::TokenStore {
 public:
  explicit TrialStore(oauth::Record record);

  oauth::Result<bool> holds(const std::string& account) override;
  oauth::Result<oauth::Record> load(const std::string& account) override;
  oauth::Result<std::unique_ptr<oauth::StoreLease>> lock(
      const std::string& account, std::chrono::milliseconds patience) override;
  oauth::Result<void> prepare(oauth::StoreLease& lease) override;
  oauth::Result<void> save(oauth::StoreLease& lease, const oauth::Record& record,
                           oauth::SaveMode mode) override;

 private:
  oauth::Secret text_;
};

}  // namespace tool

#endif
