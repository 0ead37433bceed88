// SPDX-License-Identifier: MIT
#include "tool/machine_plan.h"

#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/client_copy.h"
#include "oauth/login/service_account_file.h"
#include "oauth/machine_grant.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::GrantType;
using oauth::Record;
using oauth::Result;
using oauth::shown;

Error bad_config(std::string sentence) { return {ErrorKind::bad_config, std::move(sentence)}; }

void set_provider(Record& record, const oauth::Provider& provider) {
  record.provider = provider.name;
  record.network.proxy = provider.network.proxy.value_or("");
  record.network.ca_file = provider.network.ca_file.value_or("");
  record.network.ca_dir = provider.network.ca_dir.value_or("");
}

class Planner {
 public:
  Planner(const SignInSources& sources, const Options& options, const Record* before)
      : sources_(sources), options_(options), before_(before), account_(options.accounts[0]) {}

  Result<MachinePlan> plan();

 private:
  Result<GrantType> grant() const;
  Result<void> plan_client(MachinePlan& plan) const;
  Result<void> plan_service_account(MachinePlan& plan) const;
  Result<void> plan_command(MachinePlan& plan) const;
  Result<oauth::ServiceAccountFile> key_file(MachinePlan& plan) const;
  Result<void> take_provider(Record& record, const std::string& name) const;
  std::string scope(const oauth::Provider& provider) const;
  const oauth::AccountSettings* settings() const {
    return oauth::find_account(sources_.configuration, account_);
  }

  const SignInSources& sources_;
  const Options& options_;
  const Record* before_;
  const std::string& account_;
};

Result<MachinePlan> Planner::plan() {
  const Result<GrantType> grant_type = grant();
  if (!grant_type) return grant_type.error();
  MachinePlan plan;
  plan.record.account = account_;
  plan.record.user = options_.user;
  plan.record.grant = *grant_type;
  Result<void> planned;
  if (*grant_type == GrantType::client_credentials) planned = plan_client(plan);
  if (*grant_type == GrantType::jwt_bearer) planned = plan_service_account(plan);
  if (*grant_type == GrantType::command) planned = plan_command(plan);
  if (!planned) return planned.error();
  return plan;
}

Result<GrantType> Planner::grant() const {
  if (!options_.grant.empty()) {
    if (const auto named = oauth::machine_grant_from(options_.grant)) return *named;
    return bad_config("there is no grant " + shown(options_.grant) +
                      "; give client_credentials, jwt_bearer or command");
  }
  if (!options_.key_file.empty()) return GrantType::jwt_bearer;
  if (!options_.token_command.empty()) return GrantType::command;
  if (settings() && settings()->grant) return *settings()->grant;
  if (before_ && before_->grant != GrantType::refresh_token) return before_->grant;
  return bad_config("say how " + shown(account_) +
                    " gets its tokens: --grant client_credentials, --key FILE of a service "
                    "account, or --command LINE");
}

Result<void> Planner::plan_client(MachinePlan& plan) const {
  Options options = options_;
  options.grant = "client_credentials";  // so that no address to sign in at is missed
  Result<SignInPlan> found = plan_sign_in(sources_, options, before_);
  if (!found) return found.error();
  plan.warnings = std::move(found->warnings);
  plan.record.client = std::move(found->client);
  set_provider(plan.record, found->provider);
  return {};
}

Result<oauth::ServiceAccountFile> Planner::key_file(MachinePlan& plan) const {
  const std::string path = options_.key_file;
  auto content = sources_.files.read(path, oauth::bounds::max_config_bytes);
  if (!content) return content.error();
  if (!*content) return bad_config("there is no file " + shown(path) + "; correct --key");
  if ((*content)->others_can_read) {
    plan.warnings.push_back(shown(path) + " can be read by others; run: chmod 600 " + shown(path));
  }
  return oauth::parse_service_account_file((*content)->text.reveal(), shown(path));
}

Result<void> Planner::plan_service_account(MachinePlan& plan) const {
  Record& record = plan.record;
  const bool has_older = before_ && before_->grant == GrantType::jwt_bearer;
  if (options_.key_file.empty() && !has_older) {
    return bad_config("jwt_bearer needs the service account's key file; give it: --key FILE");
  }
  if (options_.key_file.empty()) {
    record.client = oauth::copy_of(before_->client);
    record.assertion = oauth::copy_of(before_->assertion);
  } else {
    Result<oauth::ServiceAccountFile> file = key_file(plan);
    if (!file) return file.error();
    record.client.token_endpoint = std::move(file->token_endpoint);
    record.client.authentication = oauth::ClientAuthentication::none;
    record.assertion.issuer = std::move(file->email);
    record.assertion.key = std::move(file->key);
    record.assertion.key_id = std::move(file->key_id);
  }
  // A pattern stands for each user of its domain.
  record.assertion.subject = account_.find('*') == account_.npos ? account_ : std::string();
  const bool is_named = !options_.provider.empty();
  const std::string name = is_named ? options_.provider : "google";
  const bool has_scope = !options_.scope.empty();
  if (auto taken = take_provider(record, name); !taken && (is_named || !has_scope)) return taken;
  if (record.client.scope.empty()) {
    return bad_config("there is no scope to ask for; give it: --scope SCOPE");
  }
  return {};
}

Result<void> Planner::plan_command(MachinePlan& plan) const {
  Record& record = plan.record;
  record.command = options_.token_command;
  if (record.command.empty() && settings()) record.command = settings()->command;
  if (record.command.empty() && before_) record.command = before_->command;
  if (record.command.empty()) return bad_config("give the command that prints a token: --command");
  if (oauth::has_control_bytes(record.command) ||
      record.command.size() > oauth::bounds::max_setting_bytes) {
    return bad_config(
        "the command has a control character in it, or more than 2048 bytes; put it "
        "into a script");
  }
  record.client.authentication = oauth::ClientAuthentication::none;
  record.provider = options_.provider;
  return {};
}

Result<void> Planner::take_provider(Record& record, const std::string& name) const {
  record.provider = name;
  record.client.scope = options_.scope;
  auto provider = sources_.loader.provider(sources_.configuration, oauth::Reference{name, {}});
  if (!provider) return provider.error();
  set_provider(record, *provider);
  record.client.scope = scope(*provider);
  return {};
}

std::string Planner::scope(const oauth::Provider& provider) const {
  if (!options_.scope.empty()) return options_.scope;
  if (settings() && !settings()->scope.empty()) return settings()->scope;
  return provider.scope;
}

}  // namespace

Result<MachinePlan> plan_machine(const SignInSources& sources, const Options& options,
                                 const Record* before) {
  return Planner(sources, options, before).plan();
}

}  // namespace tool
