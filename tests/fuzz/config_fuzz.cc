// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/config_reader.h"
#include "oauth/secret_reference.h"
#include "oauth/toml.h"
#include "oauth/toml_text.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::SourceTrust;
using oauth::TomlValue;

bool names_canary(const TomlValue& value) {
  return holds_canary(value.key) ||
         std::any_of(value.members.begin(), value.members.end(), names_canary);
}

// What the parser is given has the person's lines, by which mistakes are named.
void expect_same_lines(std::string_view input) {
  const auto plain = oauth::toml_in_ascii(input, "c.toml");
  if (!plain) return expect_secret_kept(plain.error());
  const std::string_view text = plain->reveal();
  expect(std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; }),
         "the parser is given ASCII alone");
  expect(std::count(text.begin(), text.end(), '\n') >= std::count(input.begin(), input.end(), '\n'),
         "no line goes");
}

void expect_config(const oauth::Configuration& found) {
  for (const auto& [name, provider] : found.providers) {
    expect(oauth::is_config_name(name), "a provider's name can be a file's");
    if (auto checked = oauth::check(provider); !checked) expect_sentence(checked.error());
  }
  for (const auto& [name, client] : found.clients) {
    expect(oauth::is_config_name(name), "a client's name can be a file's");
    expect(is_printable(client.client_id, oauth::bounds::max_setting_bytes), "texts are bounded");
  }
  for (const auto& [service, span] : found.defaults.min_validity) {
    expect(span >= span.zero() && span <= oauth::bounds::longest_min_validity,
           "min_validity is within bounds");
  }
  const auto limit = found.network.request_timeout.value_or(oauth::bounds::request_timeout);
  expect(limit >= oauth::seconds(1) && limit <= oauth::bounds::longest_timeout,
         "a time limit is within bounds");
  if (auto checked = oauth::check_clients(found); !checked) expect_sentence(checked.error());
  const auto choice = oauth::choose_sign_in(found, "user@example.com");
  if (!choice) expect_sentence(choice.error());
}

}  // namespace

void config(std::string_view input) {
  expect_same_lines(input);
  const auto reference = oauth::parse_secret_reference(input);
  if (!reference) expect_secret_kept(reference.error());
  const auto open = oauth::parse_configuration(input, "c.toml", SourceTrust::readable_by_others);
  const auto closed = oauth::parse_configuration(input, "c.toml", SourceTrust::private_file);
  expect(!open || closed, "a file for its owner alone may hold no less");
  if (closed) return expect_config(*closed);
  const auto document = oauth::parse_toml(input, "c.toml");
  if (document && names_canary(*document)) return expect_sentence(closed.error());
  expect_secret_kept(closed.error());
  expect_secret_kept(open.error());
}

}  // namespace fuzz
