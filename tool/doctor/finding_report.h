// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_FINDING_REPORT_H
#define TOOL_DOCTOR_FINDING_REPORT_H

#include <vector>

#include "tool/doctor/finding.h"
#include "tool/terminal.h"

namespace tool {

/// Which findings to show: all, or all but those that are ok.
enum class Shown { everything, what_is_not_ok };

/// Prints the findings by topic: with signs and colours on a terminal, with words in a pipe; under
/// each that is not ok the line to change or the command to run. Ends with how many of which.
void print_findings(const std::vector<FindingGroup>& groups, Shown shown, Terminal& terminal);

/// Prints {"problems": N, "warnings": N, "notes": N, "findings": [{"topic", "mark", "sentence",
/// "remedy", "may_pass"}, ...]} on one line.
void print_findings_as_json(const std::vector<FindingGroup>& groups, Terminal& terminal);

}  // namespace tool

#endif
