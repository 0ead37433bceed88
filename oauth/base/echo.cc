// SPDX-License-Identifier: MIT
#include "oauth/base/echo.h"

#include <algorithm>

#include "oauth/base/base64.h"

namespace oauth {
namespace {

// Returns how many bytes of the secret, from wherever in it, the text begins with; 0 if too few to
// tell.
std::size_t echo_at(std::string_view text, std::string_view secret) {
  const std::size_t telling = std::min(secret.size(), telling_bytes);
  if (secret.size() < shortest_masked || text.size() < telling) return 0;
  const std::size_t at = secret.find(text.substr(0, telling));
  if (at == secret.npos) return 0;
  const std::string_view rest = secret.substr(at);
  const auto end = std::mismatch(text.begin(), text.end(), rest.begin(), rest.end()).first;
  return static_cast<std::size_t>(end - text.begin());
}

// `longest` tells how much of what it is given is to be masked from its beginning on.
template <class Longest>
std::string masked(std::string_view text, std::string_view mask, Longest longest) {
  std::string open;
  open.reserve(text.size());  // a mask is no longer than what it stands for: nothing is moved
  while (!text.empty()) {
    const std::size_t length = longest(text);
    open += length > 0 ? mask : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return open;
}

// The characters that depend on `padded` alone, not on what may stand before or behind.
Secret middle_of(std::string_view encoded, std::size_t before, const Secret& padded) {
  const std::size_t first = (before * 8 + 5) / 6;
  const std::size_t end = padded.size() * 8 / 6;
  return Secret::copy_of(encoded.substr(first, end - first));
}

}  // namespace

std::string without_echoes(std::string_view text, std::string_view secret, std::string_view mask) {
  return masked(text, mask, [&](std::string_view rest) { return echo_at(rest, secret); });
}

std::string without_echoes(std::string_view text, const std::vector<Secret>& secrets,
                           std::string_view mask) {
  return masked(text, mask, [&](std::string_view rest) {
    std::size_t longest = 0;
    for (const Secret& secret : secrets)
      longest = std::max(longest, echo_at(rest, secret.reveal()));
    return longest;
  });
}

std::vector<Secret> base64_echoes(std::string_view secret) {
  std::vector<Secret> echoes;
  if (secret.empty()) return echoes;
  for (std::size_t before = 0; before < 3; ++before) {
    Secret padded;
    padded.reserve(before + secret.size());
    padded.append(std::string_view("\0\0", before));
    padded.append(secret);
    echoes.push_back(middle_of(base64_encode(padded.reveal()).reveal(), before, padded));
    std::string url_safe = base64url_encode(padded.reveal());
    echoes.push_back(middle_of(Secret::take(url_safe).reveal(), before, padded));
  }
  return echoes;
}

}  // namespace oauth
