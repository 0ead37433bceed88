// SPDX-License-Identifier: MIT
#include "oauth/wire/http_date.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "oauth/base/text.h"

namespace oauth {
namespace {

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads the words and numbers of a date one by one; strptime would read them in the host's locale.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  std::string_view word() {
    const std::size_t start = std::min(rest_.find_first_not_of(" ,-:"), rest_.size());
    rest_.remove_prefix(start);
    const std::string_view found = rest_.substr(0, rest_.find_first_of(" ,-:"));
    rest_.remove_prefix(found.size());
    return found;
  }

  int number(int low, int high) {
    const auto value = parse_integer(word());
    if (!value || *value < low || *value > high) is_good_ = false;
    return is_good_ ? static_cast<int>(*value) : low;
  }

  int month(std::string_view name) {
    const auto* at = std::find(months.begin(), months.end(), name);
    if (at == months.end()) is_good_ = false;
    return static_cast<int>(at - months.begin()) + 1;
  }

  bool is_good() const { return is_good_; }

 private:
  std::string_view rest_;
  bool is_good_ = true;
};

// Days from 1970-01-01 to a date of the Gregorian calendar; years from March, so that the day that
// leap years add stands at a year's end.
std::int64_t days_from_civil(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = y / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// RFC 9110 section 5.6.7: a two-digit year more than 50 years ahead lies in the last century.
int full_year(int year, TimePoint now) {
  if (year > 99) return year;
  const int this_year = 1970 + static_cast<int>(to_unix(now) / 31556952);
  const int guess = this_year / 100 * 100 + year;
  return guess > this_year + 50 ? guess - 100 : guess;
}

}  // namespace

std::optional<TimePoint> parse_http_date(std::string_view text, TimePoint now) {
  DateReader reader(text);
  reader.word();
  const bool is_asctime = text.find(',') == text.npos;
  int month = is_asctime ? reader.month(reader.word()) : 0;
  const int day = reader.number(1, 31);
  if (!is_asctime) month = reader.month(reader.word());
  int year = is_asctime ? 0 : reader.number(0, 9999);
  const int hour = reader.number(0, 23);
  const int minute = reader.number(0, 59);
  const int second = reader.number(0, 60);
  if (is_asctime) year = reader.number(1970, 9999);
  if (!is_asctime && reader.word() != "GMT") return std::nullopt;
  if (!reader.is_good() || !reader.word().empty()) return std::nullopt;
  const std::int64_t days = days_from_civil(full_year(year, now), month, day);
  return from_unix(days * 86400 + hour * 3600 + minute * 60 + second);
}

}  // namespace oauth
