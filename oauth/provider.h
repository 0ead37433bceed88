// SPDX-License-Identifier: MIT
#ifndef OAUTH_PROVIDER_H
#define OAUTH_PROVIDER_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/explanation.h"
#include "oauth/origin.h"
#include "oauth/port/http.h"
#include "oauth/port/mail_stream.h"
#include "oauth/port/record.h"

namespace oauth {

/// What a part of the configuration says about the network; what it does not say, the part below
/// it decides, and at last NetworkSettings' own defaults.
struct NetworkOverrides {
  std::optional<std::string> proxy;  // a URL without credentials, or "none"
  std::optional<std::string> ca_file;
  std::optional<std::string> ca_dir;
  std::optional<std::chrono::seconds> connect_timeout;
  std::optional<std::chrono::seconds> request_timeout;
};

/// An authorization server and the mail servers that take its tokens. No secret, no user.
///
/// In a [provider.NAME] table of the configuration, or as the whole of providers/NAME.toml:
///   about                           one line: whose mail this is
///   based_on                        name of the provider that says what this one leaves out
///   template                        true: cannot be used itself, others are based on it
///   tenant                          stands for {tenant} in the URLs, unless somebody names another
///   issuer, authorization_endpoint, token_endpoint, revocation_endpoint,
///   device_authorization_endpoint   URLs, named as in RFC 8414 section 2
///   revocation_page                 where a person withdraws what was granted
///   token_endpoint_auth_method      none, client_secret_post or client_secret_basic (RFC 7591)
///   registration_endpoint           likewise; clients register themselves there (RFC 7591)
///   mtls_token_endpoint             as in mtls_endpoint_aliases, for clients with a certificate
///   redirect_uri                    where the sign-in page sends the browser; RedirectAddress
///   authorization_response_iss_parameter_supported   true: its answers name the issuer (RFC 9207)
///   scope                           what to ask for, separated by blanks (RFC 6749 section 3.3)
///   application_scope               the same for a client that signs in by itself (section 4.4)
///   mechanisms                      a list of "OAUTHBEARER" and "XOAUTH2", the best one first
///   domains                         mail domains that are known to be served
///   setup                           how to get a client; {account} and {config} are filled in
///   errors, mail_errors             what the servers' words mean, see oauth/explanation.h
///   dpop                            true: bind refresh tokens to a key of ours (RFC 9449)
///   refresh_token_idle_limit        a refresh token that is not used for so long dies
///   testing_grant_limit             a grant to a client that is not published lives no longer
///   allow_loopback_http             true: this table's URLs may be http to this machine
///   authorization_parameters        a table of what else the sign-in page's URL shall have
///   servers                         { imap = "HOST:PORT tls", smtp = "HOST:PORT starttls", ... }
///   proxy, ca_file, ca_dir, connect_timeout, request_timeout   as in [network]
struct Provider {
  std::string name;
  std::string about;
  Reference based_on;
  bool is_template = false;
  std::string tenant;
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string revocation_endpoint;
  std::string revocation_page;
  std::string device_authorization_endpoint;
  std::string registration_endpoint;
  std::string mtls_token_endpoint;
  std::string redirect_uri;  // empty: any port of 127.0.0.1
  std::string scope;
  std::string application_scope;
  std::optional<ClientAuthentication> client_authentication;
  std::vector<std::pair<std::string, std::string>> authorization_parameters;
  std::vector<std::string> mechanisms;
  std::optional<MailServer> imap;
  std::optional<MailServer> pop;
  std::optional<MailServer> smtp;
  std::vector<std::string> domains;  // lower case
  std::string setup;
  Explanations errors;
  Explanations mail_errors;
  std::optional<bool> binds_refresh_tokens;
  std::optional<std::chrono::seconds> refresh_token_idle_limit;
  std::optional<std::chrono::seconds> testing_grant_limit;
  std::optional<bool> allows_loopback_http;
  std::optional<bool> names_its_issuer;
  NetworkOverrides network;
  Origin origin;  // where it is described first
};

/// Lays what `above` says over what `below` says, setting by setting; lists are replaced whole,
/// authorization parameters and explanations one by one; domains are added.
void merge(NetworkOverrides& below, NetworkOverrides above);
void merge(Provider& below, Provider above);

/// Returns `derived` with what it leaves out taken from what it is based on; but what a provider
/// says of itself alone (about, template, domains, revocation_page) is not.
Provider derived_from(Provider base, Provider derived);

/// Returns `settings` with the overrides in place.
NetworkSettings with(NetworkSettings settings, const NetworkOverrides& overrides);

/// Returns whether the provider, once all is merged and its tenant is filled in, can be used: it is
/// no template, has a token_endpoint, or an issuer that a sign-in can ask for it
/// (oauth/login/discovery.h), and each of its URLs is https, or http to a loopback address where it
/// says so. Errors: bad_config.
Result<void> check(const Provider& provider);

/// Returns how to get a client, with the account and the configuration file named.
std::string setup_for(const Provider& provider, std::string_view account, std::string_view config);

/// Returns the server that "HOST:PORT", "HOST:PORT tls" or "HOST:PORT starttls" names.
/// Errors: bad_config, one phrase.
Result<MailServer> parse_mail_server(std::string_view text);
/// Returns the text that parse_mail_server reads, with the encryption named.
std::string text_of(const MailServer& server);
/// Returns the method that RFC 8414 calls `text`. Errors: bad_config, one phrase.
Result<ClientAuthentication> parse_client_authentication(std::string_view text);

}  // namespace oauth

#endif
