// SPDX-License-Identifier: MIT
#include "oauth/wire/retry_after.h"

#include <algorithm>
#include <cstdint>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/http_date.h"

namespace oauth {

seconds parse_retry_after(std::string_view text, TimePoint now) {
  text = trimmed(text);
  seconds wait{0};
  if (const auto number = parse_integer(text)) {
    wait = seconds(std::min<std::int64_t>(*number, bounds::max_retry_after.count()));
  } else if (!text.empty() && text.find_first_not_of("0123456789") == text.npos) {
    wait = bounds::max_retry_after;  // a number that is beyond any
  } else if (const auto date = parse_http_date(text, now)) {
    wait = *date - now;
  }
  return std::clamp(wait, seconds(0), seconds(bounds::max_retry_after));
}

}  // namespace oauth
