// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_MBSYNC_H
#define TOOL_DOCTOR_CHECK_MBSYNC_H

#include <string>
#include <string_view>

#include "tool/doctor/finding.h"
#include "tool/doctor/mail_program_facts.h"

namespace tool {

/// Tells what mbsync's configuration (`text`, of the file `path`) keeps from working with the
/// accounts that there are, each with the line to write.
Findings check_mbsync(std::string_view text, const std::string& path,
                      const MailProgramFacts& facts);

}  // namespace tool

#endif
