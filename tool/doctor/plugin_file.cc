// SPDX-License-Identifier: MIT
#include "tool/doctor/plugin_file.h"

#include <cctype>

namespace tool {
namespace {

constexpr std::size_t longest_label = 64;

// Returns what stands before the next blank, and moves `rest` beyond it.
std::string next_word(std::string_view& rest) {
  const std::string word(rest.substr(0, rest.find(' ')));
  rest.remove_prefix(word.size() < rest.size() ? word.size() + 1 : rest.size());
  return word;
}

// Compilers let a text share the end of a longer one, so only its end is sure; but a text that
// merely ends like a mechanism's name ("SASL-XOAUTH2" alone) would be another word.
bool has_text(std::string_view bytes, std::string_view name) {
  const std::string text = std::string(name) + '\0';
  for (std::size_t at = bytes.find(text); at != bytes.npos; at = bytes.find(text, at + 1)) {
    if (at == 0 || std::isalnum(static_cast<unsigned char>(bytes[at - 1])) == 0) return true;
  }
  return false;
}

}  // namespace

std::optional<Label> label_in(std::string_view bytes, std::string_view part) {
  const std::string head = "sasl-oauth " + std::string(part) + " ";
  const std::size_t at = bytes.find(head);
  if (at == bytes.npos) return std::nullopt;
  std::string_view rest = bytes.substr(at + head.size(), longest_label);
  const std::size_t end = rest.find('\0');
  if (end == rest.npos) return std::nullopt;
  rest = rest.substr(0, end);
  Label label;
  label.version = next_word(rest);
  if (next_word(rest) != "abi") return std::nullopt;
  label.abi = next_word(rest);
  return label;
}

std::vector<std::string> mechanisms_in(std::string_view bytes) {
  std::vector<std::string> found;
  if (bytes.find("sasl_client_plug_init") == bytes.npos) return found;
  for (const char* name : {"XOAUTH2", "OAUTHBEARER"}) {
    if (has_text(bytes, name)) found.emplace_back(name);
  }
  return found;
}

}  // namespace tool
