// SPDX-License-Identifier: MIT
#include "tool/foreign_file.h"

#include <errno.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/import/git_credential.h"
#include "oauth/import/msal_cache.h"
#include "oauth/import/proxy_accounts.h"
#include "oauth/os/process.h"
#include "oauth/os/system_error.h"
#include "oauth/secret_reference.h"
#include "tool/hidden_input.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::ForeignKind;
using oauth::Result;
using oauth::Secret;
using oauth::shown;

Error bad_config(std::string sentence) { return {ErrorKind::bad_config, std::move(sentence)}; }

Result<Secret> read_input() {
  Secret text;
  std::vector<char, oauth::WipingAllocator<char>> block(4096);
  for (;;) {
    const ssize_t count = read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return oauth::file_error("read", "the standard input", errno);
    if (count == 0) return text;
    text.append({block.data(), static_cast<std::size_t>(count)});
    if (text.size() > oauth::bounds::max_import_bytes) {
      return bad_config("the standard input is longer than 4 MiB; it cannot be the right file");
    }
  }
}

Result<Secret> decrypted(const std::string& command, const std::string& path) {
  Result<Secret> text = oauth::filtered(
      {command, path, oauth::bounds::command_timeout, oauth::bounds::max_import_bytes});
  if (text) return text;
  return Error{text.error().kind, "the command of --decrypt " + text.error().message};
}

// A service account's key and a client hold no account; what they are for is another command.
std::optional<Error> other_use(const ForeignFile& file) {
  if (file.kind == ForeignKind::google_client) {
    return bad_config(file.source + " is an OAuth client, which signs people in; run: sasl-oauth" +
                      " login ADDRESS --client " + file.source);
  }
  if (file.kind == ForeignKind::service_account) {
    return bad_config(file.source +
                      " is the key of a service account, which signs in by itself; run:" +
                      " sasl-oauth add ADDRESS --key " + file.source);
  }
  return std::nullopt;
}

std::vector<ForeignEntry> as_entries(oauth::ForeignAccounts accounts) {
  std::vector<ForeignEntry> entries;
  for (oauth::Record& record : accounts) {
    std::string name = record.account;
    entries.push_back({std::move(name), std::move(record)});
  }
  return entries;
}

/// The password of email-oauth2-proxy's secrets, asked for when first needed.
class ProxyPassword {
 public:
  ProxyPassword(World& world, const Options& options, Terminal& terminal)
      : world_(world), options_(options), terminal_(terminal) {}

  Result<Secret> get(const std::string& account) {
    if (!known_.empty()) return known_.clone();
    Result<Secret> password = fetch(account);
    if (password) known_ = password->clone();
    return password;
  }

  // Whether another one can be asked for.
  bool forget() {
    known_ = Secret();
    return options_.password_command.empty() && options_.password_file.empty() &&
           isatty(STDIN_FILENO) == 1;
  }

 private:
  Result<Secret> fetch(const std::string& account) {
    using Kind = oauth::SecretReference::Kind;
    if (!options_.password_command.empty()) {
      return world_.secrets().resolve(
          {Kind::command, Secret::copy_of(options_.password_command), {}, "the password"});
    }
    if (!options_.password_file.empty()) {
      return world_.secrets().resolve(
          {Kind::file, Secret::copy_of(options_.password_file), {}, "the password"});
    }
    return read_hidden_line(
        terminal_,
        "Password with which the mail program logs in to the proxy as " + shown(account) + ":",
        "give it by --password-command or --password-file");
  }

  World& world_;
  const Options& options_;
  Terminal& terminal_;
  Secret known_;
};

constexpr int password_tries = 3;

Result<oauth::Record> open_account(oauth::ProxyAccount& account, const std::string& source,
                                   ProxyPassword& password, World& world) {
  if (account.refresh_token.empty() && account.flow == "client_credentials") {
    return bad_config(source + " [" + shown(account.record.account) +
                      "] is a machine account, which holds no tokens of a person; see: sasl-oauth"
                      " add --help");
  }
  for (int i = 1;; ++i) {
    Result<Secret> word = Secret();
    if (account.is_encrypted()) word = password.get(account.record.account);
    if (!word) return word.error();
    auto record = oauth::open_proxy_account(account, *word, world.network(), source);
    const bool is_wrong = !record && record.error().kind == ErrorKind::no_access;
    if (!is_wrong || i == password_tries || !password.forget()) return record;
  }
}

Result<std::vector<ForeignEntry>> proxy_entries(const ForeignFile& file, World& world,
                                                const Options& options, Terminal& terminal) {
  auto accounts = oauth::parse_proxy_accounts(file.text.reveal(), file.source);
  if (!accounts) return accounts.error();
  ProxyPassword password(world, options, terminal);
  std::vector<ForeignEntry> entries;
  std::string names;
  for (oauth::ProxyAccount& account : *accounts) {
    std::string name = account.record.account;
    names += (names.empty() ? "" : ", ") + shown(name);
    const bool is_wanted = options.account.empty() || accounts->size() == 1 ||
                           oauth::equals_ignoring_case(options.account, name);
    if (!is_wanted) continue;
    terminal.progress("Decrypting " + shown(name) + " ...");
    auto record = open_account(account, file.source, password, world);
    entries.push_back({std::move(name), std::move(record)});
  }
  if (!entries.empty()) return entries;
  return bad_config(file.source + " holds no account " + shown(options.account) + "; it holds " +
                    names);
}

Result<std::vector<ForeignEntry>> one_json_entry(const ForeignFile& file, World& world) {
  oauth::Secret defaults;
  if (file.kind == ForeignKind::sasl_xoauth2) {
    auto content = world.files().read(SASL_OAUTH_XOAUTH2_CONF, oauth::bounds::max_config_bytes);
    // A token file with all of its overrides needs none.
    if (content && *content) {
      if (!(*content)->distrust.empty()) {
        return Error{ErrorKind::no_access, (*content)->distrust};
      }
      defaults = std::move((*content)->text);
    }
  }
  auto accounts = oauth::parse_token_json(file.kind, file.text.reveal(), file.source,
                                          defaults.reveal(), SASL_OAUTH_XOAUTH2_CONF);
  if (!accounts) return accounts.error();
  return as_entries(std::move(*accounts));
}

}  // namespace

Result<ForeignText> read_foreign_text(const Options& options, oauth::FileReader& files,
                                      const std::string& path) {
  ForeignText found;
  if (path == "-") {
    if (!options.decrypt_command.empty()) {
      return bad_config("--decrypt wants a file, not the standard input");
    }
    auto text = read_input();
    if (!text) return text.error();
    found.text = std::move(*text);
    return found;
  }
  auto content = files.read(path, oauth::bounds::max_import_bytes);
  if (!content) return content.error();
  if (!*content) {
    return Error{ErrorKind::no_access, "there is no file " + shown(path) + "; correct the path"};
  }
  found.text = std::move((*content)->text);
  found.others_can_read = (*content)->others_can_read;
  if (options.decrypt_command.empty()) return found;
  auto text = decrypted(options.decrypt_command, path);
  if (!text) return text.error();
  found.text = std::move(*text);
  found.others_can_read = false;  // what others see is encrypted
  return found;
}

Result<ForeignFile> recognised_file(Secret text, std::string source, const Options& options) {
  const auto named = oauth::foreign_kind_from(options.foreign_kind);
  const auto kind = named ? Result<ForeignKind>(*named) : oauth::recognise(text.reveal(), source);
  if (!kind) return kind.error();
  return ForeignFile{*kind, std::move(text), std::move(source), false};
}

Result<ForeignFile> read_foreign_file(const Options& options, oauth::FileReader& files,
                                      const std::string& path) {
  auto text = read_foreign_text(options, files, path);
  if (!text) return text.error();
  auto file = recognised_file(std::move(text->text),
                              path == "-" ? "the standard input" : shown(path), options);
  if (file) file->others_can_read = text->others_can_read;
  return file;
}

Result<std::vector<ForeignEntry>> entries_of(const ForeignFile& file, World& world,
                                             const Options& options, Terminal& terminal) {
  if (auto other = other_use(file)) return *other;
  if (file.kind == ForeignKind::email_oauth2_proxy) {
    return proxy_entries(file, world, options, terminal);
  }
  if (file.kind != ForeignKind::msal && file.kind != ForeignKind::git_credential) {
    return one_json_entry(file, world);
  }
  auto accounts = file.kind == ForeignKind::msal
                      ? oauth::parse_msal_cache(file.text.reveal(), file.source)
                      : oauth::parse_git_credential(file.text.reveal(), file.source);
  if (!accounts) return accounts.error();
  return as_entries(std::move(*accounts));
}

}  // namespace tool
