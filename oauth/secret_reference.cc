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

std::string in_quotes(std::string_view text) {
  return "\"" + printable(text, bounds::max_quoted_bytes) + "\"";
}

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
  switch (reference.kind) {
    case Kind::file:
      return read(reference, std::string(reference.text.reveal()));
    case Kind::credential:
      return read_credential(reference);
    case Kind::command:
      return run(reference);
    case Kind::literal:
      break;
  }
  return reference.text.clone();
}

Result<Secret> SecretResolver::read(const SecretReference& reference, const std::string& path) {
  auto content = files_.read(path, bounds::max_secret_bytes);
  if (!content) return mistake(reference, content.error().kind, content.error().message);
  const std::string shown = printable(path, bounds::max_quoted_bytes);
  if (!*content) {
    return mistake(reference, ErrorKind::bad_config,
                   reference.key + " comes from " + shown +
                       ", which does not exist; create it, or correct the path");
  }
  return checked(reference, shown, first_line((*content)->text.reveal()));
}

Result<Secret> SecretResolver::read_credential(const SecretReference& reference) {
  const std::string name(reference.text.reveal());
  if (credentials_directory_.empty()) {
    return mistake(reference, ErrorKind::bad_config,
                   reference.key + " is the systemd credential " + in_quotes(name) +
                       ", but CREDENTIALS_DIRECTORY is not set; run this as a systemd service"
                       " that has LoadCredential=" +
                       printable(name, bounds::max_quoted_bytes));
  }
  return read(reference, credentials_directory_ + "/" + name);
}

Result<Secret> SecretResolver::run(const SecretReference& reference) {
  if (process_ == nullptr) {
    return mistake(reference, ErrorKind::bad_config,
                   reference.key +
                       " is a command, which is not run inside a mail program; run"
                       " sasl-oauth once for this account, or use file:");
  }
  auto line =
      process_->first_line_of(std::string(reference.text.reveal()), bounds::command_timeout);
  if (!line) {
    return mistake(reference, line.error().kind,
                   "the command for " + reference.key + " " + line.error().message);
  }
  return checked(reference, "a command", line->reveal());
}

}  // namespace oauth
