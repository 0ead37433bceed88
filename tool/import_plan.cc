// SPDX-License-Identifier: MIT
#include "tool/import_plan.h"

#include <unistd.h>

#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/login/client_file.h"
#include "oauth/store/record_name.h"
#include "oauth/wire/url.h"
#include "tool/hidden_input.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Provider;
using oauth::Record;
using oauth::Result;
using oauth::shown;

Error bad_config(std::string sentence) { return {ErrorKind::bad_config, std::move(sentence)}; }

std::string host_of(std::string_view url) {
  const auto parsed = oauth::parse_url(url);
  return parsed ? parsed->host : std::string();
}

Result<void> name_account(Record& record, const Options& options) {
  if (!options.account.empty()) record.account = options.account;
  if (record.account.empty()) {
    return bad_config(
        "the file does not say whose mailbox it is for; name it by --account ADDRESS");
  }
  if (auto name = oauth::record_name(record.account); !name) return name.error();
  return {};
}

class Completer {
 public:
  Completer(Record& record, const SignInSources& sources, const Options& options,
            Terminal& terminal)
      : record_(record), sources_(sources), options_(options), terminal_(terminal) {}

  Result<void> complete() {
    if (auto named = name_account(record_, options_); !named) return named;
    auto provider = find_provider();
    if (!provider) return provider.error();
    const bool has_foreign_client = !options_.client.empty() || record_.client.client_id.empty();
    if (auto checked = check_endpoint(*provider, has_foreign_client); !checked) return checked;
    take_over(*provider);
    return has_foreign_client ? put_client(*provider) : prove_client(*provider);
  }

 private:
  Result<std::optional<Provider>> find_provider() {
    auto name = provider_name();
    if (!name) return name.error();
    if (name->empty()) return std::optional<Provider>();
    auto provider = sources_.loader.provider(sources_.configuration, oauth::Reference{*name, {}});
    if (!provider) return provider.error();
    return std::optional<Provider>(std::move(*provider));
  }

  Result<std::string> provider_name() const {
    if (!options_.provider.empty()) return options_.provider;
    const std::string& endpoint = record_.client.token_endpoint;
    if (!endpoint.empty()) return provider_of_endpoint(sources_, endpoint);
    if (!record_.provider.empty()) return record_.provider;
    auto choice = oauth::choose_sign_in(sources_.configuration, record_.account);
    if (!choice) return choice.error();
    if (!choice->provider.name.empty()) return choice->provider.name;
    return sources_.loader.provider_of_address(sources_.configuration, record_.account);
  }

  Result<void> check_endpoint(const std::optional<Provider>& provider, bool has_foreign_client) {
    std::string& endpoint = record_.client.token_endpoint;
    if (endpoint.empty() && !provider) {
      return bad_config("the file does not say where " + shown(record_.account) +
                        " gets its tokens; name the provider by --provider NAME");
    }
    // Endpoints that a provider has left may still answer, but nobody says how long.
    const bool is_former = provider && oauth::provider_of_url(endpoint) == provider->name;
    if (endpoint.empty() || is_former) endpoint = provider->token_endpoint;
    const bool is_providers = provider && host_of(endpoint) == host_of(provider->token_endpoint);
    if (is_providers || !has_foreign_client) return {};
    return bad_config(
        "the file's token endpoint is at " + shown(host_of(endpoint)) + ", " +
        (provider ? "not at provider " + provider->name + "'s" : "which is no known provider's") +
        "; a client from elsewhere is not shown there: describe the server in a"
        " [provider.NAME] table");
  }

  void take_over(const std::optional<Provider>& provider) {
    record_.provider = provider ? provider->name : "";
    if (!provider) return;
    const auto lay = [](std::string& own, const std::optional<std::string>& theirs) {
      if (own.empty()) own = theirs.value_or("");
    };
    lay(record_.network.proxy, provider->network.proxy);
    lay(record_.network.ca_file, provider->network.ca_file);
    lay(record_.network.ca_dir, provider->network.ca_dir);
    if (record_.client.scope.empty()) record_.client.scope = provider->scope;
  }

  // How the file's own client proves itself: none of the files says.
  Result<void> prove_client(const std::optional<Provider>& provider) {
    using Method = oauth::ClientAuthentication;
    Method usual = Method::client_secret_post;
    if (provider) usual = provider->client_authentication.value_or(usual);
    if (record_.client.client_secret.empty()) usual = Method::none;
    if (usual == Method::none) record_.client.client_secret = {};
    record_.client.authentication = usual;
    return {};
  }

  // Google's console writes into its files whose clients they are.
  Result<void> check_client_is_of(const Provider& provider) {
    if (sources_.configuration.clients.count(options_.client) != 0) return {};
    const auto content = sources_.files.read(options_.client, oauth::bounds::max_config_bytes);
    if (!content || !*content) return {};  // the plan will say so
    const auto file = oauth::parse_client_file((*content)->text.reveal(), options_.client);
    if (!file || file->provider.empty() || file->provider == provider.name) return {};
    return bad_config(shown(options_.client) + " is a client of " + file->provider + ", but " +
                      shown(record_.account) + " is of " + provider.name +
                      "; a client's secret is shown to its own server alone");
  }

  Result<void> put_client(const std::optional<Provider>& provider) {
    if (options_.client.empty()) return ask_for_client(provider);
    if (auto checked = check_client_is_of(*provider); !checked) return checked;
    Options options;
    options.accounts = {record_.account};
    options.client = options_.client;
    options.provider = provider->name;
    auto plan = plan_sign_in(sources_, options, nullptr);
    if (!plan) return plan.error();
    record_.client.client_id = std::move(plan->client.client_id);
    record_.client.client_secret = std::move(plan->client.client_secret);
    record_.client.authentication = plan->client.authentication;
    return {};
  }

  Result<void> ask_for_client(const std::optional<Provider>& provider) {
    const std::string remedy = "give the OAuth client that got these tokens by --client FILE|NAME";
    if (isatty(STDIN_FILENO) != 1) {
      return bad_config("the file does not hold the client of " + shown(record_.account) + "; " +
                        remedy);
    }
    auto id = read_shown_line(terminal_, "Client id of the program that got these tokens:", remedy);
    if (!id) return id.error();
    if (id->empty() || oauth::has_control_bytes(id->reveal())) {
      return bad_config("this is no client id; " + remedy);
    }
    auto secret = read_hidden_line(terminal_, "Its client secret (empty if it has none):", remedy);
    if (!secret) return secret.error();
    record_.client.client_id = std::string(oauth::trimmed(id->reveal()));
    record_.client.client_secret = std::move(*secret);
    return prove_client(provider);
  }

  Record& record_;
  const SignInSources& sources_;
  const Options& options_;
  Terminal& terminal_;
};

}  // namespace

Result<std::string> provider_of_endpoint(const SignInSources& sources,
                                         const std::string& token_endpoint) {
  const auto names = sources.loader.provider_names(sources.configuration);
  if (!names) return names.error();
  const std::string host = host_of(token_endpoint);
  std::string by_host;
  for (const std::string& name : *names) {
    const auto provider =
        sources.loader.provider(sources.configuration, oauth::Reference{name, {}});
    if (!provider) continue;  // one that is broken is none of ours
    if (provider->token_endpoint == token_endpoint) return name;
    const bool is_its_host = host_of(provider->token_endpoint) == host;
    if (is_its_host && by_host.empty()) by_host = name;
  }
  if (by_host.empty()) return oauth::provider_of_url(token_endpoint);
  return by_host;
}

Result<void> complete(Record& record, const SignInSources& sources, const Options& options,
                      Terminal& terminal) {
  return Completer(record, sources, options, terminal).complete();
}

}  // namespace tool
