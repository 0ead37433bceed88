// SPDX-License-Identifier: MIT
#include "tool/doctor/finding.h"

#include <iterator>
#include <utility>

#include "oauth/base/text.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

constexpr std::string_view run = "run: ";

std::string without_run(std::string_view remedy) {
  if (oauth::starts_with(remedy, run)) remedy.remove_prefix(run.size());
  return std::string(remedy);
}

}  // namespace

Finding ok(std::string sentence) { return {Mark::ok, std::move(sentence), {}, false}; }

Finding note(std::string sentence, std::string remedy) {
  return {Mark::note, std::move(sentence), std::move(remedy), false};
}

Finding warning(std::string sentence, std::string remedy) {
  return {Mark::warning, std::move(sentence), std::move(remedy), false};
}

Finding problem(std::string sentence, std::string remedy) {
  return {Mark::problem, std::move(sentence), std::move(remedy), false};
}

Finding finding_of(const oauth::Error& error, Mark mark, std::string_view otherwise) {
  const std::string_view message = error.message;
  const std::size_t end = message.rfind("; ");
  Finding finding{mark, std::string(message.substr(0, end)), std::string(otherwise),
                  error.kind == oauth::ErrorKind::unavailable};
  if (end != message.npos) finding.remedy = without_run(message.substr(end + 2));
  return finding;
}

void append(Findings& findings, Findings more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
}

int exit_code_of(const std::vector<FindingGroup>& groups) {
  int code = exit_code::done;
  for (const FindingGroup& group : groups) {
    for (const Finding& finding : group.findings) {
      if (finding.mark != Mark::problem) continue;
      code = worse(code, finding.may_pass ? exit_code::try_again_later : exit_code::configuration);
    }
  }
  return code;
}

const char* mark_name(Mark mark) noexcept {
  switch (mark) {
    case Mark::ok:
      return "ok";
    case Mark::note:
      return "note";
    case Mark::warning:
      return "warning";
    case Mark::problem:
      return "problem";
  }
  return "";
}

}  // namespace tool
