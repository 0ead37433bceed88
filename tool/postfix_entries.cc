// SPDX-License-Identifier: MIT
#include "tool/postfix_entries.h"

#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "tool/postfix_map.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::shown;

constexpr char usual_queue[] = "/var/spool/postfix";

// Debian keeps it in /usr/sbin, which only root has on his path.
Result<std::string> postconf(World& world, const std::string& parameter) {
  auto line = world.process().first_line_of("PATH=$PATH:/usr/sbin exec postconf -hx " + parameter,
                                            oauth::bounds::command_timeout);
  if (line) return std::string(oauth::trimmed(line->reveal()));
  return Error{line.error().kind, "postconf, which tells Postfix's password maps, " +
                                      line.error().message + "; or name a map by --map FILE"};
}

Result<std::vector<std::string>> maps_of(World& world, const Options& options, Terminal& terminal) {
  if (!options.map_file.empty()) {
    const PostfixTables given = postfix_tables(options.map_file);
    if (!given.files.empty()) return given.files;
    return std::vector<std::string>{options.map_file};
  }
  const auto setting = postconf(world, "smtp_sasl_password_maps");
  if (!setting) return setting.error();
  PostfixTables tables = postfix_tables(*setting);
  for (const std::string& other : tables.others) {
    terminal.warn("the map " + shown(other) + " is not made of a text file, and was passed over");
  }
  if (!tables.files.empty()) return std::move(tables.files);
  return Error{ErrorKind::bad_config,
               "Postfix has no smtp_sasl_password_maps that is a file; name one by --map FILE"};
}

class Gatherer {
 public:
  Gatherer(World& world, const Options& options, Terminal& terminal, std::string queue)
      : world_(world), options_(options), terminal_(terminal), queue_(std::move(queue)) {
    options_.foreign_kind = "sasl_xoauth2";
    options_.decrypt_command.clear();
  }

  Result<void> add_map(const std::string& map) {
    auto content = world_.files().read(map, oauth::bounds::max_import_bytes);
    if (!content) return content.error();
    if (!*content) {
      return Error{ErrorKind::no_access, "there is no map " + shown(map) + "; correct --map"};
    }
    const auto found = parse_postfix_map((*content)->text.reveal(), shown(map));
    if (!found) return found.error();
    const Result<ActingAs> acting = world_.act_as_owner();
    if (!acting) return acting.error();
    for (const PostfixEntry& entry : *found) add(entry);
    return {};
  }

  std::vector<ForeignEntry> take() { return std::move(entries_); }

 private:
  void add(const PostfixEntry& entry) {
    for (const ForeignEntry& each : entries_) {
      if (!oauth::equals_ignoring_case(each.name, entry.login)) continue;
      terminal_.warn(shown(entry.login) + " stands twice, with another file; " + shown(entry.path) +
                     " was passed over");
      return;
    }
    entries_.push_back({entry.login, record_of(entry)});
  }

  Result<oauth::Record> record_of(const PostfixEntry& entry) {
    const std::string jailed = queue_ + entry.path;
    auto there = world_.files().read(jailed, oauth::bounds::max_import_bytes);
    const bool is_jailed = !there || *there;
    const std::string& path = is_jailed ? jailed : entry.path;
    auto file = read_foreign_file(options_, world_.files(), path);
    if (!file) return file.error();
    auto entries = entries_of(*file, world_, options_, terminal_);
    if (!entries) return entries.error();
    Result<oauth::Record> record = std::move((*entries)[0].record);
    // The login names the account; a `user` in the file is what the mail server is told.
    if (record) record->account = entry.login;
    return record;
  }

  World& world_;
  Options options_;
  Terminal& terminal_;
  const std::string queue_;
  std::vector<ForeignEntry> entries_;
};

}  // namespace

Result<std::vector<ForeignEntry>> postfix_entries(World& world, const Options& options,
                                                  Terminal& terminal) {
  const auto maps = maps_of(world, options, terminal);
  if (!maps) return maps.error();
  const auto queue = postconf(world, "queue_directory 2>/dev/null");
  Gatherer gatherer(world, options, terminal, queue && !queue->empty() ? *queue : usual_queue);
  for (const std::string& map : *maps) {
    if (auto added = gatherer.add_map(map); !added) return added.error();
  }
  auto entries = gatherer.take();
  if (!entries.empty()) return entries;
  return Error{ErrorKind::bad_config,
               "no entry of " + shown((*maps)[0]) + " has the path of a token file for a password"};
}

}  // namespace tool
