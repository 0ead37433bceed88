// SPDX-License-Identifier: MIT
#include "oauth/wire/json.h"
#include "tool/status_line.h"

namespace tool {
namespace {

using oauth::JsonLayout;
using oauth::JsonWriter;
using oauth::Secret;
using oauth::TimePoint;

void write_time(JsonWriter& writer, const char* name, TimePoint time) {
  if (time != TimePoint()) writer.number(name, oauth::to_unix(time));
}

void write_text(JsonWriter& writer, const char* name, const std::string& text) {
  if (!text.empty()) writer.string(name, text);
}

void add(Secret& list, Secret text) {
  if (list.size() > 1) list.append(", ");
  list.append(text);
}

Secret end_of(const oauth::GrantEnd& end, const oauth::Record& record, const StatusView& view) {
  JsonWriter writer(JsonLayout::one_line);
  writer.string("cause", oauth::cause_name(end.cause));
  writer.number("at", oauth::to_unix(end.at));
  writer.string("reason", oauth::sentence_on(end, record, view.now));
  writer.string("command", oauth::remedy_for(end, record));
  return writer.finish();
}

Secret verdict_of(const oauth::Verdict& verdict) {
  JsonWriter writer(JsonLayout::one_line);
  writer.string("kind", kind_name(verdict.kind));
  write_text(writer, "error", verdict.code);
  write_text(writer, "subcode", verdict.subcode);
  write_time(writer, "at", verdict.at);
  write_time(writer, "notified_at", verdict.notified_at);
  return writer.finish();
}

const char* grant_name(oauth::GrantType grant) {
  switch (grant) {
    case oauth::GrantType::refresh_token:
      return "refresh_token";
    case oauth::GrantType::client_credentials:
      return "client_credentials";
    case oauth::GrantType::jwt_bearer:
      return "jwt_bearer";
    case oauth::GrantType::command:
      return "command";
  }
  return "";
}

void write_times(JsonWriter& writer, const oauth::Record& record) {
  write_time(writer, "issued_at", record.issued_at);
  write_time(writer, "expires_at", record.expires_at);
  write_time(writer, "granted_at", record.granted_at);
  write_time(writer, "renewed_at", record.renewed_at);
  write_time(writer, "refresh_token_expires_at", record.refresh_expires_at.value_or(TimePoint()));
  write_time(writer, "client_expires_at", record.client.expires_at);
  if (record.grant_lifetime.count() != 0) {
    writer.number("grant_lifetime", record.grant_lifetime.count());
  }
}

void write_record(JsonWriter& writer, const StatusLine& line, const StatusView& view) {
  const oauth::Record& record = *line.record;
  writer.string("next", step_name(line.status.next));
  write_time(writer, "next_at", line.status.next_at);
  write_times(writer, record);
  if (record.failures != 0) writer.number("failures", record.failures);
  write_time(writer, "next_attempt_at", record.next_attempt_at);
  if (record.verdict) writer.raw("verdict", verdict_of(*record.verdict).reveal());
  Secret ends = Secret::copy_of("[");
  for (const oauth::GrantEnd& end : line.status.ends) add(ends, end_of(end, record, view));
  ends.append("]");
  writer.raw("ends", ends.reveal());
  writer.string("grant", grant_name(record.grant));
  write_text(writer, "provider", record.provider);
  write_text(writer, "client_id", record.client.client_id);
  write_text(writer, "user", record.user);
}

Secret account_of(const StatusLine& line, const StatusView& view) {
  JsonWriter writer(JsonLayout::one_line);
  writer.string("account", line.account);
  writer.string("state", line.record ? state_name(line.status.state) : "unreadable");
  write_text(writer, "reason", line.problem ? line.problem->message : line.status.reason);
  writer.number("token_seconds_left", line.status.token_left.count());
  if (line.record) write_record(writer, line, view);
  writer.string("path", line.path);
  return writer.finish();
}

}  // namespace

void print_json(const std::vector<StatusLine>& lines, const StatusView& view, Terminal& terminal) {
  Secret list = Secret::copy_of("[");
  for (const StatusLine& line : lines) add(list, account_of(line, view));
  list.append("]");
  JsonWriter whole(JsonLayout::one_line);
  whole.raw("accounts", list.reveal());
  terminal.print(whole.finish());
}

}  // namespace tool
