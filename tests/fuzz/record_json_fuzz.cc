// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/store/record_json.h"
#include "oauth/wire/json.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::Record;

bool is_date(oauth::TimePoint at) {
  return oauth::to_unix(at) >= 0 && oauth::to_unix(at) <= oauth::bounds::max_unix_time;
}

void expect_within_bounds(const Record& record) {
  expect(!record.account.empty(), "a record has an account");
  for (const oauth::TimePoint at :
       {record.expires_at, record.issued_at, record.granted_at, record.renewed_at,
        record.next_attempt_at, record.client.expires_at,
        record.refresh_expires_at.value_or(oauth::TimePoint())}) {
    expect(is_date(at), "a time is a date");
  }
  expect(record.failures <= 1000 && record.notice_tries <= 1000, "a count is bounded");
  if (!record.verdict) return;
  expect(is_printable(record.verdict->reason, 1003), "a verdict's reason is printable");
  expect(is_printable(record.verdict->code, 103), "a verdict's code is printable");
}

void expect_same(const Record& one, const Record& other) {
  expect(one.account == other.account && one.user == other.user, "the account stays");
  expect(one.access_token.equals(other.access_token), "the access token stays");
  expect(one.refresh_token.equals(other.refresh_token), "the refresh token stays");
  expect(one.dpop_key.equals(other.dpop_key), "the key stays");
  expect(one.expires_at == other.expires_at, "the end stays");
  expect(one.verdict.has_value() == other.verdict.has_value(), "a verdict stays");
  expect(one.unknown.size() == other.unknown.size(), "unknown members stay");
}

}  // namespace

void record_json(std::string_view input) {
  const auto record = oauth::parse_record(input, "/store/f.json");
  if (!record) return expect_values_kept(record.error(), input);
  expect_within_bounds(*record);
  const oauth::Secret text = oauth::write_record(*record);
  const auto again = oauth::parse_record(text.reveal(), "/store/f.json");
  expect(static_cast<bool>(again), "what was written can be read");
  expect_same(*record, *again);
  // What is cut is marked, and then cut anew.
  if (record->verdict && record->verdict->reason.size() > 990) return;
  if (record->verdict && record->verdict->code.size() + record->verdict->subcode.size() > 90)
    return;
  expect(text.equals(oauth::write_record(*again)), "writing changes nothing");
}

}  // namespace fuzz
