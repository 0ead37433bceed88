// SPDX-License-Identifier: MIT
#ifndef OAUTH_PORT_REQUEST_QUEUE_H
#define OAUTH_PORT_REQUEST_QUEUE_H

#include <cstddef>
#include <optional>

#include "oauth/base/result.h"
#include "oauth/port/http.h"

namespace oauth {

/// Requests of many conversations of which several may be under way at once. The next one is asked
/// for only when it can be sent, so that what it needs (a lock) is held no longer than it must, and
/// an answer is given as soon as it is there, so that it can be made durable at once.
class RequestQueue {
 public:
  struct Item {
    std::size_t conversation = 0;
    NetworkSettings settings;
    const HttpRequest* request = nullptr;  // the queue's, until its answer is taken
  };

  virtual ~RequestQueue() = default;

  // Neither throws, not even where memory is short: answers to others are still to come.

  /// Returns the first request of the next conversation; nothing if there are no more.
  virtual std::optional<Item> next() = 0;

  /// Takes the answer, with the errors of HttpClient::send, and returns the request that follows on
  /// it in the same conversation, if one does.
  virtual std::optional<Item> take(std::size_t conversation, Result<HttpResponse> response) = 0;
};

}  // namespace oauth

#endif
