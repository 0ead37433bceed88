// SPDX-License-Identifier: MIT
#include "oauth/store/record_state.h"

#include <algorithm>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
#include "oauth/store/record_client.h"

namespace oauth {
namespace {

ErrorKind verdict_kind(std::string_view name) {
  for (ErrorKind kind : {ErrorKind::bad_config, ErrorKind::refused}) {
    if (name == kind_name(kind)) return kind;
  }
  return ErrorKind::consent_needed;
}

Result<Verdict> parse_verdict(std::string_view text, const std::string& source) {
  const Result<JsonObject> object = parse_file_object(text, source);
  if (!object) return object.error();
  MemberReader reader(*object, source);
  Verdict verdict;
  verdict.kind = verdict_kind(reader.text("kind"));
  verdict.code = printable(reader.text("error"), 100);
  verdict.subcode = printable(reader.text("subcode"), 100);
  verdict.reason = printable(reader.text("reason"), 1000);
  verdict.at = reader.time("at");
  verdict.notified_at = reader.time("notified_at");
  verdict.refresh_token = reader.secret("refresh_token");
  if (reader.error()) return *reader.error();
  return verdict;
}

// A login that fails by this verdict must say something.
std::string unknown_reason(const std::string& account) {
  return shown(account) + " was refused for good, and its file does not say why; ask again: " +
         tool_command("refresh", account, "");
}

Secret write_verdict(const Verdict& verdict) {
  JsonWriter writer(JsonLayout::one_line);
  writer.string("kind", kind_name(verdict.kind));
  if (!verdict.code.empty()) writer.string("error", verdict.code);
  if (!verdict.subcode.empty()) writer.string("subcode", verdict.subcode);
  writer.string("reason", verdict.reason);
  writer.number("at", to_unix(verdict.at));
  write_time(writer, "notified_at", verdict.notified_at);
  writer.string("refresh_token", verdict.refresh_token);
  return writer.finish();
}

}  // namespace

void read_record_state(MemberReader& reader, const std::string& source, Record& record) {
  record.issued_at = reader.time("issued_at");
  const auto failures = reader.number("failures").value_or(0);
  record.failures = static_cast<unsigned>(std::min<std::int64_t>(failures, 1000));
  record.next_attempt_at = reader.time("next_attempt_at");
  record.forced_refresh = reader.flag("forced_refresh");
  record.was_refused = reader.flag("was_refused");
  record.refresh_token_rotates = reader.flag("refresh_token_rotates");
  const JsonMember* member = reader.take("verdict");
  if (!member) return;
  Result<Verdict> verdict = parse_verdict(member->text.reveal(), source);
  if (verdict) {
    record.verdict = std::move(*verdict);
    if (record.verdict->reason.empty()) record.verdict->reason = unknown_reason(record.account);
  } else {
    reader.complain("verdict", "is malformed");
  }
}

void write_record_state(JsonWriter& writer, const Record& record) {
  write_time(writer, "issued_at", record.issued_at);
  if (record.failures != 0) writer.number("failures", record.failures);
  write_time(writer, "next_attempt_at", record.next_attempt_at);
  if (record.forced_refresh) writer.boolean("forced_refresh", true);
  if (record.was_refused) writer.boolean("was_refused", true);
  if (record.refresh_token_rotates) writer.boolean("refresh_token_rotates", true);
  if (record.verdict) writer.raw("verdict", write_verdict(*record.verdict).reveal());
}

bool has_record_state(const Record& record) {
  return record.issued_at != TimePoint() || record.failures != 0 ||
         record.next_attempt_at != TimePoint() || record.forced_refresh || record.was_refused ||
         record.verdict;
}

}  // namespace oauth
