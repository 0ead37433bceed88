// SPDX-License-Identifier: MIT
#include "oauth/secret_reference.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

using Kind = SecretReference::Kind;

struct Scheme {
  std::string_view prefix;
  Kind kind;
};

constexpr Scheme schemes[] = {
    {"file:", Kind::file}, {"credential:", Kind::credential}, {"command:", Kind::command}};

Error phrase(std::string_view what) { return {ErrorKind::bad_config, std::string(what)}; }

Error mistake(const SecretReference& reference, ErrorKind kind, const std::string& what) {
  return {kind, reference.origin.prefix() + what};
}

std::string in_quotes(std::string_view text) { return "\"" + shown(text) + "\""; }

std::string_view first_line(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

// `source` is what gave the line: a file's path, or "the command".
Result<Secret> checked(const SecretReference& reference, const std::string& source,
                       std::string_view line) {
  const std::string about = reference.key + " comes from " + source + ", ";
  if (line.empty()) {
    return mistake(reference, ErrorKind::bad_config,
                   about + "whose first line is empty; the secret must stand there");
  }
  if (has_control_bytes(line)) {
    return mistake(reference, ErrorKind::bad_config,
                   about + "whose first line has a control character in it; it is not a secret");
  }
  return Secret::copy_of(line);
}

}  // namespace

Result<SecretReference> parse_secret_reference(std::string_view text) {
  SecretReference reference;
  for (const Scheme& scheme : schemes) {
    if (!starts_with(text, scheme.prefix)) continue;
    reference.kind = scheme.kind;
    text.remove_prefix(scheme.prefix.size());
    break;
  }
  if (trimmed(text).empty()) return phrase("is empty; leave it out if there is none");
  if (has_control_bytes(text)) return phrase("has a control character in it; remove that");
  if (reference.kind == Kind::file && text[0] != '/') {
    return phrase("names a file by a relative path; begin it with '/'");
  }
  if (reference.kind == Kind::credential && text.find('/') != text.npos) {
    return phrase("names a credential with a '/' in it; give the name alone");
  }
  reference.text = Secret::copy_of(text);
  return reference;
}

Result<Secret> SecretResolver::resolve(const SecretReference& reference) {
  if (reference.kind == Kind::literal) return reference.text.clone();
  if (reference.kind == Kind::command) return run(reference);
  const Result<std::string> path = path_of(reference);
  if (!path) return path.error();
  const Result<Secret> content = content_of(reference, *path, bounds::max_secret_bytes);
  if (!content) return content.error();
  return checked(reference, shown(*path), first_line(content->reveal()));
}

Result<Secret> SecretResolver::resolve_whole(const SecretReference& reference) {
  if (reference.kind == Kind::literal) return reference.text.clone();
  if (reference.kind == Kind::command) {
    if (process_ == nullptr) return no_command(reference);
    auto text = process_->output_of(std::string(reference.text.reveal()), bounds::command_timeout);
    if (text) return text;
    return mistake(reference, text.error().kind,
                   "the command for " + reference.key + " " + text.error().message);
  }
  const Result<std::string> path = path_of(reference);
  if (!path) return path.error();
  return content_of(reference, *path, bounds::max_pem_bytes);
}

Result<std::string> SecretResolver::read_public(const std::string& path, const Origin& origin,
                                                const char* key) {
  const Result<Secret> content =
      content_of(SecretReference{Kind::file, {}, origin, key}, path, bounds::max_pem_bytes);
  if (!content) return content.error();
  return std::string(content->reveal());
}

Result<std::string> SecretResolver::path_of(const SecretReference& reference) const {
  const std::string name(reference.text.reveal());
  if (reference.kind == Kind::file) return name;
  if (!credentials_directory_.empty()) return credentials_directory_ + "/" + name;
  return mistake(reference, ErrorKind::bad_config,
                 reference.key + " is the systemd credential " + in_quotes(name) +
                     ", but CREDENTIALS_DIRECTORY is not set; run this as a systemd service"
                     " that has LoadCredential=" +
                     shown(name));
}

Result<Secret> SecretResolver::content_of(const SecretReference& reference, const std::string& path,
                                          std::size_t max_bytes) {
  auto content = files_.read(path, max_bytes);
  if (!content) return mistake(reference, content.error().kind, content.error().message);
  if (*content) return std::move((*content)->text);
  return mistake(reference, ErrorKind::bad_config,
                 reference.key + " comes from " + shown(path) +
                     ", which does not exist; create it, or correct the path");
}

Error SecretResolver::no_command(const SecretReference& reference) const {
  return mistake(reference, ErrorKind::bad_config,
                 reference.key +
                     " is a command, which is not run inside a mail program; run"
                     " sasl-oauth once for this account, or use file:");
}

Result<Secret> SecretResolver::run(const SecretReference& reference) {
  if (process_ == nullptr) return no_command(reference);
  auto line =
      process_->first_line_of(std::string(reference.text.reveal()), bounds::command_timeout);
  if (!line) {
    return mistake(reference, line.error().kind,
                   "the command for " + reference.key + " " + line.error().message);
  }
  return checked(reference, "a command", line->reveal());
}

}  // namespace oauth
