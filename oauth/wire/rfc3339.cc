// SPDX-License-Identifier: MIT
#include "oauth/wire/rfc3339.h"

#include <cstdint>

#include "oauth/base/text.h"

namespace oauth {
namespace {

// Takes the parts of a time off its front, one by one.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool number(std::size_t digits, std::int64_t low, std::int64_t high, std::int64_t& value) {
    const std::string_view part = text_.substr(0, digits);
    const auto parsed = part.find('-') == part.npos ? parse_integer(part) : std::nullopt;
    if (part.size() < digits || !parsed || *parsed < low || *parsed > high) return false;
    value = *parsed;
    text_.remove_prefix(digits);
    return true;
  }

  bool one_of(std::string_view letters) {
    if (text_.empty() || letters.find(text_[0]) == letters.npos) return false;
    taken_ = text_[0];
    text_.remove_prefix(1);
    return true;
  }

  bool fraction() {
    if (!one_of(".")) return true;
    const std::size_t digits = text_.find_first_not_of("0123456789");
    if (digits == 0 || text_.empty() || digits == text_.npos) return false;
    text_.remove_prefix(digits);
    return true;
  }

  char taken() const { return taken_; }
  bool at_end() const { return text_.empty(); }

 private:
  std::string_view text_;
  char taken_ = 0;
};

struct Parts {
  std::int64_t year, month, day, hour, minute, second;
};

std::int64_t days_in(std::int64_t year, std::int64_t month) {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// Days from 1970-01-01, counted in 400-year cycles that begin on 1 March.
std::int64_t days_of(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const std::int64_t cycle = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_cycle = year - cycle * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return cycle * 146097 + year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 +
         day_of_year - 719468;
}

std::optional<std::int64_t> zone(Scanner& scanner) {
  if (scanner.one_of("Zz")) return 0;
  std::int64_t hours = 0;
  std::int64_t minutes = 0;
  if (!scanner.one_of("+-")) return std::nullopt;
  const std::int64_t sign = scanner.taken() == '-' ? -1 : 1;
  const bool is_read =
      scanner.number(2, 0, 23, hours) && scanner.one_of(":") && scanner.number(2, 0, 59, minutes);
  if (!is_read) return std::nullopt;
  return sign * (hours * 3600 + minutes * 60);
}

}  // namespace

std::optional<TimePoint> parse_rfc3339(std::string_view text) {
  Scanner scanner(text);
  Parts at{};
  const bool is_read = scanner.number(4, 1, 9999, at.year) && scanner.one_of("-") &&
                       scanner.number(2, 1, 12, at.month) && scanner.one_of("-") &&
                       scanner.number(2, 1, days_in(at.year, at.month), at.day) &&
                       scanner.one_of("Tt ") && scanner.number(2, 0, 23, at.hour) &&
                       scanner.one_of(":") && scanner.number(2, 0, 59, at.minute) &&
                       scanner.one_of(":") && scanner.number(2, 0, 60, at.second) &&
                       scanner.fraction();
  if (!is_read) return std::nullopt;
  const auto offset = zone(scanner);
  if (!offset || !scanner.at_end()) return std::nullopt;
  return from_unix(days_of(at.year, at.month, at.day) * 86400 + at.hour * 3600 + at.minute * 60 +
                   at.second - *offset);
}

}  // namespace oauth
