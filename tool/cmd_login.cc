// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/grant/client_copy.h"
#include "oauth/refresh_policy.h"
#include "oauth/store/record_name.h"
#include "oauth/wire/json.h"
#include "tool/account_book.h"
#include "tool/account_keeper.h"
#include "tool/browser_sign_in.h"
#include "tool/commands.h"
#include "tool/device_sign_in.h"
#include "tool/exit_code.h"
#include "tool/redirect_page.h"
#include "tool/sign_in_plan.h"
#include "tool/store_folder.h"
#include "tool/two_step_sign_in.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

Result<void> check_name(const std::string& account) {
  if (!oauth::is_utf8(account) || oauth::has_control_bytes(account)) {
    return Error{ErrorKind::bad_config,
                 "the account's name has a control character or broken UTF-8 in it; correct it"};
  }
  const bool is_address = account.find('@') != account.npos;
  if (account != oauth::trimmed(account) || (is_address && account.find(' ') != account.npos)) {
    return Error{ErrorKind::bad_config,
                 "the account's name has a blank in it; give the mail address alone"};
  }
  if (account.find('*') != account.npos) {
    return Error{ErrorKind::bad_config,
                 "a pattern cannot sign in with a browser; give one mail address"};
  }
  if (auto name = oauth::record_name(account); !name) return name.error();
  return {};
}

// A record that cannot be read is no reason not to sign in anew.
std::optional<oauth::Record> record_before(AccountBook& book, const std::string& account) {
  const auto standing = book.find(account);
  if (!standing || !*standing) return std::nullopt;
  Result<oauth::Record> record = (*standing)->store->load(account);
  if (!record) return std::nullopt;
  return std::move(*record);
}

/// One run of the command.
class Login {
 public:
  Login(World& world, const Options& options, Terminal& terminal, AccountBook book)
      : world_(world),
        options_(options),
        terminal_(terminal),
        account_(options.accounts[0]),
        book_(std::move(book)) {}

  Result<void> run();

 private:
  Result<SignInPlan> plan(const oauth::Record* before);
  bool signs_in_by_device(const SignInPlan& plan) const;
  SignInPorts ports();
  Result<void> by_browser(const SignInPlan& plan);
  Result<void> by_device(const SignInPlan& plan);
  Result<void> begin(const SignInPlan& plan);
  Result<void> finish();
  Result<PendingFile> pending_file() const;
  template <class Act>
  auto as_owner(Act act) -> decltype(act()) {
    const Result<ActingAs> acting = world_.act_as_owner();
    if (!acting) return acting.error();
    return act();
  }
  Error explained(const SignInPlan& plan, Error error);
  Result<void> end(const SignInPlan& plan, SignedIn signed_in);
  Result<KeptAccount> keep(const SignInPlan& plan, SignedIn signed_in);
  void warn_of(const SignInPlan& plan, const oauth::TokenReply& reply);
  void report(const SignInPlan& plan, const KeptAccount& kept);
  void report_json(const SignInPlan& plan, const KeptAccount& kept);
  std::string next_step() const;

  World& world_;
  Options options_;
  Terminal& terminal_;
  const std::string account_;
  AccountBook book_;
  std::string folder_;
  std::string path_;
  bool has_mark_ = false;
};

Result<SignInPlan> Login::plan(const oauth::Record* before) {
  const auto configuration = world_.configuration();
  if (!configuration) return configuration.error();
  ServerFinder finder(world_.network(), terminal_);
  const SignInSources sources{**configuration, world_.loader(), world_.secrets(), world_.files(),
                              &finder};
  Result<SignInPlan> plan = plan_sign_in(sources, options_, before);
  if (!plan) return plan;
  if (auto checked = oauth::check_client_key(world_.network(), plan->client); !checked) {
    return checked.error();
  }
  for (const std::string& warning : plan->warnings) terminal_.warn(warning);
  terminal_.detail("provider " + plan->provider.name + ", client " + plan->client.client_id +
                   ", scope " + plan->client.scope);
  return plan;
}

Result<void> Login::run() {
  if (auto checked = check_name(account_); !checked) return checked;
  Result<std::string> folder = book_.folder_for(account_);
  if (!folder) return folder.error();
  folder_ = std::move(*folder);
  if (options_.finishes) return finish();
  // Nobody shall sign in for nothing: what can fail here is tried first.
  if (!world_.owner()) {
    if (auto checked = check_can_store(folder_); !checked) return checked;
  }
  const std::optional<oauth::Record> before = record_before(book_, account_);
  const Result<SignInPlan> planned = plan(before ? &*before : nullptr);
  if (!planned) return planned.error();
  if (world_.owner()) {
    if (auto made = book_.make_store(folder_); !made) return made.error();
  }
  if (options_.begins) return begin(*planned);
  return signs_in_by_device(*planned) ? by_device(*planned) : by_browser(*planned);
}

bool Login::signs_in_by_device(const SignInPlan& plan) const {
  return options_.wants_device || plan.provider.authorization_endpoint.empty();
}

SignInPorts Login::ports() {
  return {world_.network(), world_.clock(), world_.random(), terminal_, &world_.files()};
}

Result<void> Login::by_browser(const SignInPlan& plan) {
  const auto timeout = options_.timeout.value_or(oauth::bounds::sign_in_timeout);
  SignInManner manner{account_, options_.has_browser, true, timeout, STDIN_FILENO};
  if (options_.wants_paste) manner.has_browser = manner.opens_port = false;
  auto sign_in = BrowserSignIn::begin(ports(), plan, std::move(manner));
  if (!sign_in) return sign_in.error();
  Result<SignedIn> signed_in = sign_in->run();
  const Result<void> done =
      signed_in ? end(plan, std::move(*signed_in)) : explained(plan, signed_in.error());
  sign_in->finish(done ? page_of_success(account_) : page_of_failure(done.error().message));
  return done;
}

Result<void> Login::by_device(const SignInPlan& plan) {
  Result<SignedIn> signed_in =
      sign_in_by_device(ports(), plan, {options_.timeout, options_.wants_json, nullptr});
  if (!signed_in) return explained(plan, signed_in.error());
  return end(plan, std::move(*signed_in));
}

Error Login::explained(const SignInPlan& plan, Error error) {
  add_meaning(error, plan.provider.name, world_.explainer());
  return error;
}

Result<void> Login::begin(const SignInPlan& plan) {
  if (plan.provider.authorization_endpoint.empty()) {
    return Error{ErrorKind::bad_config, "provider \"" + plan.provider.name +
                                            "\" has no authorization_endpoint, which --begin"
                                            " needs; sign in with --device"};
  }
  const Result<oauth::PendingSignIn> pending = new_pending(ports(), plan, options_);
  if (!pending) return pending.error();
  if (auto made = book_.make_store(folder_); !made) return made.error();
  const Result<PendingFile> file = pending_file();
  if (!file) return file.error();
  const auto saved = as_owner([&] { return file->save(*pending); });
  if (!saved) return saved;
  print_pending(terminal_, plan, *pending, options_);
  return {};
}

// Opened with our own rights: a service may not get to its store by the path.
Result<PendingFile> Login::pending_file() const {
  if (!world_.owner()) return PendingFile::of(folder_, account_);
  auto folder = oauth::open_folder(folder_, oauth::Symlinks::refuse);
  if (!folder) return folder.error();
  if (!*folder) return PendingFile::of(folder_, account_);  // where nothing is begun
  return PendingFile::of(std::move(**folder), account_);
}

Result<void> Login::finish() {
  const Result<PendingFile> file = pending_file();
  if (!file) return file.error();
  const oauth::TimePoint now = world_.clock().now();
  const auto pending = as_owner([&] { return load_pending(*file, account_, now); });
  if (!pending) return pending.error();
  choose_as_begun(options_, *pending);
  const std::optional<oauth::Record> before =
      pending->registered_at.empty() ? record_before(book_, account_) : registered_record(*pending);
  const Result<SignInPlan> planned = plan(before ? &*before : nullptr);
  if (!planned) return planned.error();
  if (auto checked = check_unchanged(*planned, *pending); !checked) return checked;
  const auto address = read_address(terminal_, STDIN_FILENO, pending->expires_at - now);
  if (!address) return address.error();
  const auto code =
      oauth::read_pasted(address->reveal(), expected_redirect(*planned, pending->attempt));
  // What was copied badly can be copied again; what the server answered is final.
  if (!code && code.error().code.empty()) return code.error();
  const auto is_ours = as_owner([&] { return file->remove(); });
  if (!is_ours) return is_ours.error();
  if (!*is_ours) return Error{ErrorKind::unavailable, "another process has finished this sign-in"};
  if (!code) return explained(*planned, code.error());
  Result<SignedIn> signed_in = trade_code(ports(), *planned, pending->attempt, *code);
  if (!signed_in) return explained(*planned, signed_in.error());
  return end(*planned, std::move(*signed_in));
}

Result<void> Login::end(const SignInPlan& plan, SignedIn signed_in) {
  signed_in.account = account_;
  signed_in.user = options_.user;
  warn_of(plan, signed_in.reply);
  const Result<KeptAccount> kept = keep(plan, std::move(signed_in));
  if (!kept) return kept.error();
  for (const std::string& warning : kept->warnings) terminal_.warn(warning);
  report(plan, *kept);
  return {};
}

void Login::warn_of(const SignInPlan& plan, const oauth::TokenReply& reply) {
  if (!reply.remark.empty()) terminal_.warn("the token server's reply " + reply.remark);
  const std::string missing = oauth::missing_scope(plan.client.scope, reply.scope);
  if (missing.empty()) return;
  terminal_.warn("the scope " + missing +
                 " was not granted, so the mail server may refuse the token; sign in again and"
                 " leave all boxes ticked");
}

Result<KeptAccount> Login::keep(const SignInPlan& plan, SignedIn signed_in) {
  const Result<oauth::FileStore*> store = book_.make_store(folder_);
  if (!store) return store.error();
  const Result<std::string> path = (*store)->path_of(account_);
  if (!path) return path.error();
  path_ = *path;
  Result<KeptAccount> kept = Error{ErrorKind::internal, ""};
  {
    const Result<ActingAs> acting = world_.act_as_owner();
    if (!acting) return acting.error();
    kept = keep_account(**store, make_record(plan, std::move(signed_in)));
  }
  if (!kept) return kept;
  const Result<bool> marked = book_.mark(folder_);
  has_mark_ = marked && *marked;
  if (!marked) {
    kept->warnings.push_back(
        "mail programs will not prefer the new account, since the mark for"
        " it could not be made: " +
        marked.error().message);
  }
  return kept;
}

std::string Login::next_step() const {
  const std::string shown = oauth::printable(account_, oauth::bounds::max_quoted_bytes);
  if (!has_mark_) {
    return "name mail programs in \"prefer\" in " SASL_OAUTH_SYSCONFDIR
           "/sasl-oauth/plugin.conf, since this is not the usual place";
  }
  if (world_.owner() && world_.owner()->name == "postfix") {
    return "have Postfix use it: sudo " + oauth::tool_command("postfix", account_, "") + " --apply";
  }
  return "point a mail program at your server with the user name " + shown +
         "; it needs no password";
}

void Login::report(const SignInPlan& plan, const KeptAccount& kept) {
  if (options_.wants_json) return report_json(plan, kept);
  if (options_.is_quiet) return;
  const std::string whose = world_.owner() ? "user " + world_.owner()->name : "you";
  terminal_.print(terminal_.styled(Style::good, "Signed in") + " " +
                  terminal_.styled(Style::strong, account_) + " at " + plan.provider.name);
  terminal_.print("  stored  " + path_ + ", for " + whose + " alone");
  terminal_.print("  token   good until " + oauth::format_utc(kept.expires_at) +
                  "; the next one comes by itself");
  terminal_.print("  next    " + next_step());
  const std::string remark = book_.remark_on_running();
  if (!remark.empty()) terminal_.print("  then    " + remark);
}

void Login::report_json(const SignInPlan& plan, const KeptAccount& kept) {
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("account", account_);
  writer.string("provider", plan.provider.name);
  writer.string("path", path_);
  writer.number("expires_at", oauth::to_unix(kept.expires_at));
  terminal_.print(writer.finish());
}

}  // namespace

int run_login(World& world, const Options& options, Terminal& terminal) {
  Result<AccountBook> book = AccountBook::open(world);
  if (!book) return fail(terminal, book.error());
  const int ways = options.wants_device + options.wants_paste + options.begins + options.finishes;
  if (ways > 1) {
    terminal.fail("--device, --paste, --begin and --finish are four ways to sign in; choose one");
    return exit_code::usage;
  }
  const Result<void> done = Login(world, options, terminal, std::move(*book)).run();
  return done ? exit_code::done : fail(terminal, done.error());
}

}  // namespace tool
