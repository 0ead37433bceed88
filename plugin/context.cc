// SPDX-License-Identifier: MIT
#include "plugin/context.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "oauth/base/text.h"
#include "oauth/base/tool_command.h"
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
#include "oauth/store/store_places.h"
#include "plugin/jail.h"

namespace plugin {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::Secret;

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

/// Whom to sign in as, where that is not the login's own name.
struct OtherUser {
  std::string by_configuration;  // goes before what the record says
  std::string by_lookup;         // comes after it
};

/// An account in a store: our own record, or a token file by its path.
class StoredCredential : public Credential {
 public:
  StoredCredential(World& world, oauth::Explainer& explainer,
                   std::unique_ptr<oauth::TokenStore> store, oauth::Account account, OtherUser user)
      : store_(std::move(store)),
        account_(std::move(account)),
        user_(std::move(user)),
        source_({*store_, world.network, world.clock, world.random, &explainer, &world.files,
                 world.commands()}) {}

  Result<oauth::AccessToken> current() override {
    Result<oauth::AccessToken> token = source_.current(account_);
    if (!token) return token;
    if (!user_.by_configuration.empty()) token->user = user_.by_configuration;
    if (token->user.empty()) token->user = user_.by_lookup;
    return token;
  }

  Result<void> note_refusal(const Secret& token) override {
    return source_.note_refusal(account_, token);
  }

 private:
  std::unique_ptr<oauth::TokenStore> store_;
  oauth::Account account_;
  OtherUser user_;
  oauth::TokenSource source_;
};

/// A token given as the password: there is nowhere to remember anything of it.
class LiteralCredential : public Credential {
 public:
  explicit LiteralCredential(Secret token) : token_(std::move(token)) {}
  Result<oauth::AccessToken> current() override {
    return oauth::AccessToken{token_.clone(), std::string(), oauth::TimePoint(), {}};
  }
  Result<void> note_refusal(const Secret&) override { return {}; }

 private:
  Secret token_;
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
  void find_places();
  std::vector<std::unique_ptr<oauth::FileStore>> stores();
  oauth::Account account(const std::string& name) const;
  Result<std::unique_ptr<Credential>> find(const std::string& name, const std::string& user);
  Result<bool> derive(oauth::FileStore& store, const std::string& pattern, const std::string& user);
  Result<std::unique_ptr<Credential>> find_by_server(const std::string& user);
  Error no_account(const std::string& name) const;

  const std::string service_;
  const std::string server_;
  World world_;
  oauth::ConfigPlaces config_;
  std::optional<oauth::ConfigLoader> loader_;
  std::optional<oauth::Configuration> configuration_;
  std::optional<oauth::SheetExplainer> explainer_;
  oauth::StorePlaces places_;
  std::string closed_;  // why a folder could not be looked into, for the sentence
};

void SystemFinder::find_places() {
  if (world_.along) {
    places_ = world_.along->places;
    config_ = world_.along->config;
    closed_ = world_.along->problem;
    return;
  }
  const std::optional<oauth::Person> person = oauth::person_by_uid(geteuid());
  places_.statedir = SASL_OAUTH_STATEDIR;
  places_.user = person ? person->name : "";
  places_.home = person && !oauth::is_privileged() ? person->home : "";
  config_ = {SASL_OAUTH_SYSCONFDIR, SASL_OAUTH_DATADIR, places_.home,
             oauth::environment("SASL_OAUTH_CONFIG")};
}

Result<void> SystemFinder::configure() {
  if (configuration_) return {};
  find_places();
  loader_.emplace(world_.files, config_);
  Result<oauth::Configuration> loaded = loader_->load();
  if (!loaded) return loaded.error();
  configuration_ = std::move(*loaded);
  explainer_.emplace(*loader_, *configuration_);
  places_.configured = configuration_->store_dir;
  return {};
}

oauth::Account SystemFinder::account(const std::string& name) const {
  oauth::Account account;
  account.name = name;
  account.min_validity = oauth::min_validity_for(*configuration_, name, service_);
  account.network = oauth::with(oauth::NetworkSettings(), configuration_->network);
  return account;
}

// Those that were taken along first, by their descriptors; the rest by their paths.
std::vector<std::unique_ptr<oauth::FileStore>> SystemFinder::stores() {
  std::vector<std::unique_ptr<oauth::FileStore>> found;
  std::vector<std::string> paths = places_.all();
  if (world_.along) {
    for (const oauth::HeldFolder& held : world_.along->stores) {
      paths.erase(std::remove(paths.begin(), paths.end(), held.path()), paths.end());
      Result<oauth::Folder> folder = held.reopen();
      if (folder) {
        found.push_back(std::make_unique<oauth::FileStore>(std::move(*folder), places_.user));
      } else {
        closed_ = folder.error().message;
      }
    }
  }
  for (std::string& path : paths) {
    const bool is_of_service = path == places_.of_service() || path == places_.of_jailed();
    found.push_back(
        std::make_unique<oauth::FileStore>(std::move(path), is_of_service ? places_.user : ""));
  }
  return found;
}

Error SystemFinder::no_account(const std::string& name) const {
  std::string sentence = "there is no account " + oauth::printable(name, 300) + " in";
  const char* separator = " ";
  for (const std::string& folder : places_.all()) {
    sentence += separator + folder;
    separator = " or ";
  }
  if (!closed_.empty()) sentence += " (" + closed_ + ")";
  sentence += world_.along ? "; run as root: " + oauth::tool_command("login", name, places_.user)
                           : "; run as this user: " + oauth::tool_command("login", name, "");
  return Error{ErrorKind::no_access, std::move(sentence)};
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
  for (std::unique_ptr<oauth::FileStore>& store : stores()) {
    const Result<bool> holds = store->holds(name);
    // A folder that is closed to this user holds no account of his.
    if (!holds && closed_.empty()) closed_ = holds.error().message;
    if (!holds || !*holds) continue;
    if (!user.empty() && oauth::starts_with(name, "*")) {
      const Result<bool> has_own = derive(*store, name, user);
      if (!has_own) return has_own.error();
      if (*has_own) return find(user, std::string());
    }
    const oauth::AccountSettings* settings = oauth::find_account(*configuration_, name);
    return std::unique_ptr<Credential>(std::make_unique<StoredCredential>(
        world_, *explainer_, std::move(store), account(name),
        OtherUser{settings ? settings->user : std::string(), user}));
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
  if (meaning.kind == Kind::path && !may_be_named(meaning.name)) return not_a_path();
  if (meaning.kind == Kind::token_file || meaning.kind == Kind::path) {
    auto store = std::make_unique<oauth::ForeignTokenFile>(meaning.name, SASL_OAUTH_XOAUTH2_CONF,
                                                           world_.files);
    return std::unique_ptr<Credential>(std::make_unique<StoredCredential>(
        world_, *explainer_, std::move(store), account(meaning.name), OtherUser()));
  }
  const bool is_named = meaning.kind == Kind::account;
  const std::string& name = is_named ? meaning.name : user;
  Result<std::unique_ptr<Credential>> found = is_named ? for_account(name) : find_by_server(name);
  if (!found || *found) return found;
  return no_account(name);
}

}  // namespace

std::unique_ptr<CredentialFinder> make_finder(std::string service, std::string server) {
  return std::make_unique<SystemFinder>(std::move(service), std::move(server));
}

}  // namespace plugin
