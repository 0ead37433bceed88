// SPDX-License-Identifier: MIT
#include "oauth/network/kept_authorities.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/network/trusted_authorities.h"

namespace oauth {
namespace {

constexpr std::string_view begin_of_certificate = "-----BEGIN ";
constexpr std::size_t hash_digits = 8;

Error unusable(const std::string& place, const std::string& why) {
  return Error{ErrorKind::bad_config,
               "cannot use the certificates in " + printable(place, bounds::max_quoted_bytes) +
                   ": " + why + "; correct ca_file or ca_dir, or install ca-certificates"};
}

bool is_hashed(std::string_view name) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return name.size() > hash_digits + 1 && name[hash_digits] == '.' &&
         std::all_of(name.begin(), name.begin() + hash_digits, is_hex) &&
         std::all_of(name.begin() + hash_digits + 1, name.end(), is_digit);
}

Result<void> add_file(FileReader& files, const std::string& path, std::string& pem) {
  const auto content = files.read(path, bounds::max_authorities_bytes);
  if (!content) return unusable(path, content.error().message);
  if (!*content) return unusable(path, "there is no such file");
  const std::string_view text = (*content)->text.reveal();
  if (text.find(begin_of_certificate) == text.npos) {
    return unusable(path, "it holds no certificate in PEM");
  }
  if (pem.size() + text.size() > bounds::max_authorities_bytes) {
    return unusable(path, "they are more than anybody trusts");
  }
  pem.append(text).append("\n");
  return {};
}

Result<void> add_folder(FileReader& files, const std::string& folder, std::string& pem) {
  const auto names = files.names_in(folder);
  if (!names) return unusable(folder, names.error().message);
  for (const std::string& name : *names) {
    if (!is_hashed(name)) continue;
    if (auto added = add_file(files, folder + "/" + name, pem); !added) return added;
  }
  if (pem.empty()) return unusable(folder, "it holds no file named HASH.N (see openssl rehash)");
  return {};
}

}  // namespace

Result<void> KeptAuthorities::keep(const NetworkSettings& settings, FileReader& files) {
  if (find(settings) != nullptr) return {};
  const bool is_system = settings.ca_file.empty() && settings.ca_dir.empty();
  const NetworkSettings places = is_system ? system_authorities() : settings;
  std::string pem;
  if (!places.ca_file.empty()) {
    if (auto added = add_file(files, places.ca_file, pem); !added) return added;
  }
  // The system's folder holds what its bundle does.
  if (!places.ca_dir.empty() && (pem.empty() || !is_system)) {
    if (auto added = add_folder(files, places.ca_dir, pem); !added) return added;
  }
  if (is_system) {
    if (!places.ca_file.empty()) pem_.emplace(Places{places.ca_file, ""}, pem);
    if (!places.ca_dir.empty()) pem_.emplace(Places{"", places.ca_dir}, pem);
  }
  pem_.insert_or_assign(Places{settings.ca_file, settings.ca_dir}, std::move(pem));
  return {};
}

const std::string* KeptAuthorities::find(const NetworkSettings& settings) const {
  const auto found = pem_.find({settings.ca_file, settings.ca_dir});
  return found == pem_.end() ? nullptr : &found->second;
}

}  // namespace oauth
