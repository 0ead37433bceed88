// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/base64.h"
#include "oauth/wire/form.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

// One text stands for one thing.
void expect_one_text(std::string_view input) {
  if (const auto octets = oauth::base64_decode(input)) {
    expect(oauth::base64_encode(octets->reveal()).reveal() == input, "base64 is read strictly");
  }
  if (const auto octets = oauth::base64url_decode(input)) {
    const std::string_view bare = input.substr(0, input.find('='));
    expect(oauth::base64url_encode(octets->reveal()) == bare, "base64url is read strictly");
  }
}

void expect_back(std::string_view input) {
  const auto octets = oauth::base64_decode(oauth::base64_encode(input).reveal());
  expect(octets && octets->reveal() == input, "base64 comes back");
  const auto safe = oauth::base64url_decode(oauth::base64url_encode(input));
  expect(safe && safe->reveal() == input, "base64url comes back");
}

void expect_fields_back(const std::vector<oauth::FormField>& fields) {
  oauth::Form form;
  for (const oauth::FormField& field : fields) form.add(field.name, field.value);
  const std::string_view text = form.encoded().reveal();
  expect(text.find_first_of(std::string_view("\0\r\n \x01#", 6)) == text.npos,
         "a form is one word");
  const auto again = oauth::parse_form(text);
  expect(again && again->size() == fields.size(), "a form comes back whole");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const oauth::FormField& field = (*again)[i];
    expect(field.name == fields[i].name && field.value.equals(fields[i].value),
           "a field comes back");
  }
}

}  // namespace

void encodings(std::string_view input) {
  expect_one_text(input);
  expect_back(input);
  if (const auto fields = oauth::parse_form(input)) expect_fields_back(*fields);
  std::vector<oauth::FormField> whole;
  whole.push_back({std::string(next_part(input)), oauth::Secret()});
  whole.back().value = oauth::Secret::copy_of(input);
  expect_fields_back(whole);
}

}  // namespace fuzz
