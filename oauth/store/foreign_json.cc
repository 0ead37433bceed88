// SPDX-License-Identifier: MIT
#include "oauth/store/foreign_json.h"

#include <utility>

#include "oauth/store/member_reader.h"
#include "oauth/store/record_state.h"
#include "oauth/wire/json.h"

namespace oauth {
namespace {

constexpr char our_member[] = "sasl-oauth";
// What that program has compiled in; an address of Google's that still answers.
constexpr char default_endpoint[] = "https://accounts.google.com/o/oauth2/token";

// The first of two objects that has a member of this name; in the token file an empty one counts.
class Overrides {
 public:
  Overrides(MemberReader& file, MemberReader& defaults) : file_(file), defaults_(defaults) {}

  MemberReader& having(std::string_view name) { return file_.take(name) ? file_ : defaults_; }
  std::string string(std::string_view name) { return having(name).string(name); }

 private:
  MemberReader& file_;
  MemberReader& defaults_;
};

void read_overrides(Overrides overrides, Record& record) {
  record.client.client_id = overrides.string("client_id");
  record.client.client_secret = overrides.having("client_secret").secret("client_secret");
  record.client.token_endpoint = overrides.string("token_endpoint");
  if (record.client.token_endpoint.empty()) record.client.token_endpoint = default_endpoint;
  record.network.proxy = overrides.string("proxy");
  record.network.ca_file = overrides.string("ca_bundle_file");
  record.network.ca_dir = overrides.string("ca_certs_dir");
  const auto window = overrides.having("refresh_window").number("refresh_window");
  if (window) record.min_validity = seconds(*window);
}

void read_own_member(MemberReader& reader, const std::string& source, Record& record) {
  const JsonMember* member = reader.take(our_member);
  if (!member) return;
  const Result<JsonObject> state = parse_file_object(member->text.reveal(), source);
  if (!state) return reader.complain(our_member, "is malformed");
  MemberReader state_reader(*state, source);
  read_record_state(state_reader, source, record);
  if (state_reader.error()) reader.complain(our_member, "is malformed");
  // Another program has put in another access token since: the refused one had its expiry taken.
  if (record.expires_at != TimePoint()) record.was_refused = false;
  // A person has put in another refresh token since: what we remember is of the old one.
  if (record.verdict && !record.verdict->refresh_token.equals(record.refresh_token)) {
    record.verdict.reset();
    record.failures = 0;
    record.next_attempt_at = TimePoint();
  }
}

Secret own_member(const Record& record) {
  JsonWriter writer(JsonLayout::one_line);
  write_record_state(writer, record);
  return writer.finish();
}

// Writes the members whose values are the record's, one by one, wherever they stood before.
class Rewriter {
 public:
  explicit Rewriter(const Record& record) : record_(record) {}

  void member(const JsonMember& member) {
    if (!write(member.name)) writer_.member(member);
  }

  Secret finish() {
    for (const char* name : {"access_token", "refresh_token", "expiry", our_member}) write(name);
    return writer_.finish();
  }

 private:
  bool write(std::string_view name) {
    if (name == "access_token") return once(0, name, record_.access_token.reveal());
    if (name == "refresh_token") return once(1, name, record_.refresh_token.reveal());
    if (name == "expiry") return once(2, name, std::to_string(to_unix(record_.expires_at)));
    if (name != our_member) return false;
    if (!is_written_[3] && has_record_state(record_)) {
      writer_.raw(name, own_member(record_).reveal());
    }
    return is_written_[3] = true;
  }

  bool once(int index, std::string_view name, std::string_view value) {
    if (!is_written_[index]) writer_.string(name, value);
    return is_written_[index] = true;
  }

  const Record& record_;
  JsonWriter writer_;
  bool is_written_[4] = {};
};

}  // namespace

Result<Record> parse_foreign(std::string_view text, const std::string& source,
                             std::string_view defaults, const std::string& defaults_source) {
  const Result<JsonObject> object = parse_file_object(text, source, JsonComments::passed_over);
  if (!object) return object.error();
  const Result<JsonObject> below = parse_file_object(defaults.empty() ? "{}" : defaults,
                                                     defaults_source, JsonComments::passed_over);
  if (!below) return below.error();
  MemberReader reader(*object, source);
  MemberReader defaults_reader(*below, defaults_source);
  Record record;
  record.account = source;
  record.user = reader.string("user");
  record.access_token = reader.secret("access_token");
  record.refresh_token = reader.secret("refresh_token");
  const bool tells_no_end = !object->find("expiry") && record.refresh_token.empty();
  record.expires_at = tells_no_end ? TimePoint::max() : reader.time("expiry");
  read_overrides(Overrides(reader, defaults_reader), record);
  read_own_member(reader, source, record);
  if (record.access_token.empty() && record.refresh_token.empty()) {
    reader.complain("refresh_token", "is missing");
  }
  if (reader.error()) return *reader.error();
  if (defaults_reader.error()) return *defaults_reader.error();
  return record;
}

Secret write_foreign(const Record& record) {
  const auto put = [](JsonWriter& writer, const char* name, const std::string& value) {
    if (!value.empty()) writer.string(name, value);
  };
  const bool has_expiry = record.expires_at != TimePoint::max();
  JsonWriter writer;
  writer.string("access_token", record.access_token);
  writer.string("refresh_token", record.refresh_token);
  writer.string("expiry", std::to_string(has_expiry ? to_unix(record.expires_at) : 0));
  writer.string("user", record.user.empty() ? record.account : record.user);
  writer.string("client_id", record.client.client_id);
  writer.string("client_secret", record.client.client_secret);
  writer.string("token_endpoint", record.client.token_endpoint);
  put(writer, "proxy", record.network.proxy);
  put(writer, "ca_bundle_file", record.network.ca_file);
  put(writer, "ca_certs_dir", record.network.ca_dir);
  if (record.min_validity) {
    writer.string("refresh_window", std::to_string(record.min_validity->count()));
  }
  return writer.finish();
}

Result<Secret> rewrite_foreign(std::string_view text, const std::string& source,
                               const Record& record) {
  const Result<JsonObject> object = parse_file_object(text, source, JsonComments::passed_over);
  if (!object) return object.error();
  Rewriter rewriter(record);
  for (const JsonMember& member : object->members()) rewriter.member(member);
  return rewriter.finish();
}

}  // namespace oauth
