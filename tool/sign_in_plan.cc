// SPDX-License-Identifier: MIT
#include "tool/sign_in_plan.h"

#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/login/client_file.h"
#include "oauth/provider_tenant.h"
#include "tool/configured_client.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Reference;
using oauth::Result;
using oauth::shown;

Error bad_config(std::string sentence) { return {ErrorKind::bad_config, std::move(sentence)}; }

// What --client names: a file, a table, or nothing.
struct AskedClient {
  std::optional<oauth::ClientFile> file;
  std::string table;
};

class Planner {
 public:
  Planner(const SignInSources& sources, const Options& options, const oauth::Record* before)
      : sources_(sources), options_(options), before_(before), account_(options.accounts[0]) {}

  Result<SignInPlan> plan();

 private:
  Result<AskedClient> asked_client() const;
  Result<oauth::Provider> provider_for(const AskedClient& asked);
  Result<oauth::Provider> found_by_mail_server();
  Result<oauth::Provider> found(const std::string& what, oauth::Provider sheet);
  Result<oauth::Client> enrolled(const oauth::Provider& provider);
  Result<Reference> choose_provider(const AskedClient& asked) const;
  Result<oauth::Provider> provider_of(const Reference& reference, const AskedClient& asked) const;
  std::string tenant(const oauth::Provider& sheet, const AskedClient& asked) const;
  Result<oauth::Client> client_for(const AskedClient& asked, const oauth::Provider& provider);
  Result<oauth::Client> client_of_table(const Reference& reference,
                                        const oauth::Provider& provider);
  Result<oauth::Client> client_of_before(const oauth::Provider& provider);
  oauth::Client client_of_file(const oauth::ClientFile& file,
                               const oauth::Provider& provider) const;
  Result<void> check_endpoints(const oauth::Provider& provider) const;
  std::string redirect_of(const oauth::Client& client, const oauth::Provider& provider) const;
  std::string scope(const oauth::Provider& provider) const;
  const oauth::AccountSettings* settings() const {
    return oauth::find_account(sources_.configuration, account_);
  }
  Error no_provider() const;
  Error no_client(const oauth::Provider& provider) const;

  const SignInSources& sources_;
  const Options& options_;
  const oauth::Record* before_;
  const std::string& account_;
  bool is_registered_ = false;
};

Result<SignInPlan> Planner::plan() {
  const Result<AskedClient> asked = asked_client();
  if (!asked) return asked.error();
  Result<oauth::Provider> provider = provider_for(*asked);
  if (!provider) return provider.error();
  if (auto checked = check_endpoints(*provider); !checked) return checked.error();
  Result<oauth::Client> client =
      options_.registers ? enrolled(*provider) : client_for(*asked, *provider);
  if (!client) return client.error();
  const bool has_alias =
      is_mutual_tls(client->authentication) && !provider->mtls_token_endpoint.empty();
  client->token_endpoint = has_alias ? provider->mtls_token_endpoint : provider->token_endpoint;
  client->scope = scope(*provider);
  std::string redirect_uri = redirect_of(*client, *provider);
  SignInPlan plan{std::move(*provider), std::move(*client), std::move(redirect_uri), {}, {}};
  plan.network = oauth::network_for(sources_.configuration, plan.provider);
  plan.is_registered = is_registered_;
  if (asked->file && asked->file->type == oauth::ClientFile::Type::web) {
    plan.warnings.push_back(
        "the client is of type Web application; if the page says redirect_uri_mismatch, make one of"
        " type Desktop app");
  }
  return plan;
}

Result<oauth::Provider> Planner::provider_for(const AskedClient& asked) {
  if (!options_.issuer.empty()) return found(options_.issuer, {});
  if (!options_.server.empty()) return found_by_mail_server();
  const Result<Reference> reference = choose_provider(asked);
  if (!reference) return reference.error();
  // A record names a provider that was found by its issuer.
  if (reference->name.find("://") != std::string::npos) return found(reference->name, {});
  Result<oauth::Provider> provider = provider_of(*reference, asked);
  if (!provider || !provider->token_endpoint.empty()) return provider;
  const std::string issuer = provider->issuer;
  return found(issuer, std::move(*provider));
}

Result<oauth::Provider> Planner::found_by_mail_server() {
  if (!sources_.finder) return bad_config(shown(options_.server) + " was not asked");
  const auto url = sources_.finder->ask(options_.server, account_,
                                        oauth::network_for(sources_.configuration, {}));
  if (!url) return url.error();
  return found(*url, {});
}

Result<oauth::Provider> Planner::found(const std::string& what, oauth::Provider sheet) {
  if (!sources_.finder) return bad_config(shown(what) + " was not asked about itself");
  const oauth::NetworkSettings settings = oauth::network_for(sources_.configuration, sheet);
  return sources_.finder->find(what, std::move(sheet), settings);
}

Result<oauth::Client> Planner::enrolled(const oauth::Provider& provider) {
  if (provider.registration_endpoint.empty() || !sources_.finder) return no_client(provider);
  is_registered_ = true;
  return sources_.finder->enroll(provider, scope(provider),
                                 oauth::network_for(sources_.configuration, provider));
}

Result<void> Planner::check_endpoints(const oauth::Provider& provider) const {
  // Nobody signs in: only the token endpoint is asked.
  if (!options_.grant.empty()) return {};
  const std::string who = provider.origin.prefix() + "provider \"" + provider.name + "\" has no ";
  const bool has_device = !provider.device_authorization_endpoint.empty();
  if (options_.wants_device && !has_device) {
    return bad_config(who +
                      "device_authorization_endpoint; give its URL, or leave out --device and open"
                      " the address on another machine");
  }
  if (!has_device && provider.authorization_endpoint.empty()) {
    return bad_config(who + "authorization_endpoint to sign in at; give its URL");
  }
  return {};
}

std::string Planner::redirect_of(const oauth::Client& client,
                                 const oauth::Provider& provider) const {
  const auto table = sources_.configuration.clients.find(
      client_name_of(sources_.configuration, client.client_id, provider.name));
  const bool names_one =
      table != sources_.configuration.clients.end() && !table->second.redirect_uri.empty();
  return names_one ? table->second.redirect_uri : provider.redirect_uri;
}

Result<AskedClient> Planner::asked_client() const {
  AskedClient choice;
  if (options_.client.empty()) return choice;
  if (sources_.configuration.clients.count(options_.client) != 0) {
    choice.table = options_.client;
    return choice;
  }
  auto content = sources_.files.read(options_.client, oauth::bounds::max_config_bytes);
  if (!content) return content.error();
  if (!*content) {
    return bad_config("there is neither a file " + shown(options_.client) +
                      " nor a table [client." + shown(options_.client) +
                      "] in the configuration; correct --client");
  }
  auto file = oauth::parse_client_file((*content)->text.reveal(), shown(options_.client));
  if (!file) return file.error();
  choice.file = std::move(*file);
  return choice;
}

Result<Reference> Planner::choose_provider(const AskedClient& asked) const {
  if (!options_.provider.empty()) return Reference{options_.provider, {}};
  if (settings() && !settings()->provider.name.empty()) return settings()->provider;
  if (asked.file && !asked.file->provider.empty()) return Reference{asked.file->provider, {}};
  if (!asked.table.empty()) {
    const auto client = sources_.configuration.clients.find(asked.table);
    if (!client->second.provider.name.empty()) return client->second.provider;
  }
  if (settings() && !settings()->client.name.empty()) {
    auto choice = oauth::choose_sign_in(sources_.configuration, account_);
    if (!choice) return choice.error();
    if (!choice->provider.name.empty()) return choice->provider;
  }
  if (before_ && !before_->provider.empty()) return Reference{before_->provider, {}};
  auto choice = oauth::choose_sign_in(sources_.configuration, account_);
  if (!choice) return choice.error();
  if (!choice->provider.name.empty()) return choice->provider;
  auto guess = sources_.loader.provider_of_address(sources_.configuration, account_);
  if (!guess) return guess.error();
  if (!guess->empty()) return Reference{std::move(*guess), {}};
  return no_provider();
}

Result<oauth::Provider> Planner::provider_of(const Reference& reference,
                                             const AskedClient& asked) const {
  auto sheet = sources_.loader.sheet(sources_.configuration, reference);
  if (!sheet) return sheet;
  const std::string chosen = tenant(*sheet, asked);
  auto provider = oauth::with_tenant(std::move(*sheet), chosen);
  if (!provider) return provider;
  if (auto checked = oauth::check(*provider); !checked) return checked.error();
  return provider;
}

std::string Planner::tenant(const oauth::Provider& sheet, const AskedClient& asked) const {
  if (!options_.tenant.empty()) return options_.tenant;
  std::string client = asked.table;
  if (client.empty() && !asked.file) {
    if (auto usual = oauth::choose_sign_in(sources_.configuration, account_)) {
      client = usual->client.name;
    }
  }
  std::string configured = oauth::tenant_for(sources_.configuration, account_, client);
  if (!configured.empty()) return configured;
  const bool is_same = before_ && before_->provider == sheet.name;
  return is_same ? oauth::tenant_in(sheet, before_->client.token_endpoint) : std::string();
}

Result<oauth::Client> Planner::client_for(const AskedClient& asked,
                                          const oauth::Provider& provider) {
  if (asked.file) return client_of_file(*asked.file, provider);
  if (!asked.table.empty()) return client_of_table(Reference{asked.table, {}}, provider);
  auto usual = oauth::choose_sign_in(sources_.configuration, account_);
  if (!usual) return usual.error();
  const auto table = sources_.configuration.clients.find(usual->client.name);
  const bool is_there = table != sources_.configuration.clients.end();
  if (is_there && usual->provider.name == provider.name) {
    return client_of_table(usual->client, provider);
  }
  if (before_ && before_->provider == provider.name) return client_of_before(provider);
  // A client that names no provider serves any.
  if (is_there && table->second.provider.name.empty()) {
    return client_of_table(usual->client, provider);
  }
  return enrolled(provider);
}

Result<oauth::Client> Planner::client_of_table(const Reference& reference,
                                               const oauth::Provider& provider) {
  auto settings = oauth::find_client(sources_.configuration, reference);
  if (!settings) return settings.error();
  return configured_client(sources_.secrets, reference.name, **settings, provider);
}

// The configuration may know it better by now: a secret may have been replaced.
Result<oauth::Client> Planner::client_of_before(const oauth::Provider& provider) {
  const std::string table =
      client_name_of(sources_.configuration, before_->client.client_id, provider.name);
  if (!table.empty()) return client_of_table(Reference{table, {}}, provider);
  oauth::Client client;
  client.client_id = before_->client.client_id;
  client.client_secret = before_->client.client_secret.clone();
  client.authentication = before_->client.authentication;
  return client;
}

oauth::Client Planner::client_of_file(const oauth::ClientFile& file,
                                      const oauth::Provider& provider) const {
  oauth::Client client;
  client.client_id = file.client_id;
  client.client_secret = file.client_secret.clone();
  client.authentication = file.client_secret.empty()
                              ? oauth::ClientAuthentication::none
                              : provider.client_authentication.value_or(
                                    oauth::ClientAuthentication::client_secret_post);
  return client;
}

std::string Planner::scope(const oauth::Provider& provider) const {
  if (!options_.scope.empty()) return options_.scope;
  if (settings() && !settings()->scope.empty()) return settings()->scope;
  const bool is_for_itself = !options_.grant.empty() && !provider.application_scope.empty();
  return is_for_itself ? provider.application_scope : provider.scope;
}

Error Planner::no_provider() const {
  std::string sentence =
      "cannot tell the provider of " + shown(account_) + "; name it by --provider NAME";
  const auto names = sources_.loader.provider_names(sources_.configuration);
  if (names && !names->empty()) {
    const char* separator = " (there are: ";
    for (const std::string& name : *names) {
      sentence += separator + name;
      separator = ", ";
    }
    sentence += ")";
  }
  return bad_config(sentence +
                    ", find it by --issuer URL-OR-DOMAIN, or describe a new one in a"
                    " [provider.NAME] table in " +
                    sources_.loader.config_files().back());
}

Error Planner::no_client(const oauth::Provider& provider) const {
  const std::string config = sources_.loader.config_files().back();
  const std::string account =
      shown(account_) + (options_.for_user.empty() ? "" : " --for " + options_.for_user);
  if (!provider.setup.empty()) {
    return bad_config("there is no OAuth client for " + provider.name + " yet; " +
                      oauth::setup_for(provider, account, config));
  }
  return bad_config("there is no client for provider \"" + provider.name +
                    "\"; describe it in a [client.NAME] table (provider, client_id, client_secret)"
                    " in " +
                    config + ", and run: sasl-oauth login " + account + " --client NAME");
}

}  // namespace

Result<SignInPlan> plan_sign_in(const SignInSources& sources, const Options& options,
                                const oauth::Record* before) {
  return Planner(sources, options, before).plan();
}

}  // namespace tool
