// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_FINDING_H
#define TOOL_DOCTOR_FINDING_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/error.h"

namespace tool {

/// ok: as it should be. note: worth knowing, nothing to do unless one wants to. warning: works now,
/// and will hurt. problem: a login fails of it.
enum class Mark { ok, note, warning, problem };

/// One thing that doctor found out.
struct Finding {
  Mark mark = Mark::ok;
  std::string sentence;   // one, without a full stop
  std::string remedy;     // the line to change or the command to run; empty only if it is ok
  bool may_pass = false;  // a problem that may go by itself: the network, a server
};

using Findings = std::vector<Finding>;

Finding ok(std::string sentence);
Finding note(std::string sentence, std::string remedy);
Finding warning(std::string sentence, std::string remedy);
Finding problem(std::string sentence, std::string remedy);

/// Returns the finding that an error is: its sentence up to the last "; ", behind which our
/// sentences have the remedy (`otherwise`, if it has none).
Finding finding_of(const oauth::Error& error, Mark mark, std::string_view otherwise);

/// Moves `more` behind `findings`.
void append(Findings& findings, Findings more);

/// What belongs together.
struct FindingGroup {
  std::string topic;  // "plugin"
  Findings findings;
};

/// Returns 0 without a problem, 75 if each of them may pass by itself, else 78.
int exit_code_of(const std::vector<FindingGroup>& groups);

/// Returns the mark as programs and pipes read it: "ok", "note", "warning", "problem".
const char* mark_name(Mark mark) noexcept;

}  // namespace tool

#endif
