// SPDX-License-Identifier: MIT
#include "tests/support/memory_store.h"

#include <stdexcept>
#include <utility>

#include "oauth/store/record_json.h"

namespace oauth {
namespace {

class MemoryLease : public StoreLease {
 public:
  explicit MemoryLease(bool& is_locked) : is_locked_(is_locked) { is_locked_ = true; }
  ~MemoryLease() override { is_locked_ = false; }

 private:
  bool& is_locked_;
};

Error missing(const std::string& account) {
  return Error{ErrorKind::no_access, "there is no account " + account};
}

}  // namespace

Result<bool> MemoryStore::holds(const std::string& account) { return files_.count(account) != 0; }

Result<Record> MemoryStore::load(const std::string& account) {
  ++loads_;
  const auto file = files_.find(account);
  if (file == files_.end()) return missing(account);
  Result<Record> record = parse_record(file->second, account);
  if (record) record->warning = warning_;
  return record;
}

Result<std::unique_ptr<StoreLease>> MemoryStore::lock(const std::string&,
                                                      std::chrono::milliseconds patience) {
  ++locks_;
  patience_ = patience;
  if (lock_failure_) return *lock_failure_;
  if (is_locked_) return Error{ErrorKind::unavailable, "locked twice"};
  if (hook_) hook_();
  return std::unique_ptr<StoreLease>(std::make_unique<MemoryLease>(is_locked_));
}

Result<void> MemoryStore::prepare(StoreLease&) {
  if (prepare_failure_) return *prepare_failure_;
  return {};
}

Result<void> MemoryStore::save(StoreLease&, const Record& record, SaveMode mode) {
  ++saves_;
  if (save_failure_) return *save_failure_;
  if (!is_locked_) throw std::logic_error("saved without the lock");
  if (mode == SaveMode::replace && files_.count(record.account) == 0) {
    return missing(record.account);
  }
  put(record);
  return {};
}

void MemoryStore::put(const Record& record) {
  files_[record.account] = std::string(write_record(record).reveal());
}

Record MemoryStore::get(const std::string& account) const {
  return std::move(parse_record(files_.at(account), account)).value();
}

}  // namespace oauth
