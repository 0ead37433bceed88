// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_EXAMINATION_H
#define TOOL_DOCTOR_EXAMINATION_H

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oauth/config_loader.h"
#include "oauth/os/program_output.h"
#include "tool/doctor/check_jail.h"
#include "tool/doctor/check_network.h"
#include "tool/doctor/check_password_map.h"
#include "tool/doctor/check_plugin.h"
#include "tool/doctor/check_rank.h"
#include "tool/doctor/file_facts.h"
#include "tool/doctor/finding.h"
#include "tool/doctor/mail_program_facts.h"
#include "tool/doctor/modules.h"
#include "tool/doctor/store_survey.h"
#include "tool/options.h"
#include "tool/postfix/relay.h"
#include "tool/terminal.h"
#include "tool/world.h"

namespace tool {

/// All checks of doctor for one user and program, one after the other: what one finds out the next
/// ones use, and none needs that another went well. Nothing is written, and no token is spent.
class Examination {
 public:
  /// All are borrowed.
  Examination(World& world, const Options& options, Terminal& terminal);

  /// Errors: no_access (we cannot act as the user of --for).
  oauth::Result<std::vector<FindingGroup>> run();

  /// The checks that matter to Postfix alone, and whether it sends by this relay as this user.
  /// Errors: as run.
  oauth::Result<std::vector<FindingGroup>> run_for(const Relay& relay, const std::string& user);
  /// Returns, after either, the exit code that the account of this user calls for.
  int account_code(const std::string& user) const;

 private:
  oauth::Result<void> begin();
  oauth::Result<void> read_configuration();
  void look_at_plugin();
  void look_at_configuration();
  void look_at_accounts();
  void look_at_rank();
  void look_at_network();
  void look_into_postfix();
  void look_at_jail();
  void look_at_postfix();
  void look_at_mail_programs();

  static DoorPlaces door_places();
  std::string program() const;
  oauth::StorePlaces store_places() const;
  bool jails_itself(const std::string& program) const;
  JailFacts jail_facts() const;
  RankFacts rank_facts(const std::string& program) const;
  MailProgramFacts mail_program_facts(const std::string& program);
  std::vector<TokenServer> token_servers();
  std::vector<std::string> mail_hosts();
  void add(std::string topic, Findings findings);

  World& world_;
  const Options& options_;
  Terminal& terminal_;
  const oauth::Person person_;  // who will sign in
  SystemFileFacts facts_;
  SystemModules modules_;
  oauth::SystemPrograms programs_;
  oauth::ConfigLoader loader_;  // as that person's programs read it
  std::optional<StoreSurvey> survey_;
  oauth::Configuration configuration_;
  std::vector<OtherPlugin> others_;
  std::optional<oauth::Result<PostfixSettings>> postfix_;
  PasswordMaps password_maps_;
  std::set<std::string> jail_files_;  // of Postfix's chroot
  JailFacts jail_;
  std::vector<FindingGroup> groups_;
};

}  // namespace tool

#endif
