// SPDX-License-Identifier: MIT
// What doctor looks at of Postfix, and of its jail.
#include <unistd.h>

#include <utility>

#include "oauth/os/held_folder.h"
#include "tool/doctor/check_postfix.h"
#include "tool/doctor/examination.h"
#include "tool/postfix/plan.h"

namespace tool {

// As a program does that is about to jail itself: root alone can.
void Examination::look_at_jail() {
  jail_.places = store_places();
  jail_.is_named = jails_itself("smtp") || jails_itself("lmtp") || jails_itself(program());
  const auto there = facts_.look_at(jail_.places.of_jailed(), oauth::Symlinks::refuse);
  jail_.has_jailed_store = there && *there;
  if (!world_.owner()) return;
  const bool is_configured = !jail_.places.configured.empty();
  const auto held =
      oauth::HeldFolder::take(is_configured ? jail_.places.configured : jail_.places.of_jailed());
  if (!held) jail_.not_taken = held.error();
}

bool Examination::jails_itself(const std::string& program) const {
  if (program.empty()) return false;
  return door_rank({program, "", person_.uid, person_.name}, door_places()).jails_itself;
}

JailFacts Examination::jail_facts() const {
  JailFacts facts = jail_;
  if (*postfix_ && (*postfix_)->value("mail_owner") == person_.name) {
    for (const PostfixService& service : (*postfix_)->services) {
      facts.is_chrooted = facts.is_chrooted || service.is_jailed;
    }
  }
  for (const SurveyedAccount& account : survey_->accounts()) {
    if (account.folder == facts.places.of_jailed()) facts.jailed.push_back(account.name);
    if (account.folder == facts.places.of_service()) facts.unjailed.push_back(account.name);
  }
  return facts;
}

// Postfix opens its maps as root, so they are read with our own rights.
void Examination::look_into_postfix() {
  postfix_ = postfix_settings(programs_);
  if (!*postfix_) return;
  std::string maps = (*postfix_)->value("smtp_sasl_password_maps");
  for (const PostfixService& service : (*postfix_)->services) {
    const auto own = service.overrides.find("smtp_sasl_password_maps");
    if (own != service.overrides.end()) maps += " " + own->second;
  }
  // The way into the jail is not the jailed program's to go.
  for (const char* file : {"/etc/resolv.conf", "/etc/hosts"}) {
    const std::string path = (*postfix_)->value("queue_directory") + file;
    const auto found = facts_.look_at(path, oauth::Symlinks::follow);
    if (found && *found) jail_files_.insert(path);
  }
  password_maps_ = read_password_maps(maps, world_.files(), facts_);
}

void Examination::look_at_postfix() {
  const bool is_asked_for = options_.for_user == "postfix" || program() == "smtp";
  if (!*postfix_) {
    const oauth::Error& error = postfix_->error();
    if (!is_asked_for) return;
    Finding finding = problem("Postfix (postconf) " + error.message,
                              "install and configure Postfix; MAIL_CONFIG names another "
                              "configuration folder");
    finding.may_pass = error.kind == oauth::ErrorKind::unavailable;
    return add("postfix", {std::move(finding)});
  }
  PostfixFacts facts;
  facts.settings = std::move(**postfix_);
  facts.passwords = password_maps_.entries;
  facts.is_asked_for = is_asked_for;
  const std::string owner = facts.settings.value("mail_owner");
  if (person_.name == owner) {
    facts.serves = [this](const std::string& user) { return survey_->serves(user); };
    facts.accounts = survey_->accounts().size();
  }
  const auto postfix = oauth::person_by_name(owner);
  const DoorRank rank =
      door_rank({"smtp", "", postfix ? postfix->uid : person_.uid, owner}, door_places());
  facts.ranks_high = rank.is_high;
  facts.claims_no_plaintext = rank.claims_no_plaintext;
  facts.takes_along = rank.jails_itself;
  facts.ca_file = system_ca_file([](const char* path) { return access(path, R_OK) == 0; });
  facts.has_file = [this](const std::string& path) {
    if (jail_files_.count(path) > 0) return true;
    const auto found = facts_.look_at(path, oauth::Symlinks::follow);
    return found && *found;
  };
  Findings findings = check_postfix(facts);
  // What is wrong with a map is no business of ours where only passwords are in it.
  if (concerns_us(facts)) append(findings, std::move(password_maps_.findings));
  add("postfix", std::move(findings));
}

}  // namespace tool
