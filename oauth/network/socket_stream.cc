// SPDX-License-Identifier: MIT
#include "oauth/network/socket_stream.h"

#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/network/sigpipe_block.h"
#include "oauth/network/transfer_error.h"
#include "oauth/network/trusted_files.h"

namespace oauth {
namespace {

constexpr std::size_t chunk_bytes = 4096;

// Has libcurl look up the name and connect, and nothing more: it speaks none of our protocols, so
// it is told that this is http and stops before the first byte (CURLOPT_CONNECT_ONLY).
CURLcode connect_with(CURL* handle, const std::string& address, const NetworkSettings& settings,
                      char* detail) {
  const std::string url = "http://" + address;
  const long limit = static_cast<long>(std::max<long long>(settings.connect_timeout.count(), 1));
  CURLcode code = CURLE_OK;
  const auto set = [&](CURLoption option, auto value) {
    if (code == CURLE_OK) code = (curl_easy_setopt)(handle, option, value);
  };
  set(CURLOPT_ERRORBUFFER, detail);
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_CONNECT_ONLY, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_CONNECTTIMEOUT, limit);
  set(CURLOPT_TIMEOUT, limit);
#if LIBCURL_VERSION_NUM >= 0x075700  // 7.87
  (void)curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);
#endif
  const SigpipeBlock block;
  if (code == CURLE_OK) code = curl_easy_perform(handle);
  // It is our caller's, and gone before the handle is.
  (void)curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
  return code;
}

Error connect_error(CURLcode code, const char* detail, const std::string& address) {
  FailedTransfer failed;
  failed.code = code;
  failed.detail = detail;
  failed.server = address;
  failed.may_use_proxy = false;
  return transfer_error(failed);
}

std::string limit_of(const char* what, std::size_t bytes) {
  return " sent more than " + std::to_string(bytes) + " bytes of " + what +
         "; check that it is a mail server";
}

}  // namespace

Result<std::unique_ptr<SocketStream>> SocketStream::connect(const MailServer& server,
                                                            const NetworkSettings& settings) {
  const std::string address = host_and_port(server.host, server.port);
  if (server.host.empty() || has_control_bytes(server.host) ||
      server.host.find_first_of("/?#@\\ %") != std::string::npos) {
    return Error{ErrorKind::bad_config, "\"" + printable(address, bounds::max_quoted_bytes) +
                                            "\" is no mail server; write HOST:PORT"};
  }
  if (auto trust = check_trusted_files(settings); !trust) return trust.error();
  CurlHandle handle = new_curl_handle();
  if (!handle) return Error{ErrorKind::internal, "libcurl does not start"};
  char detail[CURL_ERROR_SIZE] = "";
  const CURLcode code = connect_with(handle.get(), address, settings, detail);
  if (code != CURLE_OK) return connect_error(code, detail, address);
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (curl_easy_getinfo(handle.get(), CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK ||
      socket == CURL_SOCKET_BAD) {
    return connect_error(CURLE_COULDNT_CONNECT, "it hung up at once", address);
  }
  std::unique_ptr<SocketStream> stream(
      new SocketStream(std::move(handle), socket, server, settings));
  if (server.encryption == Encryption::tls) {
    if (auto started = stream->start_tls(); !started) return started.error();
  }
  return stream;
}

SocketStream::SocketStream(CurlHandle handle, int socket, MailServer server,
                           NetworkSettings settings)
    : handle_(std::move(handle)),
      socket_(socket),
      server_(std::move(server)),
      address_(host_and_port(server_.host, server_.port)),
      settings_(std::move(settings)),
      end_(Clock::now() + bounds::mail_conversation_timeout) {}

SocketStream::~SocketStream() {
  const SigpipeBlock block;
  if (tls_) SSL_shutdown(tls_.get());
  tls_.reset();
  ERR_clear_error();
}

Result<void> SocketStream::write(const Secret& bytes) {
  std::string_view rest = bytes.reveal();
  while (!rest.empty()) {
    const auto written = write_some(rest);
    if (!written) return written.error();
    rest.remove_prefix(*written);
  }
  return {};
}

Result<std::string> SocketStream::read_line() {
  for (;;) {
    const std::size_t end = unread_.find('\n');
    if (std::min(end, unread_.size()) > bounds::max_mail_line_bytes) {
      return Error{ErrorKind::bad_reply,
                   address_ + limit_of("one line", bounds::max_mail_line_bytes)};
    }
    if (end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      return line;
    }
    if (auto filled = fill(); !filled) return filled.error();
  }
}

Result<void> SocketStream::fill() {
  char bytes[chunk_bytes];
  const auto count = read_some(bytes, sizeof bytes);
  if (!count) return count.error();
  received_ += *count;
  if (received_ > bounds::max_mail_bytes) {
    return Error{ErrorKind::bad_reply, address_ + limit_of("answers", bounds::max_mail_bytes)};
  }
  unread_.append(bytes, *count);
  return {};
}

Result<void> SocketStream::start_tls() {
  if (tls_) return Error{ErrorKind::internal, "TLS was begun twice"};
  if (!unread_.empty()) {
    return Error{ErrorKind::bad_reply,
                 address_ +
                     " sent more than its answer to STARTTLS before TLS began, as somebody "
                     "in between would; do not sign in there, and tell its administrator"};
  }
  auto session = new_tls_session(socket_, server_.host, settings_);
  if (!session) return session.error();
  tls_ = std::move(*session);
  const auto done = tls_retried([this] { return SSL_do_handshake(tls_.get()); });
  if (done && *done == 1) return {};
  Error error = done ? handshake_error(tls_.get(), address_) : done.error();
  // A session that was never made must not be shut down.
  tls_.reset();
  if (server_.encryption == Encryption::tls &&
      error.message.find("wrong version") != error.message.npos) {
    error.message += "; if it begins in the clear, as on ports 143, 110 and 587, write 'starttls'";
  }
  return error;
}

Result<void> SocketStream::wait(short events) {
  const auto now = Clock::now();
  const auto end = std::min(end_, now + settings_.request_timeout);
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) return too_slow();
    pollfd one{socket_, events, 0};
    const int ready = ::poll(&one, 1, static_cast<int>(left));
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return lost(std::generic_category().message(errno));
  }
}

template <class Call>
Result<int> SocketStream::tls_retried(Call call) {
  for (;;) {
    ERR_clear_error();
    const SigpipeBlock block;
    const int result = call();
    if (result > 0) return result;
    const int problem = SSL_get_error(tls_.get(), result);
    if (problem != SSL_ERROR_WANT_READ && problem != SSL_ERROR_WANT_WRITE) return 0;
    auto waited = wait(problem == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT);
    if (!waited) return waited.error();
  }
}

template <class Call>
Result<int> SocketStream::plain_retried(short events, Call call) {
  for (;;) {
    const auto result = call();
    if (result >= 0) return static_cast<int>(result);
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) {
      return lost(std::generic_category().message(errno));
    }
    if (auto waited = wait(events); !waited) return waited.error();
  }
}

Result<std::size_t> SocketStream::write_some(std::string_view bytes) {
  const int size = static_cast<int>(std::min(bytes.size(), std::size_t{bounds::max_mail_bytes}));
  const auto count =
      tls_ ? tls_retried([&] { return SSL_write(tls_.get(), bytes.data(), size); })
           : plain_retried(POLLOUT, [&] {
               return ::send(socket_, bytes.data(), static_cast<std::size_t>(size), MSG_NOSIGNAL);
             });
  if (tls_) ERR_clear_error();
  if (!count) return count.error();
  if (*count == 0) return lost("the connection was closed");
  return static_cast<std::size_t>(*count);
}

Result<std::size_t> SocketStream::read_some(char* bytes, std::size_t size) {
  const auto count =
      tls_ ? tls_retried([&] { return SSL_read(tls_.get(), bytes, static_cast<int>(size)); })
           : plain_retried(POLLIN, [&] { return ::recv(socket_, bytes, size, 0); });
  if (tls_) ERR_clear_error();
  if (!count) return count.error();
  if (*count == 0) return lost("the server closed it");
  return static_cast<std::size_t>(*count);
}

Error SocketStream::lost(std::string_view why) const {
  return {ErrorKind::unavailable,
          "connection to " + address_ + " was lost: " + std::string(why) + "; try again later"};
}

Error SocketStream::too_slow() const {
  std::string message = "no answer from " + address_ + " in time; try again later";
  if (!tls_ && received_ == 0) {
    message += "; if it begins with TLS, as on ports 993, 995 and 465, write 'tls'";
  }
  return {ErrorKind::unavailable, message};
}

}  // namespace oauth
