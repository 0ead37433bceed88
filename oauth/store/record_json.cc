// SPDX-License-Identifier: MIT
#include "oauth/store/record_json.h"

#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/store/member_reader.h"
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

void read_client(MemberReader& reader, Client& client) {
  client.token_endpoint = reader.string("token_endpoint");
  client.client_id = reader.string("client_id");
  client.client_secret = reader.secret("client_secret");
  client.scope = reader.string("scope");
  const std::string_view method = reader.text("token_endpoint_auth_method");
  const auto known = client_authentication_from(method);
  if (!known && !method.empty()) reader.complain("token_endpoint_auth_method", "is not known");
  client.authentication = known.value_or(ClientAuthentication::client_secret_post);
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
  if (const auto at = reader.number("refresh_token_expires_at")) {
    record.refresh_expires_at = from_unix(*at);
  }
}

void write_text(JsonWriter& writer, const char* name, std::string_view value) {
  if (!value.empty()) writer.string(name, value);
}

void write_client(JsonWriter& writer, const Client& client) {
  writer.string("token_endpoint", client.token_endpoint);
  writer.string("token_endpoint_auth_method", client_authentication_name(client.authentication));
  writer.string("client_id", client.client_id);
  write_text(writer, "client_secret", client.client_secret.reveal());
  write_text(writer, "scope", client.scope);
}

void write_settings(JsonWriter& writer, const Record& record) {
  write_text(writer, "proxy", record.network.proxy);
  write_text(writer, "ca_file", record.network.ca_file);
  write_text(writer, "ca_dir", record.network.ca_dir);
  if (record.min_validity) writer.number("min_validity", record.min_validity->count());
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
  read_client(reader, record.client);
  read_settings(reader, record);
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
  write_text(writer, "provider", record.provider);
  write_client(writer, record.client);
  writer.string("refresh_token", record.refresh_token);
  write_text(writer, "dpop_key", record.dpop_key.reveal());
  write_text(writer, "dpop_nonce", record.dpop_nonce);
  if (record.granted_at != TimePoint()) writer.number("granted_at", to_unix(record.granted_at));
  if (record.refresh_expires_at) {
    writer.number("refresh_token_expires_at", to_unix(*record.refresh_expires_at));
  }
  write_settings(writer, record);
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
