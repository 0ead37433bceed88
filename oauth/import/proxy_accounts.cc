// SPDX-License-Identifier: MIT
#include "oauth/import/proxy_accounts.h"

#include <algorithm>
#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/import/ini.h"

namespace oauth {
namespace {

Error mistake(const std::string& source, const std::string& what) {
  return Error{ErrorKind::bad_config, printable(source, bounds::max_quoted_bytes) + " " + what};
}

bool is_fernet(const Secret& text) { return starts_with(text.reveal(), "gAAAA"); }

bool is_account(const std::string& name) {
  return name.find('@') != name.npos && name.front() != '@';
}

// A section, and behind it those that lend it what it lacks: [@domain], [@].
class Layers {
 public:
  Layers(const std::vector<IniSection>& sections, const IniSection& account) : layers_{&account} {
    const std::string domain = account.name.substr(account.name.rfind('@'));
    for (const std::string& name : {domain, std::string("@")}) {
      const auto found = std::find_if(sections.begin(), sections.end(), [&](const auto& each) {
        return equals_ignoring_case(each.name, name);
      });
      if (found != sections.end()) layers_.push_back(&*found);
    }
  }

  std::string_view value(std::string_view key) const {
    for (const IniSection* section : layers_) {
      if (const std::string_view value = section->value(key); !value.empty()) return value;
    }
    return {};
  }
  std::string string(std::string_view key) const { return std::string(value(key)); }
  Secret secret(std::string_view key) const { return Secret::copy_of(value(key)); }

 private:
  std::vector<const IniSection*> layers_;
};

Result<void> read_derivation(const Layers& layers, const std::string& where,
                             ProxyAccount& account) {
  if (const std::string_view text = layers.value("token_salt"); !text.empty()) {
    auto salt = base64_decode(text);
    if (!salt || salt->empty()) return mistake(where, "has a token_salt that is no base64");
    account.salt = std::move(*salt);
  }
  if (const std::string_view text = layers.value("token_iterations"); !text.empty()) {
    account.iterations = parse_integer(text);
    const bool is_sane =
        account.iterations && *account.iterations > 0 && *account.iterations <= bounds::max_rounds;
    if (!is_sane) return mistake(where, "has token_iterations that nobody would wait for");
  }
  return {};
}

Result<ProxyAccount> read_account(const Layers& layers, const std::string& name,
                                  const std::string& where) {
  ProxyAccount account;
  account.record.account = name;
  Client& client = account.record.client;
  client.token_endpoint = layers.string("token_url");
  client.client_id = layers.string("client_id");
  client.scope = layers.string("oauth2_scope");
  std::replace(client.scope.begin(), client.scope.end(), '\n', ' ');
  account.flow = layers.string("oauth2_flow");
  account.access_token = layers.secret("access_token");
  account.refresh_token = layers.secret("refresh_token");
  account.client_secret = layers.secret("client_secret_encrypted");
  account.has_encrypted_client_secret = !account.client_secret.empty();
  if (account.client_secret.empty()) account.client_secret = layers.secret("client_secret");
  if (const std::string_view text = layers.value("access_token_expiry"); !text.empty()) {
    const auto at = parse_integer(text);
    if (!at || *at < 0 || *at > bounds::max_unix_time) {
      return mistake(where, "has an access_token_expiry that is no time");
    }
    account.record.expires_at = from_unix(*at);
  }
  if (auto read = read_derivation(layers, where, account); !read) return read.error();
  return account;
}

/// Opens Fernet tokens with the first number of rounds that fits; each derivation takes a second.
class Opener {
 public:
  Opener(const ProxyAccount& account, const Secret& password, Crypto& crypto)
      : account_(account), password_(password), crypto_(crypto) {}

  Result<Secret> open(const Secret& token) {
    if (!key_.empty()) return crypto_.open_fernet(key_, token.reveal());
    Result<Secret> opened = Error{ErrorKind::no_access, ""};
    for (const std::int64_t rounds : rounds_to_try()) {
      Result<Secret> key =
          crypto_.pbkdf2_sha256(password_, account_.salt.reveal(), static_cast<unsigned>(rounds));
      if (!key) return key.error();
      opened = crypto_.open_fernet(*key, token.reveal());
      if (!opened) continue;
      key_ = std::move(*key);
      return opened;
    }
    return opened;
  }

 private:
  std::vector<std::int64_t> rounds_to_try() const {
    std::vector<std::int64_t> all;
    for (const std::int64_t rounds : {account_.iterations.value_or(1'200'000),
                                      std::int64_t{1'200'000}, std::int64_t{100'000}}) {
      if (std::find(all.begin(), all.end(), rounds) == all.end()) all.push_back(rounds);
    }
    return all;
  }

  const ProxyAccount& account_;
  const Secret& password_;
  Crypto& crypto_;
  Secret key_;
};

Error not_opened(const Error& error, const std::string& where) {
  if (error.kind != ErrorKind::no_access) return error;
  return Error{ErrorKind::no_access,
               where +
                   " cannot be decrypted with this password; give the one that the mail"
                   " program logs in to the proxy with"};
}

}  // namespace

bool ProxyAccount::is_encrypted() const noexcept {
  return has_encrypted_client_secret || is_fernet(refresh_token) || is_fernet(access_token);
}

Result<std::vector<ProxyAccount>> parse_proxy_accounts(std::string_view text,
                                                       const std::string& source) {
  const auto sections = parse_ini(text, source);
  if (!sections) return sections.error();
  std::vector<ProxyAccount> accounts;
  for (const IniSection& section : *sections) {
    if (!is_account(section.name)) continue;
    const std::string where = source + " [" + printable(section.name, 100) + "]";
    auto account = read_account(Layers(*sections, section), section.name, where);
    if (!account) return account.error();
    accounts.push_back(std::move(*account));
  }
  if (accounts.empty()) return mistake(source, "has no section that is named by an address");
  return accounts;
}

Result<Record> open_proxy_account(ProxyAccount& account, const Secret& password, Crypto& crypto,
                                  const std::string& source) {
  const std::string where = printable(source, bounds::max_quoted_bytes) + " [" +
                            printable(account.record.account, 100) + "]";
  if (account.is_encrypted() && account.salt.empty()) {
    return mistake(where, "has encrypted tokens, but no token_salt; give the proxy's cache file");
  }
  Opener opener(account, password, crypto);
  Secret opened[3];
  Secret* const secrets[] = {&account.refresh_token, &account.access_token, &account.client_secret};
  for (int i = 0; i < 3; ++i) {
    const bool is_client = secrets[i] == &account.client_secret;
    const bool is_open = is_client ? !account.has_encrypted_client_secret : !is_fernet(*secrets[i]);
    Result<Secret> plain = is_open ? secrets[i]->clone() : opener.open(*secrets[i]);
    if (!plain) return not_opened(plain.error(), where);
    opened[i] = std::move(*plain);
  }
  Record record = std::move(account.record);
  record.refresh_token = std::move(opened[0]);
  record.access_token = std::move(opened[1]);
  record.client.client_secret = std::move(opened[2]);
  if (auto checked = check_foreign(record, where); !checked) return checked.error();
  return record;
}

}  // namespace oauth
