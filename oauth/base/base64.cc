// SPDX-License-Identifier: MIT
#include "oauth/base/base64.h"

#include <cstdint>

namespace oauth {
namespace {

constexpr char standard_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::uint32_t octet(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

// Calls `put` with each group of up to three octets as four characters, of which `used` count.
template <class Put>
void encode_groups(std::string_view bytes, const char* alphabet, Put put) {
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::uint32_t group =
        octet(bytes, at) << 16 | octet(bytes, at + 1) << 8 | octet(bytes, at + 2);
    char text[4];
    for (int i = 0; i < 4; ++i) text[i] = alphabet[group >> (18 - 6 * i) & 0x3f];
    const std::size_t left = bytes.size() - at;
    put(text, left >= 3 ? 4 : left + 1);
    wipe(text, sizeof text);
  }
}

// Returns how many '=' end the text.
std::size_t padding_of(std::string_view text) {
  const std::size_t last = text.find_last_not_of('=');
  return text.size() - (last == text.npos ? 0 : last + 1);
}

std::optional<Secret> decode(std::string_view text, std::string_view alphabet) {
  if (text.size() % 4 == 1) return std::nullopt;
  Secret bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == alphabet.npos) return std::nullopt;
    group = group << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    const char octet = static_cast<char>(group >> bits & 0xff);
    bytes.append(std::string_view(&octet, 1));
  }
  if ((group & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace

Secret base64_encode(std::string_view bytes) {
  Secret encoded;
  encoded.reserve((bytes.size() + 2) / 3 * 4);
  encode_groups(bytes, standard_alphabet, [&](const char* text, std::size_t used) {
    encoded.append(std::string_view(text, used));
    encoded.append(std::string_view("==", 4 - used));
  });
  return encoded;
}

std::string base64url_encode(std::string_view bytes) {
  std::string encoded;
  encode_groups(bytes, url_alphabet,
                [&](const char* text, std::size_t used) { encoded.append(text, used); });
  return encoded;
}

std::optional<Secret> base64_decode(std::string_view text) {
  const std::size_t padding = padding_of(text);
  if (text.size() % 4 != 0 || padding > 2) return std::nullopt;
  return decode(text.substr(0, text.size() - padding), {standard_alphabet, 64});
}

std::optional<Secret> base64url_decode(std::string_view text) {
  const std::size_t padding = padding_of(text);
  if (padding > 2 || (padding > 0 && text.size() % 4 != 0)) return std::nullopt;
  return decode(text.substr(0, text.size() - padding), {url_alphabet, 64});
}

}  // namespace oauth
