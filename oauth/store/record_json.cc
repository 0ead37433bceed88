// SPDX-License-Identifier: MIT
#include "oauth/store/record_json.h"

#include <algorithm>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/store/member_reader.h"
#include "oauth/store/record_client.h"
#include "oauth/store/record_state.h"

namespace oauth {
namespace {

constexpr std::int64_t record_version = 1;

void check_version(MemberReader& reader) {
  const auto version = reader.number("version");
  if (!version) {
    reader.complain("version", "is missing");
  } else if (*version != record_version) {
    reader.complain("version", "is not 1: the file was written by another release");
  }
}

void read_settings(MemberReader& reader, Record& record) {
  record.network.proxy = reader.string("proxy");
  record.network.ca_file = reader.string("ca_file");
  record.network.ca_dir = reader.string("ca_dir");
  if (const auto need = reader.number("min_validity")) record.min_validity = seconds(*need);
}

void read_tokens(MemberReader& reader, Record& record) {
  record.expires_at = reader.time("expires_at");
  record.access_token = reader.secret("access_token");
  record.refresh_token = reader.secret("refresh_token");
  record.dpop_key = reader.secret("dpop_key");
  record.dpop_nonce = reader.string("dpop_nonce");
  record.granted_at = reader.time("granted_at");
  record.renewed_at = reader.time("renewed_at");
  record.grant_lifetime = seconds(reader.number("grant_lifetime").value_or(0));
  if (const auto at = reader.number("refresh_token_expires_at")) {
    record.refresh_expires_at = from_unix(*at);
  }
  record.refresh_expiry_told_at = reader.time("refresh_token_expiry_told_at");
}

void write_settings(JsonWriter& writer, const Record& record) {
  write_text(writer, "proxy", record.network.proxy);
  write_text(writer, "ca_file", record.network.ca_file);
  write_text(writer, "ca_dir", record.network.ca_dir);
  if (record.min_validity) writer.number("min_validity", record.min_validity->count());
}

void read_notices(MemberReader& reader, Record& record) {
  record.failing_notified_at = reader.time("failing_notified_at");
  record.ending_notified_at = reader.time("ending_notified_at");
  const auto tries = reader.number("notice_tries").value_or(0);
  record.notice_tries = static_cast<unsigned>(std::min<std::int64_t>(tries, 1000));
  record.notice_tried_at = reader.time("notice_tried_at");
}

void write_notices(JsonWriter& writer, const Record& record) {
  write_time(writer, "failing_notified_at", record.failing_notified_at);
  write_time(writer, "ending_notified_at", record.ending_notified_at);
  if (record.notice_tries != 0) writer.number("notice_tries", record.notice_tries);
  write_time(writer, "notice_tried_at", record.notice_tried_at);
}

}  // namespace

Result<Record> parse_record(std::string_view text, const std::string& source) {
  const Result<JsonObject> object = parse_file_object(text, source);
  if (!object) return object.error();
  MemberReader reader(*object, source);
  check_version(reader);
  Record record;
  record.account = reader.string("account");
  record.user = reader.string("user");
  record.provider = reader.string("provider");
  if (record.account.empty()) reader.complain("account", "is missing");
  read_tokens(reader, record);
  record.derived_from = reader.string("derived_from");
  read_record_client(reader, record);
  read_settings(reader, record);
  read_notices(reader, record);
  read_record_state(reader, source, record);
  if (reader.error()) return *reader.error();
  record.unknown = reader.untaken();
  return record;
}

Secret write_record(const Record& record) {
  JsonWriter writer;
  writer.number("version", record_version);
  writer.number("expires_at", to_unix(record.expires_at));
  writer.string("user", record.user);
  writer.string("access_token", record.access_token);
  writer.string("account", record.account);
  const bool is_derived = !record.derived_from.empty();
  write_text(writer, "derived_from", record.derived_from);
  if (!is_derived) write_text(writer, "provider", record.provider);
  if (!is_derived) write_record_client(writer, record);
  writer.string("refresh_token", record.refresh_token);
  write_text(writer, "dpop_key", record.dpop_key.reveal());
  write_text(writer, "dpop_nonce", record.dpop_nonce);
  write_time(writer, "granted_at", record.granted_at);
  write_time(writer, "renewed_at", record.renewed_at);
  if (record.grant_lifetime.count() != 0) {
    writer.number("grant_lifetime", record.grant_lifetime.count());
  }
  if (record.refresh_expires_at) {
    writer.number("refresh_token_expires_at", to_unix(*record.refresh_expires_at));
  }
  write_time(writer, "refresh_token_expiry_told_at", record.refresh_expiry_told_at);
  if (!is_derived) write_settings(writer, record);
  write_notices(writer, record);
  write_record_state(writer, record);
  for (const auto& [name, json] : record.unknown) writer.raw(name, json.reveal());
  return writer.finish();
}

Result<void> check_size(const Secret& text, const std::string& path) {
  if (text.size() <= bounds::max_record_bytes) return {};
  return Error{ErrorKind::no_access, path + " would get longer than " +
                                         std::to_string(bounds::max_record_bytes) +
                                         " bytes; remove what is not needed from it"};
}

}  // namespace oauth
