// SPDX-License-Identifier: MIT
#ifndef OAUTH_NOTICE_H
#define OAUTH_NOTICE_H

#include <optional>
#include <string>

#include "oauth/grant_life.h"
#include "oauth/port/record.h"

/// What an account's owner should be told, once: functions of a record and the time. Whoever tells
/// it (tool/notifier.h) keeps to this order, under the account's lock, so that neither a crash nor
/// a command that fails repeats a notice for ever or loses it in silence:
///   note_try, save; tell; note_told, save.
/// What was tried and not told is tried again at the next run, bounds::max_notice_tries times, and
/// then once a day.
namespace oauth {

enum class NoticeKind {
  needs_person,  // nothing works until a person signs in or corrects something
  failing,       // the server was asked several times, and the token is over
  ends_soon      // a person should do something before a known day
};

struct Notice {
  NoticeKind kind = NoticeKind::needs_person;
  std::string state;   // as people know it: "sign_in_needed", "blocked", "failing", "ends_soon"
  std::string code;    // the server's, or why something ends; may be empty
  std::string reason;  // a sentence
  std::string remedy;  // the command to run
};

/// Returns what the owner was not told yet; nothing if there is nothing, or if somebody may be
/// telling it just now.
std::optional<Notice> notice_on(const Record& record, const GrantLimits& limits, TimePoint now);

/// Notes that it is about to be told.
void note_try(Record& record, TimePoint now);
/// Notes that it was told.
void note_told(Record& record, NoticeKind kind, TimePoint now);

}  // namespace oauth

#endif
