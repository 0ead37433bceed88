// SPDX-License-Identifier: MIT
#include "tests/fuzz/promises.h"

#include <stdio.h>
#include <stdlib.h>

#include <algorithm>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"

namespace fuzz {
namespace {

bool names_canary(std::string_view json) {
  const auto object = oauth::JsonObject::parse(json, oauth::JsonComments::passed_over);
  if (!object) return false;
  const auto& members = object->members();
  return std::any_of(members.begin(), members.end(), [](const oauth::JsonMember& member) {
    return holds_canary(member.name) || names_canary(member.text.reveal());
  });
}

// U+0080 to U+009F in UTF-8: a terminal may obey them.
bool has_c1_control(std::string_view text) {
  for (std::size_t at = text.find('\xc2'); at != text.npos; at = text.find('\xc2', at + 1)) {
    if (static_cast<unsigned char>(text[at + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace

void expect(bool is_kept, const char* promise) {
  if (is_kept) return;
  fprintf(stderr, "broken promise: %s\n", promise);
  abort();
}

bool holds_canary(std::string_view text) { return text.find(canary) != text.npos; }

bool is_printable(std::string_view text, std::size_t max_bytes) {
  return oauth::is_utf8(text) && !oauth::has_control_bytes(text) && !has_c1_control(text) &&
         text.size() <= max_bytes;
}

void expect_sentence(const oauth::Error& error) {
  expect(!error.message.empty(), "an error has a sentence");
  expect(is_printable(error.message, oauth::bounds::max_finding_bytes),
         "an error's sentence is printable and bounded");
}

void expect_secret_kept(const oauth::Error& error) {
  expect_sentence(error);
  expect(!holds_canary(error.message), "an error's sentence repeats no secret");
}

void expect_values_kept(const oauth::Error& error, std::string_view json) {
  if (names_canary(json)) return expect_sentence(error);
  expect_secret_kept(error);
}

std::string_view next_part(std::string_view& rest) {
  constexpr std::string_view divider = "\n%%\n";
  const std::size_t end = rest.find(divider);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + divider.size());
  return part;
}

}  // namespace fuzz
