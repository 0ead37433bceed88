// SPDX-License-Identifier: MIT
#include "tool/doctor/finding_report.h"

#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace tool {
namespace {

struct Look {
  Style style;
  const char* sign;  // on a terminal
};

Look look_of(Mark mark) {
  switch (mark) {
    case Mark::ok:
      return {Style::good, "\xe2\x9c\x93"};  // check mark
    case Mark::note:
      return {Style::faint, "\xc2\xb7"};  // middle dot
    case Mark::warning:
      return {Style::notable, "!"};
    case Mark::problem:
      return {Style::bad, "\xe2\x9c\x97"};  // ballot x
  }
  return {Style::faint, ""};
}

// What it quotes comes from files and servers.
std::string shown(const std::string& text) {
  return oauth::printable(text, oauth::bounds::max_finding_bytes);
}

std::size_t count_of(const std::vector<FindingGroup>& groups, Mark mark) {
  std::size_t count = 0;
  for (const FindingGroup& group : groups) {
    for (const Finding& finding : group.findings) count += finding.mark == mark ? 1 : 0;
  }
  return count;
}

void print_finding(const Finding& finding, Terminal& terminal) {
  const Look look = look_of(finding.mark);
  if (terminal.shows_symbols()) {
    terminal.print("  " + terminal.styled(look.style, look.sign) + " " + shown(finding.sentence));
    if (!finding.remedy.empty()) {
      terminal.print("      " + terminal.styled(Style::strong, shown(finding.remedy)));
    }
    return;
  }
  std::string word = mark_name(finding.mark);
  word.resize(9, ' ');
  terminal.print("  " + terminal.styled(look.style, word) + shown(finding.sentence));
  if (!finding.remedy.empty()) terminal.print("           -> " + shown(finding.remedy));
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

void print_findings(const std::vector<FindingGroup>& groups, Shown shown, Terminal& terminal) {
  for (const FindingGroup& group : groups) {
    bool has_title = false;
    for (const Finding& finding : group.findings) {
      if (finding.mark == Mark::ok && shown == Shown::what_is_not_ok) continue;
      if (!has_title) terminal.print(terminal.styled(Style::strong, group.topic));
      has_title = true;
      print_finding(finding, terminal);
    }
  }
  terminal.print(counted(count_of(groups, Mark::problem), "problem") + ", " +
                 counted(count_of(groups, Mark::warning), "warning") + ", " +
                 counted(count_of(groups, Mark::note), "note"));
}

void print_findings_as_json(const std::vector<FindingGroup>& groups, Terminal& terminal) {
  oauth::Secret list = oauth::Secret::copy_of("[");
  for (const FindingGroup& group : groups) {
    for (const Finding& finding : group.findings) {
      oauth::JsonWriter writer(oauth::JsonLayout::one_line);
      writer.string("topic", group.topic);
      writer.string("mark", mark_name(finding.mark));
      writer.string("sentence", shown(finding.sentence));
      if (!finding.remedy.empty()) writer.string("remedy", shown(finding.remedy));
      if (finding.may_pass) writer.boolean("may_pass", true);
      if (list.size() > 1) list.append(", ");
      list.append(writer.finish());
    }
  }
  list.append("]");
  oauth::JsonWriter whole(oauth::JsonLayout::one_line);
  const auto number = [&](Mark mark) { return static_cast<std::int64_t>(count_of(groups, mark)); };
  whole.number("problems", number(Mark::problem));
  whole.number("warnings", number(Mark::warning));
  whole.number("notes", number(Mark::note));
  whole.raw("findings", list.reveal());
  terminal.print(whole.finish());
}

}  // namespace tool
