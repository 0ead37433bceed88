// SPDX-License-Identifier: MIT
#ifndef OAUTH_LOGIN_DISCOVERY_H
#define OAUTH_LOGIN_DISCOVERY_H

#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/port/http.h"
#include "oauth/provider.h"
#include "oauth/wire/server_metadata.h"

/// Finds an authorization server's metadata (RFC 8414; OpenID Connect Discovery 1.0).
namespace oauth {

/// Returns the addresses at which the metadata of an issuer stands: RFC 8414 section 3 puts the
/// well-known part between host and path, OpenID Connect section 4 behind the path. None for what
/// is no URL.
std::vector<std::string> metadata_addresses(std::string_view issuer);

/// Returns the addresses to try, the best one first, for an issuer's URL, the URL of a document
/// itself, a mail domain or a mail address.
std::vector<std::string> addresses_to_try(std::string_view what);

/// Returns whether a document that stands at `address` may speak for `issuer`, that is, whether the
/// issuer's metadata is to be found at this very address (RFC 8414 section 3.3). Microsoft's
/// documents name a tenant in place of "common" or of the tenant's own name, and are taken.
bool speaks_for(std::string_view address, std::string_view issuer);

/// Returns whether `what` has an address that may be asked at all: needs no network.
/// Errors: bad_config, as `discover`.
Result<void> check_may_be_asked(std::string_view what, PlainHttp plain_http);

/// Returns the first metadata found for `what`. A document that names another issuer is a pointer,
/// once: that issuer's own document counts.
/// Errors: bad_reply (a document that is malformed or speaks for somebody else), bad_config (there
/// is none; `what` cannot be looked up), those of HttpClient::send.
Result<ServerMetadata> discover(HttpClient& http, std::string_view what, PlainHttp plain_http);

/// Returns the provider that the metadata describes, named by its issuer: the scopes for mail among
/// those it offers, how clients with a secret prove themselves, and whether it names itself.
Provider provider_of(const ServerMetadata& metadata);

/// Returns the scopes to ask for: those that open mailboxes, else those that tell who somebody is
/// (mail servers of one's own often want no more), and offline_access, each if it is offered.
std::string mail_scope_of(const std::vector<std::string>& offered);

}  // namespace oauth

#endif
