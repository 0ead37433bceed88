// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "oauth/store/foreign_json.h"
#include "oauth/wire/json.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::JsonMember;
using oauth::JsonObject;
using oauth::Record;
using oauth::Secret;

constexpr std::string_view ours[] = {"access_token", "refresh_token", "expiry", "sasl-oauth"};

bool is_ours(const JsonMember& member) {
  return std::find(std::begin(ours), std::end(ours), member.name) != std::end(ours);
}

// Whoever else reads the file finds all that was not ours to change.
void expect_kept(std::string_view before, std::string_view after) {
  const auto old = JsonObject::parse(before, oauth::JsonComments::passed_over);
  const auto rewritten = JsonObject::parse(after);
  expect(static_cast<bool>(rewritten), "what was rewritten is JSON");
  expect(rewritten->repeated_name().empty(), "no member stands twice");
  for (const JsonMember& member : old->members()) {
    if (is_ours(member)) continue;
    const JsonMember* kept = rewritten->find(member.name);
    expect(kept && kept->kind == member.kind && kept->text.equals(member.text),
           "what is not ours stays as it was");
  }
}

void expect_rewritten(std::string_view text, std::string_view defaults, Record record) {
  record.access_token = Secret::copy_of("new-access");
  record.refresh_token = Secret::copy_of("new-refresh");
  record.expires_at = oauth::from_unix(1700003600);
  const auto rewritten = oauth::rewrite_foreign(text, "f", record);
  expect(static_cast<bool>(rewritten), "what was read can be rewritten");
  expect_kept(text, rewritten->reveal());
  const auto again = oauth::parse_foreign(rewritten->reveal(), "f", defaults, "d");
  expect(again && again->access_token.reveal() == "new-access" &&
             again->refresh_token.reveal() == "new-refresh" &&
             again->expires_at == record.expires_at,
         "the new tokens can be read");
  expect(again->user == record.user && again->client.client_id == record.client.client_id,
         "the rest stays");
  const auto exported = oauth::parse_foreign(oauth::write_foreign(record).reveal(), "f", "", "");
  expect(exported && exported->refresh_token.reveal() == "new-refresh", "an export can be read");
}

}  // namespace

void foreign_json(std::string_view input) {
  std::string_view defaults = input;
  const std::string_view text = next_part(defaults);
  auto record = oauth::parse_foreign(text, "f", defaults, "d");
  if (record) return expect_rewritten(text, defaults, std::move(*record));
  expect_values_kept(record.error(), oauth::JsonObject::parse(text) ? text : defaults);
}

}  // namespace fuzz
