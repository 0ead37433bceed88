// SPDX-License-Identifier: MIT
#include "tool/postfix/setup.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/shell_word.h"
#include "oauth/base/text.h"
#include "oauth/os/file.h"
#include "oauth/os/new_file.h"
#include "oauth/os/system_error.h"
#include "tool/doctor/password_map.h"
#include "tool/signals_held.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::shown;

constexpr mode_t new_map_mode = 0600;

bool exists(const char* path) { return access(path, R_OK) == 0; }

// The key of the first entry with a password that is not the relay's; empty: there is none.
std::string server_with_password(std::string_view map, const Relay& relay) {
  for (const PasswordEntry& entry : parse_password_map(map)) {
    if (entry.kind == PasswordKind::other &&
        !oauth::equals_ignoring_case(entry.key, relay.nexthop()) &&
        !oauth::equals_ignoring_case(entry.key, relay.host)) {
      return entry.key;
    }
  }
  return {};
}

std::string command_of(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + oauth::shell_word(word);
  return line;
}

Result<void> run(oauth::Programs& programs, const std::vector<std::string>& words) {
  const auto done = programs.output_of(words, oauth::bounds::command_timeout);
  if (!done) return Error{done.error().kind, words[0] + " " + done.error().message};
  if (done->status == 0) return {};
  return Error{ErrorKind::no_access, words[0] + " ended with status " +
                                         std::to_string(done->status) +
                                         "; to see why, run: " + command_of(words)};
}

// As sed reads it between two slashes.
std::string pattern_of(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\/.[]*^$").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

/// A map's source, where it really lies: to rename a file over a link would undo the link.
std::string real_path(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(realpath(path.c_str(), nullptr), ::free);
  return real ? real.get() : path;
}

Result<void> write_map(const std::string& map, std::string_view text) {
  const std::string path = real_path(map);
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::string above = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
  auto folder = oauth::open_folder(above, oauth::Symlinks::follow);
  if (!folder) return folder.error();
  if (!*folder) return oauth::file_error("open folder", above, ENOENT);
  const auto former = oauth::open_file(**folder, name, oauth::Symlinks::refuse);
  if (!former) return former.error();
  oauth::FileRights rights;
  rights.mode = new_map_mode;
  if (*former) {
    rights.mode = (*former)->status.st_mode & 07777;
    rights.former = &(*former)->status;
    rights.access_list_of = (*former)->descriptor.get();
  }
  // Not NAME.new, which may be the administrator's own.
  const std::string fresh = name + ".sasl-oauth";
  const SignalsHeld held;
  if (auto removed = oauth::remove_durably(**folder, fresh); !removed) return removed.error();
  return oauth::replace_durably(**folder, name, fresh, rights, text);
}

// By number, since other lines may be comments of former work. None has moved: ours is the last.
std::string restoring_map(const PostfixWork& work) {
  std::string command = "sed -i";
  for (const std::size_t line : work.edit.former_lines) {
    command += " -e " + oauth::shell_word(std::to_string(line) + "s/^#was: //");
  }
  if (work.edit.is_added) {
    const std::string entry = map_entry(work.plan.relay, work.plan.user);
    command += " -e " + oauth::shell_word("/^" + pattern_of(entry) + "$/d");
  }
  return command + " " + oauth::shell_word(work.plan.map.file);
}

std::optional<std::string> query(const std::string& key, const std::string& table,
                                 oauth::Programs& programs) {
  const auto found =
      programs.output_of({"postmap", "-q", key, table}, oauth::bounds::program_timeout);
  if (!found || found->status != 0) return std::nullopt;
  return std::string(oauth::trimmed(found->text.reveal()));
}

}  // namespace

std::string looked_up(const Relay& relay, const std::string& table, oauth::Programs& programs) {
  for (const std::string& key : {relay.host, relay.nexthop()}) {
    const auto value = query(key, table, programs);
    if (!value) continue;
    const PasswordEntry entry = parse_password_entry(*value);
    const bool is_account =
        entry.kind == PasswordKind::account || entry.kind == PasswordKind::named_account;
    return is_account ? entry.target : std::string();
  }
  return {};
}

Result<PostfixWork> work_for(const PostfixWish& wish, oauth::FileReader& files,
                             oauth::Programs& programs) {
  const auto settings = postfix_settings(programs);
  const auto own = settings ? postfix_main_cf(programs) : settings.error();
  if (!own) return Error{own.error().kind, "Postfix (postconf) " + own.error().message};
  PostfixSituation situation{settings->parameters, wish.mechanisms, false, system_ca_file(exists)};
  const PostfixMap map = password_map_of(situation.now);
  const auto source = files.read(map.file, oauth::bounds::max_config_bytes);
  if (!source) return source.error();
  const std::string_view text = *source ? (*source)->text.reveal() : std::string_view();
  PostfixWork work;
  work.other_server = server_with_password(text, wish.relay);
  situation.has_passwords = !work.other_server.empty();
  work.plan = plan_postfix(wish.relay, wish.user, situation);
  work.has_map = source->has_value();
  work.edit = edit_password_map(text, wish.relay, wish.user);
  work.needs_postmap =
      map.is_compiled &&
      (work.edit.kind != MapEdit::Kind::none ||
       !oauth::equals_ignoring_case(looked_up(wish.relay, map.table, programs), wish.user));
  for (PostfixSetting& setting : missing_settings(work.plan, situation.now)) {
    const auto set = own->find(setting.name);
    const bool was_set = set != own->end();
    std::string before = was_set ? set->second : situation.now[setting.name];
    work.changes.push_back({std::move(setting), was_set, std::move(before)});
  }
  return work;
}

std::vector<std::string> questionable(const PostfixWork& work) {
  std::vector<std::string> sentences;
  for (const PostfixChange& change : work.changes) {
    // A stricter level is what everybody wants who has set one.
    const bool is_level = change.setting.name == "smtp_tls_security_level" &&
                          (change.before == "may" || change.before == "encrypt");
    if (!change.was_set || change.before.empty() || is_level) continue;
    sentences.push_back(change.setting.name + " is " + shown(change.before));
  }
  if (work.edit.kind == MapEdit::Kind::replaced) {
    sentences.push_back(work.plan.map.file + " has " + shown(work.edit.former_user) + " for " +
                        work.plan.relay.host);
  }
  return sentences;
}

Result<void> do_work(const PostfixWork& work, oauth::Programs& programs) {
  const PostfixMap& map = work.plan.map;
  if (work.edit.kind != MapEdit::Kind::none) {
    if (auto wrote = write_map(map.file, work.edit.text.reveal()); !wrote) return wrote;
  }
  if (work.needs_postmap) {
    if (auto made = run(programs, {"postmap", map.table}); !made) return made;
  }
  if (work.changes.empty()) return {};
  std::vector<std::string> words = {"postconf", "-e"};
  for (const PostfixChange& change : work.changes) {
    words.push_back(change.setting.name + " = " + change.setting.value);
  }
  return run(programs, words);
}

std::vector<std::string> undoing(const PostfixWork& work) {
  std::vector<std::string> commands;
  std::vector<std::string> restored = {"postconf", "-e"};
  std::vector<std::string> removed = {"postconf", "-X"};
  for (const PostfixChange& change : work.changes) {
    if (change.was_set) {
      restored.push_back(change.setting.name + " = " + change.before);
    } else {
      removed.push_back(change.setting.name);
    }
  }
  if (restored.size() > 2) commands.push_back(command_of(restored));
  if (removed.size() > 2) commands.push_back(command_of(removed));
  if (work.edit.kind != MapEdit::Kind::none) {
    commands.push_back(restoring_map(work));
    if (work.plan.map.is_compiled) {
      commands.push_back("postmap " + oauth::shell_word(work.plan.map.table));
    }
  }
  if (!commands.empty()) commands.push_back("postfix reload");
  return commands;
}

bool is_running(oauth::Programs& programs) {
  const auto status = programs.output_of({"postfix", "status"}, oauth::bounds::command_timeout);
  return status && status->status == 0;
}

Result<void> reload_postfix(oauth::Programs& programs) {
  return run(programs, {"postfix", "reload"});
}

}  // namespace tool
