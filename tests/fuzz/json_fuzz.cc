// SPDX-License-Identifier: MIT
#include "oauth/wire/json.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::JsonComments;
using oauth::JsonLayout;
using oauth::JsonObject;

void expect_same(const JsonObject& one, const JsonObject& other) {
  expect(one.members().size() == other.members().size(), "what was written has all members");
  for (std::size_t i = 0; i < one.members().size(); ++i) {
    const oauth::JsonMember& before = one.members()[i];
    const oauth::JsonMember& after = other.members()[i];
    expect(before.name == after.name && before.kind == after.kind && before.text.equals(after.text),
           "what was written reads as it was");
  }
}

void expect_written(const JsonObject& object) {
  for (const JsonLayout layout : {JsonLayout::lines, JsonLayout::one_line, JsonLayout::compact}) {
    oauth::JsonWriter writer(layout);
    for (const oauth::JsonMember& member : object.members()) writer.member(member);
    const oauth::Secret text = writer.finish();
    const auto again = JsonObject::parse(text.reveal());
    expect(static_cast<bool>(again), "what was written can be read");
    expect_same(object, *again);
  }
}

}  // namespace

void json(std::string_view input) {
  const auto lenient = JsonObject::parse(input, JsonComments::passed_over);
  const auto strict = JsonObject::parse(input);
  if (lenient) expect_written(*lenient);
  expect(!strict || lenient, "comments are the one difference");
  if (!strict) return expect_secret_kept(strict.error());
  expect_same(*strict, *lenient);
  for (const oauth::JsonMember& member : strict->members()) {
    const auto texts = oauth::json_texts(member.text.reveal());
    expect(!texts || member.kind != oauth::JsonKind::number, "a number is no list");
  }
}

}  // namespace fuzz
