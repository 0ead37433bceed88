// SPDX-License-Identifier: MIT
#ifndef OAUTH_REFRESH_H
#define OAUTH_REFRESH_H

#include <chrono>
#include <memory>
#include <optional>

#include "oauth/account.h"
#include "oauth/base/memory_reserve.h"
#include "oauth/base/result.h"
#include "oauth/grant/dpop_http.h"
#include "oauth/port/clock.h"
#include "oauth/port/explainer.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/network.h"
#include "oauth/port/process.h"
#include "oauth/port/random.h"
#include "oauth/port/token_store.h"
#include "oauth/wire/token_reply.h"

namespace oauth {

/// What a refresh talks to; all borrowed.
struct RefreshPorts {
  TokenStore& store;
  Network& network;
  Clock& clock;
  Random& random;
  Explainer* explainer = nullptr;  // NULL: nobody explains the server's codes
  FileReader* files = nullptr;     // NULL: a client's assertion_file cannot be read
  Process* process = nullptr;      // NULL: a grant that is a command must not be run here
};

/// Why a token is wanted.
enum class Wanted {
  fresh,    // a login: the old token does while it lives
  renewed,  // the timer: a new one, unless somebody has just got it
  newer     // a person: likewise, and what he may have mended meanwhile is tried again
};

/// One account's refresh as steps, so that whoever sends the requests may have many under way. The
/// account's lock is held from the first step to the last.
///
///   auto end = refresh.begin(...);
///   while (!end) end = refresh.take(send(refresh.settings(), refresh.request()));
///
/// Together with `TokenSource` the only code that spends a refresh token: locks, reads again,
/// has the server asked once, makes the answer durable, and only then hands it out. A grant that is
/// a command is at its end after the first step, which runs it.
class Refresh {
 public:
  /// What `ports` refers to, and `account`, must outlive it.
  Refresh(const RefreshPorts& ports, const Account& account, Wanted wanted)
      : ports_(ports), account_(account), wanted_(wanted) {}
  Refresh(const Refresh&) = delete;  // a proof's key is borrowed from the record in it
  Refresh& operator=(const Refresh&) = delete;

  /// Returns the end, where nothing need or may be asked; nothing if request() is to be sent.
  /// `before` is the record as it was read without the lock, for which at most `patience` is
  /// waited. Errors: those of TokenStore, and why nothing may be asked.
  std::optional<Result<AccessToken>> begin(Record before, std::chrono::milliseconds patience);

  const HttpRequest& request() const { return *request_; }
  /// Returns whether there was anything to send.
  bool was_asked() const { return request_.has_value(); }
  /// Returns what the request is to be sent with; a second one has what the first one left of the
  /// time, and at least a second.
  NetworkSettings settings() const;

  /// Takes the answer, or why there is none. Returns the end, or nothing: request() is to be sent
  /// again, for it has changed (a DPoP nonce, a refresh token that somebody else has rotated).
  /// Errors: those of read_token_response, and of whoever sent.
  std::optional<Result<AccessToken>> take(Result<HttpResponse> response);

 private:
  std::optional<Result<AccessToken>> ask();
  std::optional<Error> reason_to_spare();
  Result<HttpRequest> prepare();
  Result<HttpRequest> proven(Result<HttpRequest> request);
  std::optional<Result<AccessToken>> settle(Result<TokenReply> reply);
  bool takes_rotated_record();
  Result<AccessToken> keep(TokenReply reply);
  Result<AccessToken> fail(Error error);
  double jitter();

  RefreshPorts ports_;
  const Account& account_;
  Wanted wanted_;

  std::unique_ptr<StoreLease> lease_;
  Record record_;
  TimePoint began_at_{};
  TimePoint asked_at_{};
  std::optional<HttpRequest> plain_request_;  // without DPoP's proof and the client's
  std::optional<HttpRequest> request_;
  std::optional<DpopProver> prover_;
  MemoryReserve reserve_;  // from the request on, for what its answer needs
  bool has_new_nonce_ = false;
  bool has_rotated_record_ = false;
};

/// Returns why no request may be made now, if that counts for what is wanted.
std::optional<Error> reason_against(const Record& record, Wanted wanted, TimePoint now);

/// Returns how long a token must still live at a login: as the record says, else the account.
seconds need_of(const Account& account, const Record& record);

/// Returns the record's token, to be handed out.
AccessToken token_of(const Record& record, std::vector<std::string> warnings = {});

/// Returns the old token, with the error as a warning, if a login can still be carried by it: a
/// failed refresh is no reason to fail that. Else the error.
Result<AccessToken> old_token_or(const Record& record, Error error, Wanted wanted, TimePoint now);

}  // namespace oauth

#endif
