// SPDX-License-Identifier: MIT
#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/config_reader.h"
#include "tool/commands.h"
#include "tool/config_toml.h"
#include "tool/exit_code.h"

namespace tool {
namespace {

using oauth::Result;

/// Checks one thing after the other, and tells each.
class Checker {
 public:
  Checker(World& world, Terminal& terminal) : world_(world), terminal_(terminal) {}

  int run();

 private:
  template <class T>
  bool is_fine(const Result<T>& result) {
    if (!result) code_ = worse(code_, fail(terminal_, result.error()));
    return static_cast<bool>(result);
  }
  void say_fine(const std::string& what) {
    terminal_.print(what + ": " + terminal_.styled(Style::good, "fine"));
  }
  void check_file(const std::string& path);
  void check_whole(const oauth::Configuration& configuration);
  void check_provider(const oauth::Configuration& configuration, const std::string& name);
  void check_clients(const oauth::Configuration& configuration);

  World& world_;
  Terminal& terminal_;
  int code_ = exit_code::done;
};

void Checker::check_file(const std::string& path) {
  const auto content = world_.files().read(path, oauth::bounds::max_config_bytes);
  if (!is_fine(content)) return;
  if (!*content) {
    terminal_.detail(path + ": not there, which is fine");
    return;
  }
  const auto trust = (*content)->others_can_read ? oauth::SourceTrust::readable_by_others
                                                 : oauth::SourceTrust::private_file;
  if (is_fine(parse_configuration((*content)->text.reveal(), path, trust))) say_fine(path);
}

// A template lacks what those that are based on it must say.
void Checker::check_provider(const oauth::Configuration& configuration, const std::string& name) {
  const oauth::Reference reference{name, {}};
  const auto sheet = world_.loader().sheet(configuration, reference);
  if (!is_fine(sheet)) return;
  if (sheet->is_template || is_fine(world_.loader().checked(configuration, reference))) {
    say_fine("provider " + name);
  }
}

void Checker::check_whole(const oauth::Configuration& configuration) {
  const auto names = world_.loader().provider_names(configuration);
  if (is_fine(names)) {
    for (const std::string& name : *names) check_provider(configuration, name);
  }
  for (const auto& each : configuration.accounts) {
    const auto choice = choose_sign_in(configuration, each.first);
    if (!is_fine(choice) || choice->provider.name.empty()) continue;
    is_fine(world_.loader().checked(configuration, choice->provider));
  }
  check_clients(configuration);
}

// Commands are not run: a check must not ask for a passphrase.
void Checker::check_clients(const oauth::Configuration& configuration) {
  for (const auto& [name, client] : configuration.clients) {
    bool fine = true;
    if (!client.provider.name.empty()) {
      fine = is_fine(world_.loader().checked(configuration, client.provider));
    }
    if (client.client_id.empty()) {
      code_ = worse(code_, fail(terminal_, {oauth::ErrorKind::bad_config,
                                            client.origin.prefix() + "[client." + name +
                                                "] has no client_id; add it"}));
      fine = false;
    }
    const bool is_readable =
        client.client_secret && client.client_secret->kind != oauth::SecretReference::Kind::command;
    if (is_readable) fine = is_fine(world_.secrets().resolve(*client.client_secret)) && fine;
    if (fine) say_fine("client " + name);
  }
}

int Checker::run() {
  for (const std::string& path : world_.loader().config_files()) check_file(path);
  if (code_ != exit_code::done) return code_;  // the whole would only repeat it
  const auto configuration = world_.configuration();
  if (is_fine(configuration)) check_whole(**configuration);
  return code_;
}

Result<std::string> effective(World& world, const Options& options) {
  const auto configuration = world.configuration();
  if (!configuration) return configuration.error();
  const auto names = world.loader().provider_names(**configuration);
  if (!names) return names.error();
  std::vector<oauth::Provider> providers;
  for (const std::string& name : *names) {
    const oauth::Reference reference{name, {}};
    const auto sheet = world.loader().sheet(**configuration, reference);
    if (!sheet) return sheet.error();
    if (sheet->is_template) continue;
    auto provider = world.loader().checked(**configuration, reference);
    if (!provider) return provider.error();
    providers.push_back(std::move(*provider));
  }
  std::string text = as_toml(**configuration, providers);
  if (!options.store_folder.empty()) text += "\n# --store " + options.store_folder + "\n";
  return text;
}

}  // namespace

int run_config_check(World& world, const Options&, Terminal& terminal) {
  return Checker(world, terminal).run();
}

int run_config_show(World& world, const Options& options, Terminal& terminal) {
  const Result<std::string> text = effective(world, options);
  if (!text) return fail(terminal, text.error());
  terminal.print(std::string_view(*text).substr(0, text->size() - (text->empty() ? 0 : 1)));
  return exit_code::done;
}

}  // namespace tool
