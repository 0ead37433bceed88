// SPDX-License-Identifier: MIT
#include "oauth/import/foreign_account.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/store/foreign_json.h"
#include "oauth/store/member_reader.h"
#include "oauth/wire/rfc3339.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

/// What the members of a flat token file are called; NULL: there is no such member.
struct Names {
  ForeignKind kind;
  const char* account;
  const char* provider;  // a member, or the name itself behind '='
  const char* access_token;
  const char* expiry;  // in RFC 3339
  const char* token_endpoint;
  const char* scope;  // a text or an array of texts
};

// mutt's times are local and nameless, and oama's are early on purpose: neither is read.
constexpr Names names_of[] = {
    {ForeignKind::mutt_oauth2, "email", "registration", "access_token", nullptr, nullptr, nullptr},
    {ForeignKind::oama, "email", "service", "access_token", nullptr, nullptr, "scope"},
    {ForeignKind::ortie, nullptr, nullptr, "access_token", nullptr, nullptr, "scope"},
    {ForeignKind::authorized_user, "account", "=google", nullptr, nullptr, "token_uri", nullptr},
    {ForeignKind::google_auth, "account", "=google", "token", "expiry", "token_uri", "scopes"},
    {ForeignKind::go_token, nullptr, nullptr, "access_token", "expiry", nullptr, nullptr},
};

class FlatFile {
 public:
  FlatFile(MemberReader& reader, const Names& names) : reader_(reader), names_(names) {}

  Record read() {
    Record record;
    record.account = text(names_.account);
    record.provider = provider();
    record.client.token_endpoint = text(names_.token_endpoint);
    record.client.client_id = reader_.string("client_id");
    record.client.client_secret = reader_.secret("client_secret");
    record.client.scope = scope();
    record.refresh_token = reader_.secret("refresh_token");
    if (names_.access_token) record.access_token = reader_.secret(names_.access_token);
    record.expires_at = expiry();
    return record;
  }

 private:
  std::string text(const char* name) { return name ? reader_.string(name) : std::string(); }

  std::string provider() {
    const std::string_view name = names_.provider ? names_.provider : "";
    if (starts_with(name, "=")) return std::string(name.substr(1));
    return text(names_.provider);
  }

  std::string scope() {
    const JsonMember* member = names_.scope ? reader_.take(names_.scope) : nullptr;
    if (!member || member->kind == JsonKind::null) return {};
    if (member->kind == JsonKind::string) return std::string(member->text.reveal());
    const auto texts = json_texts(member->text.reveal());
    if (!texts) reader_.complain(names_.scope, "is not a list of texts");
    std::string all;
    for (const std::string& each : texts.value_or(std::vector<std::string>())) {
      all += (all.empty() ? "" : " ") + each;
    }
    return all;
  }

  TimePoint expiry() {
    if (names_.kind == ForeignKind::ortie) return sum_of_times();
    const JsonMember* member = names_.expiry ? reader_.take(names_.expiry) : nullptr;
    if (!member || member->kind == JsonKind::null) return {};
    // Go's zero time, in the year 1, says that nobody knows.
    const auto at = parse_rfc3339(member->text.reveal());
    if (!at) reader_.complain(names_.expiry, "is not a time with its zone");
    return at && *at > TimePoint() ? *at : TimePoint();
  }

  TimePoint sum_of_times() {
    const auto issued = reader_.number("issued_at");
    const auto life = reader_.number("expires_in");
    if (!issued || !life) return {};
    return from_unix(*issued) + std::min(seconds(*life), seconds(bounds::max_token_lifetime));
  }

  MemberReader& reader_;
  const Names& names_;
};

Result<Record> parse_flat(const Names& names, std::string_view text, const std::string& source) {
  const Result<JsonObject> object = parse_file_object(text, source);
  if (!object) return object.error();
  MemberReader reader(*object, source);
  Record record = FlatFile(reader, names).read();
  if (reader.error()) return *reader.error();
  return record;
}

Error mistake(const std::string& source, const std::string& what) {
  return Error{ErrorKind::bad_config, printable(source, bounds::max_quoted_bytes) + " " + what};
}

bool is_clean(std::string_view text) { return is_utf8(text) && !has_control_bytes(text); }

bool is_clean(const Record& record) {
  const std::string_view all[] = {record.account,
                                  record.user,
                                  record.provider,
                                  record.client.token_endpoint,
                                  record.client.client_id,
                                  record.client.client_secret.reveal(),
                                  record.client.scope,
                                  record.refresh_token.reveal(),
                                  record.access_token.reveal(),
                                  record.network.proxy,
                                  record.network.ca_file,
                                  record.network.ca_dir};
  return std::all_of(std::begin(all), std::end(all),
                     [](std::string_view text) { return is_clean(text); });
}

}  // namespace

Result<void> check_foreign(const Record& record, const std::string& source) {
  if (record.refresh_token.empty()) {
    return mistake(source, "holds no refresh token; sign in instead: sasl-oauth login");
  }
  if (!is_clean(record)) {
    return mistake(source, "has a control character or broken UTF-8 in a value; copy it anew");
  }
  if (record.refresh_token.size() > bounds::max_token_bytes ||
      record.access_token.size() > bounds::max_token_bytes) {
    return mistake(source, "holds a token of more than 16 KiB; it cannot be the right file");
  }
  if (record.client.token_endpoint.empty()) return {};
  const auto checked = check_endpoint(record.client.token_endpoint, PlainHttp::to_loopback);
  if (checked) return {};
  return mistake(source, "names a token endpoint that " + checked.error().message +
                             "; no secret may be sent there");
}

Result<ForeignAccounts> parse_token_json(ForeignKind kind, std::string_view text,
                                         const std::string& source, std::string_view defaults,
                                         const std::string& defaults_source) {
  const auto* names = std::find_if(std::begin(names_of), std::end(names_of),
                                   [&](const Names& each) { return each.kind == kind; });
  const bool is_flat = names != std::end(names_of);
  if (!is_flat && kind != ForeignKind::sasl_xoauth2) {
    return Error{ErrorKind::internal, "no reader for " + std::string(foreign_tool(kind).name)};
  }
  Result<Record> record = is_flat ? parse_flat(*names, text, source)
                                  : parse_foreign(text, source, defaults, defaults_source);
  if (!record) return record.error();
  if (!is_flat) record->account = record->user;  // the path stands there
  if (auto checked = check_foreign(*record, source); !checked) return checked.error();
  ForeignAccounts accounts;
  accounts.push_back(std::move(*record));
  return accounts;
}

}  // namespace oauth
