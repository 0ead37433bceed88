// SPDX-License-Identifier: MIT
#include "oauth/login/redirect.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "oauth/base/bounds.h"
#include "oauth/base/echo.h"
#include "oauth/base/text.h"
#include "oauth/wire/form.h"
#include "oauth/wire/token_reply.h"

namespace oauth {
namespace {

using Fields = std::vector<FormField>;

Error bad_reply(std::string sentence) { return Error{ErrorKind::bad_reply, std::move(sentence)}; }

std::size_t count(const Fields& fields, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const FormField& field) { return field.name == name; }));
}

const Secret* find(const Fields& fields, std::string_view name) {
  for (const FormField& field : fields) {
    if (field.name == name) return &field.value;
  }
  return nullptr;
}

std::string text_of(const Fields& fields, std::string_view name) {
  const Secret* value = find(fields, name);
  return value ? shown(value->reveal()) : std::string();
}

struct Meaning {
  std::string_view error;
  ErrorKind kind;
  std::string_view remedy;
};

// RFC 6749 section 4.1.2.1, and what Google adds.
constexpr Meaning meanings[] = {
    {"access_denied", ErrorKind::consent_needed, "sign in again and allow the access"},
    {"login_required", ErrorKind::consent_needed, "sign in again"},
    {"consent_required", ErrorKind::consent_needed, "sign in again and allow the access"},
    {"interaction_required", ErrorKind::consent_needed, "sign in again"},
    {"temporarily_unavailable", ErrorKind::unavailable, "try again later"},
    {"server_error", ErrorKind::unavailable, "try again later"},
    {"admin_policy_enforced", ErrorKind::refused, "ask the mail domain's administrator"},
    {"org_internal", ErrorKind::refused, "ask the mail domain's administrator"},
    {"disabled_client", ErrorKind::refused, "use another client"},
    {"deleted_client", ErrorKind::refused, "use another client"},
};
constexpr Meaning anything_else = {"", ErrorKind::bad_config,
                                   "correct the client, the scope or the provider"};

Error told_error(const Fields& fields) {
  const std::string code = text_of(fields, "error");
  const auto* end = std::end(meanings);
  const auto* found = std::find_if(std::begin(meanings), end,
                                   [&](const Meaning& each) { return each.error == code; });
  const Meaning& meaning = found == end ? anything_else : *found;
  std::string sentence = "the sign-in page answered " + code;
  const Secret* words = find(fields, "error_description");
  const std::string_view whole = words ? words->reveal() : std::string_view();
  const std::string description = shown(description_for_people(whole));
  if (!description.empty()) sentence += ": " + description;
  sentence.append("; ").append(meaning.remedy);
  return Error{meaning.kind, std::move(sentence), std::chrono::seconds(0), code,
               code_in_description(whole)};
}

Result<void> check_state(const Fields& fields, const Secret& state) {
  switch (count(fields, "state")) {
    case 0:
      return bad_reply("the address has no state in it; paste all of it, from http:// to its end");
    case 1:
      break;
    default:
      return bad_reply("the address has more than one state in it; sign in again");
  }
  if (find(fields, "state")->equals(state)) return {};
  return bad_reply("the address belongs to another sign-in; use the page opened last");
}

Result<void> check_issuer(const Fields& fields, const ExpectedRedirect& expected) {
  const std::size_t issuers = count(fields, "iss");
  if (issuers > 1) return bad_reply("the sign-in page named itself more than once; sign in again");
  if (issuers == 0) {
    if (expected.issuer_rule == IssuerRule::checked_if_there) return {};
    return bad_reply("the sign-in page did not name itself (iss), as it should; sign in again");
  }
  const std::string_view issuer = find(fields, "iss")->reveal();
  if (expected.issuer.empty() || issuer == expected.issuer) return {};
  return bad_reply("the answer comes from " + shown(issuer) + ", but " + expected.issuer +
                   " was asked; nothing was sent there; correct the provider's issuer if that is"
                   " the right server");
}

Result<Secret> code_of(const Fields& fields) {
  const Secret* code = find(fields, "code");
  if (count(fields, "code") > 1) {
    return bad_reply("the address has more than one code in it; sign in again");
  }
  if (!code || code->empty()) return bad_reply("the address has no code in it; sign in again");
  if (has_control_bytes(code->reveal())) {
    return bad_reply("the code in the address has a control character in it; sign in again");
  }
  return code->clone();
}

// A page that answers with an error may have given a code all the same, and repeat it.
Error without_code(Error error, const Fields& fields) {
  for (const FormField& field : fields) {
    if (field.name != "code") continue;
    for (std::string* text : {&error.message, &error.code, &error.subcode}) {
      *text = without_echoes(*text, field.value.reveal());
    }
  }
  return error;
}

// What mails and chats put around an address.
std::string_view unquoted(std::string_view text) {
  constexpr std::string_view quotes[] = {"\"\"", "''", "<>"};
  for (const std::string_view pair : quotes) {
    if (text.size() > 1 && text.front() == pair[0] && text.back() == pair[1]) {
      return trimmed(text.substr(1, text.size() - 2));
    }
  }
  return text;
}

bool is_http_version(std::string_view text) { return text == "HTTP/1.1" || text == "HTTP/1.0"; }

RequestKind kind_of(std::string_view method, bool is_there, bool has_query) {
  if (method != "GET") return RequestKind::wrong_method;
  return is_there && has_query ? RequestKind::redirect : RequestKind::not_found;
}

RedirectRequest read_line(std::string_view line, std::string_view path) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (has_control_bytes(line) || first == line.npos || first == last) {
    return {RequestKind::malformed, {}};
  }
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_visible_ascii(target) || target[0] != '/' || !is_http_version(line.substr(last + 1))) {
    return {RequestKind::malformed, {}};
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view query = target.substr(std::min(mark + 1, target.size()));
  const RequestKind kind =
      kind_of(line.substr(0, first), target.substr(0, mark) == path, !query.empty());
  return {kind, kind == RequestKind::redirect ? query : std::string_view()};
}

}  // namespace

bool carries_state(std::string_view query, const Secret& state) {
  const std::optional<Fields> fields = parse_form(query);
  return fields && check_state(*fields, state);
}

Result<Secret> read_redirect(std::string_view query, const ExpectedRedirect& expected) {
  const std::optional<Fields> fields = parse_form(query);
  if (!fields) return bad_reply("the address has a malformed '%' in it; sign in again");
  if (auto checked = check_state(*fields, expected.state); !checked) return checked.error();
  if (auto checked = check_issuer(*fields, expected); !checked) {
    return without_code(checked.error(), *fields);
  }
  if (find(*fields, "error")) return without_code(told_error(*fields), *fields);
  return code_of(*fields);
}

Result<Secret> read_pasted(std::string_view text, const ExpectedRedirect& expected) {
  text = unquoted(trimmed(text));
  text = text.substr(0, text.find('#'));
  const std::size_t mark = text.find('?');
  return read_redirect(mark == text.npos ? text : text.substr(mark + 1), expected);
}

RedirectRequest read_request_line(std::string_view received, std::string_view path) {
  const std::size_t end = received.find('\n');
  if (std::min(end, received.size()) > bounds::max_request_line_bytes) {
    return {RequestKind::too_long, {}};
  }
  if (end == received.npos) return {};
  return read_line(received.substr(0, end), path);
}

}  // namespace oauth
