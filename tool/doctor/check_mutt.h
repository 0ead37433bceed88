// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_CHECK_MUTT_H
#define TOOL_DOCTOR_CHECK_MUTT_H

#include <string>
#include <string_view>

#include "oauth/port/program_output.h"
#include "tool/doctor/finding.h"
#include "tool/doctor/mail_program_facts.h"

namespace tool {

/// Which SASL library mutt was built with. The plugin is in Cyrus SASL alone; Debian's mutt and
/// neomutt have GNU SASL and get their tokens from a command.
enum class MuttSasl { cyrus, other, unknown };

/// Asks `program` ("mutt", "neomutt") by its option -v.
MuttSasl mutt_sasl(oauth::Programs& programs, const std::string& program);
/// Returns what the output of -v says.
MuttSasl parse_mutt_version(std::string_view text);

/// Tells what a muttrc (`text`, of the file `path`) keeps from working with the accounts that there
/// are, each with the line to write.
Findings check_mutt(std::string_view text, const std::string& path, MuttSasl sasl,
                    const MailProgramFacts& facts);

}  // namespace tool

#endif
