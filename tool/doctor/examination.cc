// SPDX-License-Identifier: MIT
#include "tool/doctor/examination.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/refresh_policy.h"
#include "tool/doctor/check_accounts.h"
#include "tool/doctor/check_configuration.h"
#include "tool/doctor/check_relay.h"
#include "tool/doctor/mail_program_files.h"
#include "tool/marker.h"
#include "tool/provider_limits.h"

namespace tool {
namespace {

using oauth::Result;

constexpr char plugin_conf[] = SASL_OAUTH_SYSCONFDIR "/sasl-oauth/plugin.conf";

oauth::Person person_of(const World& world) {
  if (world.owner()) return *world.owner();
  if (auto ourselves = oauth::person_by_uid(geteuid())) return *ourselves;
  oauth::Person unknown;
  unknown.uid = geteuid();
  unknown.name = std::to_string(unknown.uid);
  return unknown;
}

std::string explicit_file(const Options& options) {
  return options.config_file.empty() ? oauth::environment("SASL_OAUTH_CONFIG")
                                     : options.config_file;
}

std::string proxy_of_environment() {
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    if (std::string value = oauth::environment(name); !value.empty()) return value;
  }
  return {};
}

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

bool is_same(const TokenServer& one, const TokenServer& other) {
  return one.url == other.url && one.network.proxy == other.network.proxy &&
         one.network.ca_file == other.network.ca_file && one.network.ca_dir == other.network.ca_dir;
}

}  // namespace

DoorPlaces Examination::door_places() {
  return {plugin_conf, SASL_OAUTH_XOAUTH2_CONF, SASL_OAUTH_STATEDIR};
}

// A program is Postfix's smtp if nothing else is said of Postfix's user.
std::string Examination::program() const {
  if (!options_.program.empty() || options_.for_user != "postfix") return options_.program;
  return "smtp";
}

Examination::Examination(World& world, const Options& options, Terminal& terminal)
    : world_(world),
      options_(options),
      terminal_(terminal),
      person_(person_of(world)),
      loader_(world.files(),
              oauth::ConfigPlaces{SASL_OAUTH_SYSCONFDIR, SASL_OAUTH_DATADIR,
                                  oauth::is_privileged() ? std::string() : person_.home,
                                  explicit_file(options)}) {}

Result<std::vector<FindingGroup>> Examination::run() {
  if (auto begun = begin(); !begun) return begun.error();
  const Result<ActingAs> acting = world_.act_as_owner();
  if (!acting) return acting.error();
  look_at_configuration();
  look_at_accounts();
  look_at_rank();
  look_at_postfix();
  look_at_mail_programs();
  look_at_network();
  return std::move(groups_);
}

Result<std::vector<FindingGroup>> Examination::run_for(const Relay& relay,
                                                       const std::string& user) {
  if (auto begun = begin(); !begun) return begun.error();
  std::optional<RelayFacts> facts;
  if (*postfix_) facts = relay_facts(relay, user, **postfix_, programs_);
  const Result<ActingAs> acting = world_.act_as_owner();
  if (!acting) return acting.error();
  look_at_configuration();
  look_at_accounts();
  look_at_rank();
  if (facts) add("relay", check_relay(*facts, **postfix_));
  look_at_postfix();
  return std::move(groups_);
}

int Examination::account_code(const std::string& user) const {
  return exit_code_for(*survey_, user, world_.clock().now());
}

// What needs our own rights.
Result<void> Examination::begin() {
  look_into_postfix();
  look_at_plugin();
  if (auto read = read_configuration(); !read) return read.error();
  // The store of a service can be reached by root alone, and read by the service alone.
  survey_.emplace(store_places(), person_,
                  world_.owner() ? oauth::Symlinks::refuse : oauth::Symlinks::follow);
  look_at_jail();
  return {};
}

// It is another user's, so it is read with his rights; what is wrong with it is told later.
Result<void> Examination::read_configuration() {
  const Result<ActingAs> acting = world_.act_as_owner();
  if (!acting) return acting.error();
  if (auto configuration = loader_.load()) configuration_ = std::move(*configuration);
  return {};
}

void Examination::add(std::string topic, Findings findings) {
  if (!findings.empty()) groups_.push_back({std::move(topic), std::move(findings)});
}

void Examination::look_at_plugin() {
  PluginPlaces places;
  // The environment of who runs doctor is nothing to another user's programs.
  if (!world_.owner()) places.sasl_path = oauth::environment("SASL_PATH");
  if (program() == "smtp" && *postfix_) {
    places.sasl_path = (*postfix_)->imported("SASL_PATH");
  }
  places.libsasl_folder = SASL_OAUTH_LIBSASL_PLUGIN_DIR;
  places.our_folder = SASL_OAUTH_PLUGIN_DIR;
  places.core = SASL_OAUTH_CORE_PATH;
  places.network = SASL_OAUTH_NETWORK_PATH;
  PluginCheck check(world_.files(), facts_, modules_, std::move(places));
  add("plugin", check.run());
  others_ = check.others();
}

void Examination::look_at_configuration() {
  ConfigurationPlaces places{explicit_file(options_), options_.config_file.empty(), plugin_conf,
                             SASL_OAUTH_XOAUTH2_CONF};
  places.is_from_environment = places.is_from_environment && !places.explicit_file.empty();
  ConfigurationCheck check(world_.files(), loader_, std::move(places));
  add("configuration", check.run());
}

oauth::StorePlaces Examination::store_places() const {
  oauth::StorePlaces places;
  places.configured =
      options_.store_folder.empty() ? configuration_.store_dir : options_.store_folder;
  places.home = oauth::is_privileged() ? std::string() : person_.home;
  places.statedir = SASL_OAUTH_STATEDIR;
  places.user = person_.name;
  return places;
}

void Examination::look_at_accounts() {
  Findings findings = survey_->read();
  const auto limits = [this](const std::string& provider) { return limits_of(world_, provider); };
  append(findings, check_jail(jail_facts()));
  append(findings, check_accounts(*survey_, {options_.accounts, world_.clock().now(),
                                             options_.for_user, limits}));
  add("accounts", std::move(findings));
}

RankFacts Examination::rank_facts(const std::string& program) const {
  RankFacts facts;
  facts.program.name = program;
  facts.program.home = world_.owner() ? person_.home : oauth::environment("HOME");
  facts.program.user = person_.uid;
  facts.program.user_name = person_.name;
  facts.places = door_places();
  facts.rank = door_rank(facts.program, facts.places);
  facts.accounts = survey_->accounts().size();
  const oauth::StorePlaces places = store_places();
  facts.is_store_elsewhere =
      !places.configured.empty() && places.configured != places.of_person() &&
      places.configured != places.of_service() && places.configured != places.of_jailed();
  const bool is_personal = facts.accounts > 0
                               ? survey_->accounts().front().folder == places.of_person()
                               : !facts.rank.jails_itself;
  facts.mark = is_personal ? marker_of_person(places.of_person())
                           : marker_of_service(places.statedir, person_);
  facts.has_mark = access(facts.mark.c_str(), F_OK) == 0;
  return facts;
}

void Examination::look_at_rank() { add("rank", check_rank(rank_facts(program()), others_)); }

// Those of the accounts; without an account those that a sign-in would use.
std::vector<TokenServer> Examination::token_servers() {
  const oauth::NetworkSettings below = oauth::with({}, configuration_.network);
  std::vector<TokenServer> servers;
  const auto add_server = [&](TokenServer server) {
    const auto same = [&](const TokenServer& each) { return is_same(each, server); };
    if (!server.url.empty() && std::none_of(servers.begin(), servers.end(), same)) {
      servers.push_back(std::move(server));
    }
  };
  for (const SurveyedAccount* account : chosen_accounts(*survey_, options_.accounts)) {
    if (!account->record) continue;
    const oauth::Record& record = *account->record;
    add_server({record.client.token_endpoint, oauth::network_for(record, below)});
  }
  if (servers.empty() && !configuration_.defaults.provider.name.empty()) {
    const auto provider = loader_.provider(configuration_, configuration_.defaults.provider);
    if (provider) {
      add_server({provider->token_endpoint, oauth::network_for(configuration_, *provider)});
    }
  }
  return servers;
}

std::vector<std::string> Examination::mail_hosts() {
  std::vector<std::string> hosts;
  for (const SurveyedAccount* account : chosen_accounts(*survey_, options_.accounts)) {
    if (!account->record || account->record->provider.empty()) continue;
    const auto provider =
        loader_.provider(configuration_, oauth::Reference{account->record->provider, {}});
    if (!provider) continue;
    for (const auto* server : {&provider->imap, &provider->pop, &provider->smtp}) {
      if (*server) add_once(hosts, (*server)->host);
    }
  }
  return hosts;
}

MailProgramFacts Examination::mail_program_facts(const std::string& program) {
  MailProgramFacts facts;
  facts.serves = [this](const std::string& user) { return survey_->serves(user); };
  facts.provider = [this](const std::string& user) {
    std::optional<oauth::Provider> sheet;
    for (const SurveyedAccount* account : chosen_accounts(*survey_, {user})) {
      if (!account->record || account->record->provider.empty()) continue;
      auto found = loader_.provider(configuration_, {account->record->provider, {}});
      if (found) sheet = std::move(*found);
    }
    return sheet;
  };
  facts.ranks_high = rank_facts(program).rank.is_high;
  return facts;
}

void Examination::look_at_mail_programs() {
  if (person_.home.empty()) return;
  // mbsync and mutt go by HOME.
  const std::string own_home = world_.owner() ? std::string() : oauth::environment("HOME");
  ConfigFolders folders{own_home.empty() ? person_.home : own_home, ""};
  folders.config = world_.owner() ? std::string() : oauth::environment("XDG_CONFIG_HOME");
  if (folders.config.empty()) folders.config = folders.home + "/.config";
  add("mbsync", look_at_mbsync(world_.files(), folders, mail_program_facts("mbsync")));
  add("mutt", look_at_mutt(world_.files(), programs_, folders, mail_program_facts("mutt")));
}

void Examination::look_at_network() {
  terminal_.progress("asking the servers ...");
  const NetworkQuestion question{token_servers(), mail_hosts(), proxy_of_environment(),
                                 options_.is_offline};
  NetworkCheck check(world_.network(), world_.clock(), programs_);
  add("network", check.run(question));
  if (!question.token_servers.empty()) add("clock", check.clock_findings(options_.is_offline));
}

}  // namespace tool
