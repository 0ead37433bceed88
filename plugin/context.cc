// SPDX-License-Identifier: MIT
#include "plugin/context.h"

#include <unistd.h>

#include <optional>
#include <utility>

#include "oauth/base/text.h"
#include "oauth/config.h"
#include "oauth/config_loader.h"
#include "oauth/os/environment.h"
#include "oauth/os/file.h"
#include "oauth/os/module_loader.h"
#include "oauth/os/quiet_process.h"
#include "oauth/os/system_clock.h"
#include "oauth/os/system_random.h"
#include "oauth/sheet_explainer.h"
#include "oauth/store/file_store.h"
#include "oauth/store/foreign_token_file.h"
#include "plugin/account_stores.h"
#include "plugin/jail.h"
#include "plugin/stored_credential.h"

namespace plugin {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;

/// Everything of the world that a login touches; lives as long as the login.
struct World {
  TakenAlong* const along = taken_along();
  oauth::SystemFileReader disk;
  oauth::FileReader& files = along ? static_cast<oauth::FileReader&>(along->files) : disk;
  oauth::SystemClock clock;
  oauth::SystemRandom random;
  oauth::LazyNetwork network{SASL_OAUTH_NETWORK_PATH};
  oauth::QuietProcess process;

  /// Returns what may start processes; NULL in a jail, and in a program whose rights are not those
  /// of the person who owns the account.
  oauth::Process* commands() {
    return along || geteuid() == 0 || oauth::is_privileged() ? nullptr : &process;
  }
};

class SystemFinder : public CredentialFinder {
 public:
  SystemFinder(std::string service, std::string server)
      : service_(std::move(service)), server_(std::move(server)) {}

  Result<std::unique_ptr<Credential>> for_account(const std::string& name) override;
  Result<std::unique_ptr<Credential>> for_password(PasswordMeaning meaning,
                                                   const std::string& user) override;

 private:
  Result<void> configure();
  oauth::Account account(const std::string& name) const;
  Result<std::unique_ptr<Credential>> find(const std::string& name, const std::string& user);
  Result<bool> derive(oauth::FileStore& store, const std::string& pattern, const std::string& user);
  Result<std::unique_ptr<Credential>> find_by_server(const std::string& user);
  std::unique_ptr<Credential> stored(std::unique_ptr<oauth::TokenStore> store,
                                     const std::string& name, OtherUser user);

  const std::string service_;
  const std::string server_;
  World world_;
  std::optional<AccountStores> stores_;
  std::optional<oauth::ConfigLoader> loader_;
  std::optional<oauth::Configuration> configuration_;
  std::optional<oauth::SheetExplainer> explainer_;
};

Result<void> SystemFinder::configure() {
  if (configuration_) return {};
  stores_.emplace(world_.along);
  loader_.emplace(world_.files, stores_->config());
  Result<oauth::Configuration> loaded = loader_->load();
  if (!loaded) return loaded.error();
  configuration_ = std::move(*loaded);
  explainer_.emplace(*loader_, *configuration_);
  stores_->set_configured(configuration_->store_dir);
  return {};
}

oauth::Account SystemFinder::account(const std::string& name) const {
  oauth::Account account;
  account.name = name;
  account.min_validity = oauth::min_validity_for(*configuration_, name, service_);
  account.network = oauth::with(oauth::NetworkSettings(), configuration_->network);
  return account;
}

std::unique_ptr<Credential> SystemFinder::stored(std::unique_ptr<oauth::TokenStore> store,
                                                 const std::string& name, OtherUser user) {
  const oauth::RefreshPorts ports{*store,       world_.network, world_.clock,     world_.random,
                                  &*explainer_, &world_.files,  world_.commands()};
  return std::make_unique<StoredCredential>(std::move(store), ports, account(name),
                                            std::move(user));
}

// A password that begins with '/' looks like a path too, and must not get into a log.
bool may_be_named(const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/'));
  const bool is_root = folder.find_first_not_of('/') == folder.npos;
  return access(path.c_str(), F_OK) == 0 || (!is_root && access(folder.c_str(), F_OK) == 0);
}

Error not_a_path() {
  return Error{ErrorKind::no_access,
               "the password begins with '/' but is no path of a file that this program can see; "
               "write file:PATH to have it named here, token:TEXT if it is an access token"};
}

// The tokens of a service account are for one user each: he gets a record of his own.
Result<bool> SystemFinder::derive(oauth::FileStore& store, const std::string& pattern,
                                  const std::string& user) {
  const Result<oauth::Record> record = store.load(pattern);
  if (!record) return record.error();
  if (record->grant != oauth::GrantType::jwt_bearer) return false;
  if (auto made = store.derive(pattern, user); !made) return made.error();
  return true;
}

// Without an account of his own a user is served by his domain's, "*@example.org", and is the one
// to sign in as.
Result<std::unique_ptr<Credential>> SystemFinder::for_account(const std::string& name) {
  Result<std::unique_ptr<Credential>> found = find(name, std::string());
  const std::size_t at = name.rfind('@');
  if (!found || *found || at == name.npos) return found;
  return find("*" + name.substr(at), name);
}

Result<std::unique_ptr<Credential>> SystemFinder::find(const std::string& name,
                                                       const std::string& user) {
  if (auto configured = configure(); !configured) return configured.error();
  for (std::unique_ptr<oauth::FileStore>& store : stores_->all()) {
    const Result<bool> holds = store->holds(name);
    if (!holds) stores_->note_closed(holds.error());
    if (!holds || !*holds) continue;
    if (!user.empty() && oauth::starts_with(name, "*")) {
      const Result<bool> has_own = derive(*store, name, user);
      if (!has_own) return has_own.error();
      if (*has_own) return find(user, std::string());
    }
    const oauth::AccountSettings* settings = oauth::find_account(*configuration_, name);
    return stored(std::move(store), name,
                  OtherUser{settings ? settings->user : std::string(), user});
  }
  return std::unique_ptr<Credential>();
}

// A login as "you" at imap.example.org means you@imap.example.org or you@example.org, and that is
// also the name to send.
Result<std::unique_ptr<Credential>> SystemFinder::find_by_server(const std::string& user) {
  if (user.find('@') != user.npos) return for_account(user);
  std::string domain = server_;
  while (domain.find('.') != domain.npos) {
    const std::string name = user + "@" + domain;
    Result<std::unique_ptr<Credential>> found = find(name, name);
    if (!found || *found) return found;
    domain.erase(0, domain.find('.') + 1);
  }
  return for_account(user);
}

Result<std::unique_ptr<Credential>> SystemFinder::for_password(PasswordMeaning meaning,
                                                               const std::string& user) {
  if (auto configured = configure(); !configured) return configured.error();
  using Kind = PasswordMeaning::Kind;
  if (meaning.kind == Kind::token) {
    return std::unique_ptr<Credential>(
        std::make_unique<LiteralCredential>(std::move(meaning.token)));
  }
  const bool is_path = meaning.kind == Kind::token_file || meaning.kind == Kind::path;
  if (is_path && world_.along) meaning.name = path_within(*world_.along, meaning.name);
  if (meaning.kind == Kind::path && !may_be_named(meaning.name)) return not_a_path();
  if (is_path) {
    auto store = std::make_unique<oauth::ForeignTokenFile>(meaning.name, SASL_OAUTH_XOAUTH2_CONF,
                                                           world_.files);
    return stored(std::move(store), meaning.name, OtherUser());
  }
  const bool is_named = meaning.kind == Kind::account;
  const std::string& name = is_named ? meaning.name : user;
  Result<std::unique_ptr<Credential>> found = is_named ? for_account(name) : find_by_server(name);
  if (!found || *found) return found;
  return stores_->missing(name);
}

}  // namespace

std::unique_ptr<CredentialFinder> make_finder(std::string service, std::string server) {
  return std::make_unique<SystemFinder>(std::move(service), std::move(server));
}

}  // namespace plugin
