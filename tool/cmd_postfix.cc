// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/os/program_output.h"
#include "oauth/wire/json.h"
#include "tool/account_provider.h"
#include "tool/commands.h"
#include "tool/doctor/check_accounts.h"
#include "tool/doctor/examination.h"
#include "tool/doctor/finding_report.h"
#include "tool/exit_code.h"
#include "tool/postfix/apply.h"
#include "tool/postfix/choose_relay.h"
#include "tool/postfix/script.h"
#include "tool/postfix/setup.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::shown;

constexpr char usual_owner[] = "postfix";

class PostfixCommand {
 public:
  PostfixCommand(World& world, const Options& options, Terminal& terminal)
      : world_(&world), options_(options), terminal_(terminal), user_(options.accounts[0]) {}

  int run() {
    if (auto ready = prepare(); !ready) return fail(terminal_, ready.error());
    if (options_.is_checked) return check();
    return options_.is_applied ? apply() : print();
  }

 private:
  bool changes_or_looks() const { return options_.is_applied || options_.is_checked; }

  Result<void> prepare() {
    if (user_.empty() || user_ != oauth::trimmed(user_) ||
        user_.find_first_of(" \t:") != user_.npos || oauth::has_control_bytes(user_)) {
      return Error{ErrorKind::bad_config,
                   shown(user_) + " cannot be a user in Postfix's password map; correct it"};
    }
    settings_.emplace(postfix_settings(programs_));
    if (!*settings_ && changes_or_looks()) {
      const Error& error = settings_->error();
      return Error{error.kind, "Postfix (postconf) " + error.message +
                                   "; MAIL_CONFIG names another configuration folder"};
    }
    owner_ = *settings_ ? (*settings_)->value("mail_owner") : usual_owner;
    if (auto become = choose_owner(); !become) return become;
    if (auto surveyed = look_at_accounts(); !surveyed) return surveyed;
    return choose();
  }

  // Postfix signs in as its mail_owner, so the account is his.
  Result<void> choose_owner() {
    if (!options_.for_user.empty()) {
      owner_ = options_.for_user;
      return {};
    }
    if (world_->user() == owner_) return {};
    if (geteuid() == 0 && *settings_) {
      options_.for_user = owner_;
      auto other = World::open(options_);
      if (!other) return other.error();
      own_world_ = std::move(*other);
      world_ = own_world_.get();
      return {};
    }
    sees_accounts_ = false;
    if (!changes_or_looks()) return {};
    return Error{ErrorKind::no_access,
                 std::string(options_.is_applied ? "--apply" : "--check") +
                     " needs root, who alone may look at the accounts of user " + shown(owner_) +
                     "; run it with sudo"};
  }

  Result<void> look_at_accounts() {
    if (!sees_accounts_) return {};
    const auto places = world_->places();
    if (!places) return places.error();
    const auto person = world_->owner() ? world_->owner() : oauth::person_by_uid(geteuid());
    if (!person) return {};
    survey_.emplace(*places, *person,
                    world_->owner() ? oauth::Symlinks::refuse : oauth::Symlinks::follow);
    const Result<ActingAs> acting = world_->act_as_owner();
    if (!acting) return acting.error();
    (void)survey_->read();  // what is wrong with the folders is doctor's to tell
    return {};
  }

  Result<void> choose() {
    std::string of_record;
    if (survey_) {
      for (const SurveyedAccount* account : chosen_accounts(*survey_, {user_})) {
        if (account->record) of_record = account->record->provider;
      }
    }
    // With a server of its own nobody needs the sheet.
    auto provider = provider_of_account(*world_, user_, of_record);
    if (!provider && options_.relay.empty()) return provider.error();
    const auto choice =
        choose_relay(*world_, options_.relay, provider ? *provider : oauth::Provider());
    if (!choice) return choice.error();
    wish_ = {choice->relay, user_, choice->mechanisms};
    return {};
  }

  int account_code() const {
    return survey_ ? exit_code_for(*survey_, user_, world_->clock().now())
                   : exit_code::sign_in_needed;
  }

  std::string login() const { return "sudo " + oauth::tool_command("login", user_, owner_); }

  int check() {
    Options options = options_;
    options.program = "smtp";
    Examination examination(*world_, options, terminal_);
    const auto groups = examination.run_for(wish_.relay, user_);
    if (!groups) return fail(terminal_, groups.error());
    if (options.wants_json) {
      print_findings_as_json(*groups, terminal_);
    } else {
      print_findings(*groups, options.is_quiet ? Shown::what_is_not_ok : Shown::everything,
                     terminal_);
    }
    return worse(exit_code_of(*groups), examination.account_code(user_));
  }

  // Without an account all mail would wait: then it is better to leave everything as it is.
  int apply() {
    const int code = account_code();
    if (code == exit_code::sign_in_needed) {
      return fail(terminal_,
                  {ErrorKind::consent_needed, "nothing was changed: no account of user " +
                                                  shown(owner_) + " signs " + shown(user_) +
                                                  " in; a person must sign in: " + login()});
    }
    const auto work = work_for(wish_, world_->files(), programs_);
    if (!work) return fail(terminal_, work.error());
    const std::string file = (*settings_)->value("config_directory") + "/main.cf";
    if (access(file.c_str(), W_OK) != 0) {
      return fail(terminal_, {ErrorKind::no_access,
                              shown(file) + " cannot be written by this user; run it with sudo"});
    }
    return apply_postfix(*work, options_, programs_, terminal_);
  }

  int print() {
    ScriptStart start;
    start.owner = owner_;
    start.needs_login = account_code() == exit_code::sign_in_needed;
    PostfixPlan plan;
    if (auto work = *settings_ ? work_for(wish_, world_->files(), programs_)
                               : Result<PostfixWork>(settings_->error())) {
      start.has_map = work->has_map;
      start.edit = work->edit.kind;
      start.line = work->edit.line;
      start.lacks_line_end = work->edit.lacks_line_end;
      plan = std::move(work->plan);
    } else {
      // For another machine, or for root on this one: as Postfix comes.
      const std::string who = *settings_ ? "" : "Postfix (postconf) ";
      terminal_.note("This is for a Postfix as it comes, since " + who + work.error().message +
                     ".");
      PostfixSituation situation;
      if (*settings_) situation.now = (*settings_)->parameters;
      situation.mechanisms = wish_.mechanisms;
      situation.ca_file = system_ca_file([](const char* path) { return access(path, R_OK) == 0; });
      plan = plan_postfix(wish_.relay, user_, situation);
    }
    const std::vector<std::string> lines = script_of(plan, start);
    if (options_.wants_json) return print_json(plan, start, lines);
    for (const std::string& line : lines) terminal_.print(line);
    return exit_code::done;
  }

  int print_json(const PostfixPlan& plan, const ScriptStart& start,
                 const std::vector<std::string>& lines) {
    oauth::JsonWriter settings(oauth::JsonLayout::one_line);
    for (const PostfixSetting& each : plan.settings) settings.string(each.name, each.value);
    oauth::Secret commands = oauth::Secret::copy_of("[");
    for (const std::string& line : lines) {
      if (line.empty() || line[0] == '#') continue;
      if (commands.size() > 1) commands.append(", ");
      oauth::append_json_string(commands, line);
    }
    commands.append("]");
    oauth::JsonWriter whole(oauth::JsonLayout::one_line);
    whole.string("relay", plan.relay.nexthop());
    whole.string("account", user_);
    whole.string("owner", owner_);
    whole.boolean("needs_login", start.needs_login);
    whole.raw("settings", settings.finish().reveal());
    whole.string("map", plan.map.table);
    whole.string("entry", map_entry(plan.relay, user_));
    whole.raw("commands", commands.reveal());
    terminal_.print(whole.finish());
    return exit_code::done;
  }

  World* world_;
  std::unique_ptr<World> own_world_;
  Options options_;
  Terminal& terminal_;
  const std::string user_;
  std::string owner_;
  bool sees_accounts_ = true;
  oauth::SystemPrograms programs_;
  std::optional<Result<PostfixSettings>> settings_;
  std::optional<StoreSurvey> survey_;
  PostfixWish wish_;
};

}  // namespace

int run_postfix(World& world, const Options& options, Terminal& terminal) {
  return PostfixCommand(world, options, terminal).run();
}

}  // namespace tool
