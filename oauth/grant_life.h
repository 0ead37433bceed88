// SPDX-License-Identifier: MIT
#ifndef OAUTH_GRANT_LIFE_H
#define OAUTH_GRANT_LIFE_H

#include <optional>
#include <string>
#include <vector>

#include "oauth/base/time_point.h"
#include "oauth/port/record.h"

/// How long what an account lives on will last, as far as it is known: functions of a record, of
/// what its provider is known to do, and of the time.
namespace oauth {

/// What a provider does to refresh tokens; zero: nothing is known, and nothing is assumed.
struct GrantLimits {
  seconds idle{0};     // one that is not used for so long dies
  seconds testing{0};  // one of a client that is not published yet lives no longer
};

/// Why it will end.
enum class EndCause {
  refresh_token,  // the server said when
  testing,        // the client is not published yet
  experience,     // an earlier grant of this client lived no longer
  idle,           // it is not used
  client          // the client's secret or certificate has a last day
};

/// An end that is known of.
struct GrantEnd {
  EndCause cause = EndCause::refresh_token;
  TimePoint at{};
  TimePoint warn_at{};  // from here on the owner should know
  seconds span{0};      // how long it lasts in all; zero: unknown
};

/// Returns the ends that are known of, the soonest first.
std::vector<GrantEnd> ends_of(const Record& record, const GrantLimits& limits);

/// Returns those of them that the owner should know of at `now`: from `GrantEnd::warn_at` on, or
/// from `ahead` before the end where that is given.
std::vector<GrantEnd> near_ends_of(const Record& record, const GrantLimits& limits, TimePoint now,
                                   std::optional<seconds> ahead = std::nullopt);

/// Returns the cause's name for programs ("testing").
const char* cause_name(EndCause cause) noexcept;
/// Returns what will end, when and why, in one phrase without the remedy.
std::string sentence_on(const GrantEnd& end, const Record& record, TimePoint now);
/// Returns the command that prevents or mends it, to be shown behind "run: ".
std::string remedy_for(const GrantEnd& end, const Record& record);

/// Returns how long grants of the new record's client live, judged by how the account's last one
/// fared; zero: unknown. A refresh token that was found dead 7 to 8 days after the sign-in is how a
/// client in Google's "Testing" shows itself: the server says no more than invalid_grant. What was
/// learned is forgotten once a grant has outlived it, or with another client.
seconds learned_lifetime(const Record& before, const Record& after);

}  // namespace oauth

#endif
