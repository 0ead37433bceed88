// SPDX-License-Identifier: MIT
#include "tool/doctor/mail_program_files.h"

#include <optional>
#include <string_view>
#include <vector>

#include "oauth/base/bounds.h"
#include "tool/doctor/check_mbsync.h"
#include "tool/doctor/check_mutt.h"

namespace tool {
namespace {

// Has `check` look at the first of the files that there is.
template <class Check>
Findings check_first(oauth::FileReader& files, const std::vector<std::string>& paths, Check check) {
  for (const std::string& path : paths) {
    const auto content = files.read(path, oauth::bounds::max_config_bytes);
    if (!content) return {finding_of(content.error(), Mark::note, "chmod u+r " + path)};
    if (*content) return check((*content)->text.reveal(), path);
  }
  return {};
}

}  // namespace

Findings look_at_mbsync(oauth::FileReader& files, const ConfigFolders& folders,
                        const MailProgramFacts& facts) {
  return check_first(files, {folders.config + "/isyncrc", folders.home + "/.mbsyncrc"},
                     [&](std::string_view text, const std::string& path) {
                       return check_mbsync(text, path, facts);
                     });
}

Findings look_at_mutt(oauth::FileReader& files, oauth::Programs& programs,
                      const ConfigFolders& folders, const MailProgramFacts& facts) {
  const auto check_of = [&](const char* program) {
    return [&files, &programs, &facts, program](std::string_view text, const std::string& path) {
      return check_mutt(text, path, mutt_sasl(programs, program), facts);
    };
  };
  const std::string& home = folders.home;
  Findings findings = check_first(
      files, {home + "/.muttrc", home + "/.mutt/muttrc", folders.config + "/mutt/muttrc"},
      check_of("mutt"));
  append(findings, check_first(files,
                               {home + "/.neomuttrc", home + "/.neomutt/neomuttrc",
                                folders.config + "/neomutt/neomuttrc"},
                               check_of("neomutt")));
  return findings;
}

}  // namespace tool
