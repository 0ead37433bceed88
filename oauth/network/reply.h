// SPDX-License-Identifier: MIT
#ifndef OAUTH_NETWORK_REPLY_H
#define OAUTH_NETWORK_REPLY_H

#include <cstddef>
#include <string_view>

#include "oauth/port/http.h"

namespace oauth {

/// Gathers a response as it comes in, within bounds::max_reply_bytes and max_header_bytes.
class Reply {
 public:
  enum class Stop { none, body_too_long, header_too_long };

  /// Takes the memory for the longest body at once, while nothing is asked yet: the answer to a
  /// request may be the only copy of a refresh token.
  Reply();

  /// Takes the next bytes of the body, after any transfer coding. Returns false to end the
  /// transfer; stop() then says why. Called by C, hence noexcept.
  bool add_body(std::string_view bytes) noexcept;

  /// Takes one header line; a status line begins a new response and drops the last one's headers
  /// (an interim 103 precedes the real one), and one that there is no memory for counts as missing.
  /// Returns as add_body does.
  bool add_header(std::string_view line) noexcept;

  Stop stop() const noexcept { return stop_; }

  /// Returns whether the empty line after the headers has come. libcurl (7.88) takes a connection
  /// that is closed before it for the end of an empty response.
  bool has_whole_head() const noexcept { return has_whole_head_; }

  /// Returns what was gathered, with this status.
  HttpResponse take(int status) &&;

 private:
  void keep_header(std::string_view line);

  HttpResponse response_;
  std::size_t header_bytes_ = 0;
  bool has_whole_head_ = false;
  Stop stop_ = Stop::none;
};

}  // namespace oauth

#endif
