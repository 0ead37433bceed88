// SPDX-License-Identifier: MIT
#ifndef TOOL_DUE_REFRESH_H
#define TOOL_DUE_REFRESH_H

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oauth/account.h"
#include "oauth/port/request_queue.h"
#include "oauth/refresh.h"
#include "oauth/refresh_schedule.h"
#include "oauth/token_source.h"

namespace tool {

/// What became of an account in a timer's run.
enum class DueResult {
  refreshed,
  not_due,
  waiting,   // a pause after a failure, or somebody else is at it
  standing,  // nothing is asked until a person acts; nothing new
  failed
};

struct DueOutcome {
  std::string account;
  DueResult result = DueResult::not_due;
  oauth::TimePoint expires_at{};
  std::vector<std::string> warnings;
  std::optional<oauth::Error> error;  // with `failed`, `standing`, and a pause
};

/// An account that may be due.
struct DueAccount {
  oauth::Account account;
  oauth::RefreshPorts ports;
  oauth::RefreshSchedule schedule;
};

/// The refreshes of a timer's run as a queue of requests: each account that is due is locked when
/// its request can go out, never waited for, saved when its answer is there, and let go.
class DueRefresh : public oauth::RequestQueue {
 public:
  explicit DueRefresh(std::vector<DueAccount> accounts);

  std::optional<Item> next() override;
  std::optional<Item> take(std::size_t number,
                           oauth::Result<oauth::HttpResponse> response) override;

  /// Refreshes the accounts whose tokens a command prints, one after the other: they are no
  /// requests, and the answers to those must not wait for them.
  void run_commands();

  /// Returns what became of each account, in the order of the list. Those that there was no time
  /// for are `not_due`: the next run comes soon.
  const std::vector<DueOutcome>& outcomes() const { return outcomes_; }

 private:
  using End = std::optional<oauth::Result<oauth::AccessToken>>;

  std::optional<Item> begin_if_due(std::size_t number);
  template <class Step>
  std::optional<Item> unless_out_of_memory(std::size_t number, Step step);
  End begin(std::size_t number, oauth::Record record);
  bool is_to_be_asked(std::size_t number, const oauth::Record& record);
  Item item(std::size_t number) const;
  void finish(std::size_t number, const oauth::Result<oauth::AccessToken>& token, bool was_asked);

  const std::vector<DueAccount> accounts_;
  std::vector<std::unique_ptr<oauth::Refresh>> refreshes_;  // NULL: not under way
  std::vector<DueOutcome> outcomes_;
  std::vector<std::pair<std::size_t, oauth::Record>> commands_;
  std::size_t next_ = 0;
};

}  // namespace tool

#endif
