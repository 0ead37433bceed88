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

}  // namespace oauth
