// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_SOCKET_STREAM_H
#define OAUTH_NETWORK_SOCKET_STREAM_H

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "oauth/network/curl_handle.h"
#include "oauth/network/tls_session.h"
#include "oauth/port/mail_stream.h"

namespace oauth {

/// A conversation over TCP that libcurl connected (so the name look-up is bounded as curl_http.h
/// says), with OpenSSL for its TLS.
///
/// No SIGPIPE reaches the program, its socket is closed on exec, OpenSSL's error queue is left
/// empty. Environment and proxies are not looked at.
class SocketStream final : public MailStream {
 public:
  /// As Network::connect, without its no_access.
  static Result<std::unique_ptr<SocketStream>> connect(const MailServer& server,
                                                       const NetworkSettings& settings);
  ~SocketStream() override;

  bool is_encrypted() const noexcept override { return tls_ != nullptr; }
  Result<void> write(const Secret& bytes) override;
  Result<std::string> read_line() override;
  Result<void> start_tls() override;

 private:
  using Clock = std::chrono::steady_clock;

  SocketStream(CurlHandle handle, int socket, MailServer server, NetworkSettings settings);

  /// Waits until the socket is ready. Errors: unavailable (too slow).
  Result<void> wait(short events);
  /// Each return how many bytes went through, at least one; wait where they must.
  Result<std::size_t> write_some(std::string_view bytes);
  Result<std::size_t> read_some(char* bytes, std::size_t size);
  /// Calls `call` until it needs no more waiting; returns its result, which is not positive after a
  /// failure.
  template <class Call>
  Result<int> tls_retried(Call call);
  template <class Call>
  Result<int> plain_retried(short events, Call call);
  Result<void> fill();
  Error lost(std::string_view why) const;
  Error too_slow() const;

  const CurlHandle handle_;  // owns the socket
  const int socket_;
  const MailServer server_;
  const std::string address_;
  const NetworkSettings settings_;
  const Clock::time_point end_;
  TlsSession tls_;
  std::string unread_;
  std::size_t received_ = 0;
};

}  // namespace oauth

#endif
