// SPDX-License-Identifier: MIT
#include "oauth/wire/form.h"

#include <algorithm>
#include <utility>

namespace oauth {
namespace {

bool stays(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("*-._").find(c) != std::string_view::npos;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<Secret> decoded(std::string_view text) {
  Secret plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    char octet = text[at] == '+' ? ' ' : text[at];
    if (octet == '%') {
      if (text.size() - at < 3) return std::nullopt;
      const int high = hex_digit(text[at + 1]);
      const int low = hex_digit(text[at + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      octet = static_cast<char>(high << 4 | low);
      at += 2;
    }
    plain.append(std::string_view(&octet, 1));
  }
  return plain;
}

}  // namespace

void append_form_encoded(Secret& form, std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  for (const char& c : text) {
    const auto octet = static_cast<unsigned char>(c);
    const char escaped[] = {'%', hex[octet >> 4], hex[octet & 15]};
    if (stays(c)) {
      form.append(std::string_view(&c, 1));
    } else if (c == ' ') {
      form.append("+");
    } else {
      form.append(std::string_view(escaped, sizeof escaped));
    }
  }
}

void Form::add(std::string_view name, std::string_view value) {
  if (!encoded_.empty()) encoded_.append("&");
  append_form_encoded(encoded_, name);
  encoded_.append("=");
  append_form_encoded(encoded_, value);
}

std::optional<std::vector<FormField>> parse_form(std::string_view encoded) {
  std::vector<FormField> fields;
  while (!encoded.empty()) {
    const std::string_view part = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(std::min(encoded.size(), part.size() + 1));
    if (part.empty()) continue;
    const std::size_t equals = std::min(part.find('='), part.size());
    std::optional<Secret> name = decoded(part.substr(0, equals));
    std::optional<Secret> value = decoded(part.substr(std::min(equals + 1, part.size())));
    if (!name || !value) return std::nullopt;
    fields.push_back(FormField{std::string(name->reveal()), std::move(*value)});
  }
  return fields;
}

}  // namespace oauth
