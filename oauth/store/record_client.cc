// SPDX-License-Identifier: MIT
#include "oauth/store/record_client.h"

namespace oauth {
namespace {

struct GrantName {
  GrantType grant;
  std::string_view name;  // as in RFC 6749 and RFC 7523, but for the last
};

constexpr GrantName grant_names[] = {
    {GrantType::refresh_token, "refresh_token"},
    {GrantType::client_credentials, "client_credentials"},
    {GrantType::jwt_bearer, "urn:ietf:params:oauth:grant-type:jwt-bearer"},
    {GrantType::command, "command"}};

void read_grant(MemberReader& reader, Record& record) {
  const std::string_view text = reader.text("grant_type");
  if (text.empty()) return;
  for (const GrantName& each : grant_names) {
    if (each.name != text) continue;
    record.grant = each.grant;
    return;
  }
  reader.complain("grant_type", "is not known");
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

void read_proof(MemberReader& reader, Client& client) {
  client.key = reader.secret("client_key");
  client.certificate = reader.string("client_certificate");
  client.key_id = reader.string("client_key_id");
  client.assertion_algorithm = reader.string("client_assertion_algorithm");
  client.assertion_audience = reader.string("client_assertion_audience");
  client.assertion_file = reader.string("client_assertion_file");
  client.expires_at = reader.time("client_expires_at");
}

void read_assertion(MemberReader& reader, Assertion& assertion) {
  assertion.issuer = reader.string("assertion_issuer");
  assertion.subject = reader.string("assertion_subject");
  assertion.key = reader.secret("assertion_key");
  assertion.key_id = reader.string("assertion_key_id");
}

void write_client(JsonWriter& writer, const Client& client) {
  writer.string("token_endpoint", client.token_endpoint);
  writer.string("token_endpoint_auth_method", client_authentication_name(client.authentication));
  writer.string("client_id", client.client_id);
  write_text(writer, "client_secret", client.client_secret.reveal());
  write_text(writer, "scope", client.scope);
}

void write_proof(JsonWriter& writer, const Client& client) {
  write_text(writer, "client_key", client.key.reveal());
  write_text(writer, "client_certificate", client.certificate);
  write_text(writer, "client_key_id", client.key_id);
  write_text(writer, "client_assertion_algorithm", client.assertion_algorithm);
  write_text(writer, "client_assertion_audience", client.assertion_audience);
  write_text(writer, "client_assertion_file", client.assertion_file);
  write_time(writer, "client_expires_at", client.expires_at);
}

void write_assertion(JsonWriter& writer, const Assertion& assertion) {
  write_text(writer, "assertion_issuer", assertion.issuer);
  write_text(writer, "assertion_subject", assertion.subject);
  write_text(writer, "assertion_key", assertion.key.reveal());
  write_text(writer, "assertion_key_id", assertion.key_id);
}

}  // namespace

void read_record_client(MemberReader& reader, Record& record) {
  read_grant(reader, record);
  read_client(reader, record.client);
  read_proof(reader, record.client);
  read_assertion(reader, record.assertion);
  record.command = reader.string("command");
}

void write_record_client(JsonWriter& writer, const Record& record) {
  for (const GrantName& each : grant_names) {
    const bool is_usual = each.grant == GrantType::refresh_token;
    if (each.grant == record.grant && !is_usual) writer.string("grant_type", each.name);
  }
  write_client(writer, record.client);
  write_proof(writer, record.client);
  write_assertion(writer, record.assertion);
  write_text(writer, "command", record.command);
}

void write_text(JsonWriter& writer, const char* name, std::string_view value) {
  if (!value.empty()) writer.string(name, value);
}

void write_time(JsonWriter& writer, const char* name, TimePoint time) {
  if (time != TimePoint()) writer.number(name, to_unix(time));
}

}  // namespace oauth
