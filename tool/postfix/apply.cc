// SPDX-License-Identifier: MIT
#include "tool/postfix/apply.h"

#include <unistd.h>

#include <string>
#include <utility>

#include "oauth/base/shell_word.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "tool/confirmation.h"
#include "tool/doctor/check_password_map.h"
#include "tool/exit_code.h"
#include "tool/failure.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::shown;

std::string was(const PostfixChange& change) {
  const std::string value = change.before.empty() ? "empty" : shown(change.before);
  return change.was_set ? value : value + ", Postfix's default";
}

const char* edit_name(MapEdit::Kind kind) {
  switch (kind) {
    case MapEdit::Kind::added:
      return "added";
    case MapEdit::Kind::replaced:
      return "replaced";
    case MapEdit::Kind::none:
      break;
  }
  return "none";
}

class Apply {
 public:
  Apply(const PostfixWork& work, const Options& options, oauth::Programs& programs,
        Terminal& terminal)
      : work_(work), options_(options), programs_(programs), terminal_(terminal) {}

  int run() {
    if (work_.is_done()) return report(false);
    if (!options_.wants_json && !options_.is_quiet) show();
    if (auto agreed = confirm(); !agreed) return fail(terminal_, agreed.error());
    // Asked before: Postfix' programs wait for a second after a change, lest it is half done.
    const bool runs = is_running(programs_);
    if (auto done = do_work(work_, programs_); !done) return fail(terminal_, done.error());
    const Result<void> reloaded = runs ? reload_postfix(programs_) : Result<void>();
    if (!reloaded) return fail(terminal_, reloaded.error());
    return report(runs);
  }

 private:
  void show() {
    for (const PostfixChange& change : work_.changes) {
      terminal_.print(terminal_.styled(Style::strong,
                                       change.setting.name + " = " + shown(change.setting.value)) +
                      "   (was " + was(change) + ")");
    }
    const PostfixMap& map = work_.plan.map;
    if (work_.edit.kind == MapEdit::Kind::replaced) {
      terminal_.print(map.file + ":" + std::to_string(work_.edit.line) + ": the entry of " +
                      shown(work_.edit.former_user) + " becomes a comment");
    }
    if (work_.edit.kind != MapEdit::Kind::none) {
      terminal_.print(
          map.file + ": " +
          terminal_.styled(Style::strong, map_entry(work_.plan.relay, work_.plan.user)));
    }
    if (work_.needs_postmap) terminal_.print("postmap " + map.table);
  }

  Result<void> confirm() const {
    const std::vector<std::string> reasons = questionable(work_);
    if (reasons.empty() || options_.is_confirmed) return {};
    std::string all;
    for (const std::string& each : reasons) all += (all.empty() ? "" : "; ") + each;
    if (isatty(STDIN_FILENO) == 1 && is_confirmed(terminal_, "Now " + all + ". Change it?")) {
      return {};
    }
    return Error{ErrorKind::bad_config,
                 "nothing was changed: " + all + "; to change it without a question, give --yes"};
  }

  int report(bool is_reloaded) {
    if (options_.wants_json) return report_json(is_reloaded);
    if (options_.is_quiet) return exit_code::done;
    if (work_.is_done()) {
      terminal_.print("Nothing to change: Postfix sends through " + work_.plan.relay.nexthop() +
                      " as " + shown(work_.plan.user) + " already.");
      return exit_code::done;
    }
    terminal_.print(terminal_.styled(Style::good, "Done") +
                    (is_reloaded ? ", and Postfix has read it."
                                 : ". Postfix does not run; it reads this when it starts."));
    if (!work_.other_server.empty()) {
      terminal_.warn(
          shown(work_.other_server) + " has a password; if it offers XOAUTH2 or " +
          "OAUTHBEARER too, separate it: " + separating_advice(shown(work_.other_server)));
    }
    terminal_.print("To undo it:");
    for (const std::string& command : undoing(work_)) terminal_.print("  " + command);
    terminal_.print("To see whether all is well:");
    terminal_.print("  sudo sasl-oauth postfix " + oauth::shell_word(work_.plan.relay.nexthop()) +
                    " " + oauth::shell_word(shown(work_.plan.user)) + " --check");
    return exit_code::done;
  }

  int report_json(bool is_reloaded) {
    oauth::Secret changes = oauth::Secret::copy_of("[");
    for (const PostfixChange& change : work_.changes) {
      oauth::JsonWriter writer(oauth::JsonLayout::one_line);
      writer.string("name", change.setting.name);
      if (change.was_set) writer.string("before", change.before);
      writer.string("after", change.setting.value);
      if (changes.size() > 1) changes.append(", ");
      changes.append(writer.finish());
    }
    changes.append("]");
    oauth::Secret commands = oauth::Secret::copy_of("[");
    for (const std::string& command : undoing(work_)) {
      if (commands.size() > 1) commands.append(", ");
      oauth::append_json_string(commands, command);
    }
    commands.append("]");
    oauth::JsonWriter whole(oauth::JsonLayout::one_line);
    whole.string("relay", work_.plan.relay.nexthop());
    whole.string("account", work_.plan.user);
    whole.boolean("changed", !work_.is_done());
    whole.raw("settings", changes.reveal());
    whole.string("map", work_.plan.map.table);
    whole.string("entry", edit_name(work_.edit.kind));
    whole.boolean("reloaded", is_reloaded);
    whole.raw("undo", commands.reveal());
    terminal_.print(whole.finish());
    return exit_code::done;
  }

  const PostfixWork& work_;
  const Options& options_;
  oauth::Programs& programs_;
  Terminal& terminal_;
};

}  // namespace

int apply_postfix(const PostfixWork& work, const Options& options, oauth::Programs& programs,
                  Terminal& terminal) {
  return Apply(work, options, programs, terminal).run();
}

}  // namespace tool
