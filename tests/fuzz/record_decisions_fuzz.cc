// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/grant_life.h"
#include "oauth/notice.h"
#include "oauth/refresh_policy.h"
#include "oauth/refresh_schedule.h"
#include "oauth/store/foreign_json.h"
#include "oauth/store/record_json.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"
#include "tool/account_status.h"

namespace fuzz {
namespace {

using oauth::Record;
using oauth::seconds;
using oauth::TimePoint;

constexpr oauth::GrantLimits limits{seconds(90 * 86400), seconds(7 * 86400)};

void expect_ends(const Record& record, TimePoint now) {
  const auto ends = oauth::ends_of(record, limits);
  expect(std::is_sorted(ends.begin(), ends.end(),
                        [](const auto& one, const auto& other) { return one.at < other.at; }),
         "the soonest end stands first");
  for (const oauth::GrantEnd& end : ends) {
    expect(end.warn_at <= end.at, "a warning comes before the end");
    expect(is_printable(oauth::sentence_on(end, record, now), 4096), "a phrase is printable");
    expect(!oauth::remedy_for(end, record).empty(), "there is a remedy");
  }
}

void expect_decided(const Record& record, TimePoint now) {
  const bool is_fresh = oauth::is_fresh(record, oauth::bounds::min_validity, now);
  expect(!is_fresh || !record.access_token.empty(), "what is fresh is a token");
  if (const auto waiting = oauth::reason_to_wait(record, now)) {
    expect(!waiting->message.empty(), "a wait has a reason");
  }
  oauth::due_at(record, {});
  oauth::is_due(record, {}, now);
  expect_ends(record, now);
  if (const auto notice = oauth::notice_on(record, limits, now)) {
    // A verdict's sentence is as it was stored.
    const bool is_ours = notice->kind != oauth::NoticeKind::needs_person;
    expect(!is_ours || (!notice->reason.empty() && !notice->remedy.empty()),
           "a notice says what to do");
    expect(is_printable(notice->reason + notice->remedy, 8192), "a notice is printable");
  }
  const tool::AccountStatus status = tool::status_of(record, {seconds(300), limits, {}}, now);
  expect(status.token_left >= seconds(0) && status.token_life >= seconds(0),
         "no token lives for less than no time");
  expect(status.state != tool::AccountState::ok || status.reason.empty(), "who is well needs none");
}

}  // namespace

void record_decisions(std::string_view input) {
  auto record = oauth::parse_record(input, "f");
  if (!record) record = oauth::parse_foreign(input, "f", "", "d");
  if (!record) return;
  for (const long long now : {0LL, 1700000000LL, 4102444800LL, oauth::bounds::max_unix_time}) {
    expect_decided(*record, oauth::from_unix(now));
    const std::string before(record->refresh_token.reveal());
    oauth::apply_refusal(*record, oauth::from_unix(now));
    expect(record->refresh_token.reveal() == before, "a refresh token outlives a refusal");
    expect(!oauth::is_fresh(*record, seconds(0), oauth::from_unix(now)),
           "what was refused is not fresh");
  }
}

}  // namespace fuzz
