// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_PROGRAM_OUTPUT_H
#define OAUTH_OS_PROGRAM_OUTPUT_H

#include "oauth/port/program_output.h"

namespace oauth {

/// The real Programs. Looks in the absolute folders of $PATH, and then where administrators'
/// programs lie, which is not in everybody's. Standard input and standard error are /dev/null.
class SystemPrograms : public Programs {
 public:
  Result<ProgramOutput> output_of(const std::vector<std::string>& words,
                                  std::chrono::seconds limit) override;
};

}  // namespace oauth

#endif
