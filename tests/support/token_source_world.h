// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_TOKEN_SOURCE_WORLD_H
#define TESTS_SUPPORT_TOKEN_SOURCE_WORLD_H

#include <string>

#include "oauth/token_source.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/memory_store.h"
#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"

namespace oauth {

/// A token source with all that it talks to: a store with the sample record, a script for the
/// server, a clock, a generator that gives the longest pauses.
struct TokenSourceWorld {
  TokenSourceWorld() { store.put(sample_record()); }

  MemoryStore store;
  ScriptedNetwork network;
  FakeClock clock;
  FixedRandom random{0xff};
  TokenSource source{RefreshPorts{store, network, clock, random}};
  Account account{"user@example.com", bounds::min_validity, {}};

  /// Has the sample's token run out (it has 3000 seconds left), but for `left`.
  void age(seconds left = seconds(0)) { clock.advance(seconds(3000) - left); }
  /// Has the server answer the next request with a good reply.
  void grant_token(const std::string& token, const std::string& more = {}) {
    network.script().answer(200, R"({"access_token":")" + token +
                                     R"(","token_type":"Bearer","expires_in":3599)" + more + "}");
  }
  void refuse_grant() {
    network.script().answer(400, R"({"error":"invalid_grant","error_description":)"
                                 R"("Token has been expired or revoked."})");
  }
  Record stored() const { return store.get("user@example.com"); }
  /// Has another process put a changed record in.
  template <class Change>
  void change_stored(Change change) {
    Record record = stored();
    change(record);
    store.put(record);
  }
  std::size_t requests() const { return network.requests().size(); }
};

/// What a verdict of `refuse_grant` reads like.
inline constexpr char revoked_sentence[] =
    "oauth2.googleapis.com answered invalid_grant: Token has been expired or revoked; a person "
    "must "
    "sign in: sasl-oauth login user@example.com";

/// Returns the token, and each warning on a line of its own; or "KIND: MESSAGE".
inline std::string shown(const Result<AccessToken>& token) {
  if (!token) return std::string(kind_name(token.error().kind)) + ": " + token.error().message;
  std::string text(token->token.reveal());
  for (const std::string& warning : token->warnings) text += "\n" + warning;
  return text;
}

}  // namespace oauth

#endif
