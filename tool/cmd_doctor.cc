// SPDX-License-Identifier: MIT
#include "tool/commands.h"
#include "tool/doctor/examination.h"
#include "tool/doctor/finding_report.h"

namespace tool {

int run_doctor(World& world, const Options& options, Terminal& terminal) {
  const auto groups = Examination(world, options, terminal).run();
  if (!groups) return fail(terminal, groups.error());
  if (options.wants_json) {
    print_findings_as_json(*groups, terminal);
  } else {
    print_findings(*groups, options.is_quiet ? Shown::what_is_not_ok : Shown::everything, terminal);
  }
  return exit_code_of(*groups);
}

}  // namespace tool
