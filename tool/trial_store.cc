// SPDX-License-Identifier: MIT
#include "tool/trial_store.h"

#include "oauth/store/record_json.h"

namespace tool {
namespace {

class NoLease : public oauth::StoreLease {};

}  // namespace

// As text, like every record that stands: what cannot be written shows before it is kept.
TrialStore::TrialStore(oauth::Record record) : text_(oauth::write_record(record)) {}

oauth::Result<bool> TrialStore::holds(const std::string&) { return true; }

oauth::Result<oauth::Record> TrialStore::load(const std::string& account) {
  return oauth::parse_record(text_.reveal(), account);
}

oauth::Result<std::unique_ptr<oauth::StoreLease>> TrialStore::lock(const std::string&,
                                                                   std::chrono::milliseconds) {
  return std::unique_ptr<oauth::StoreLease>(std::make_unique<NoLease>());
}

oauth::Result<void> TrialStore::prepare(oauth::StoreLease&) { return {}; }

oauth::Result<void> TrialStore::save(oauth::StoreLease&, const oauth::Record& record,
                                     oauth::SaveMode) {
  text_ = oauth::write_record(record);
  return {};
}

}  // namespace tool
