// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <time.h>
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/wire/http_date.h"
#include "oauth/wire/retry_after.h"
#include "oauth/wire/rfc3339.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

constexpr oauth::TimePoint now = oauth::from_unix(1700000000);

std::string formatted(oauth::TimePoint at, const char* format) {
  const time_t seconds = oauth::to_unix(at);
  struct tm parts = {};
  expect(gmtime_r(&seconds, &parts) != nullptr, "a date is one of a calendar");
  char text[64];
  return std::string(text, strftime(text, sizeof text, format, &parts));
}

// strftime pads no year.
std::string with_year(std::string year) {
  return std::string(4 - (year.size() < 4 ? year.size() : 4), '0') + year;
}

}  // namespace

void dates(std::string_view input) {
  const oauth::seconds wait = oauth::parse_retry_after(input, now);
  expect(wait.count() >= 0 && wait <= oauth::bounds::max_retry_after, "a wait is within bounds");
  if (const auto date = oauth::parse_http_date(input, now)) {
    const std::string text = formatted(*date, "%a, %d %b ") + with_year(formatted(*date, "%Y")) +
                             formatted(*date, " %H:%M:%S GMT");
    expect(oauth::parse_http_date(text, now) == date, "an HTTP date comes back");
  }
  if (const auto date = oauth::parse_rfc3339(input)) {
    const std::string year = formatted(*date, "%Y");
    expect(oauth::to_unix(*date) <= oauth::bounds::max_unix_time + 86400,
           "no date is beyond the year 9999");
    const std::string text = with_year(year) + formatted(*date, "-%m-%dT%H:%M:%SZ");
    const bool is_in_range = year.size() <= 4 && year != "0" && year[0] != '-';
    expect(!is_in_range || oauth::parse_rfc3339(text) == date, "an RFC 3339 date comes back");
  }
}

}  // namespace fuzz
