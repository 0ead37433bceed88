// SPDX-License-Identifier: MIT
#include "oauth/network/curl_multi.h"

#include <curl/curl.h>

#include <chrono>
#include <map>
#include <memory>
#include <new>
#include <optional>

#include "oauth/network/sigpipe_block.h"
#include "oauth/network/transfer.h"

namespace oauth {
namespace {

using std::chrono::steady_clock;

// curl_multi_poll wakes up by itself when something happens, or a limit passes.
constexpr int longest_nap_ms = 1000;

Error stopped(CURLMcode code) {
  return {ErrorKind::internal, std::string("libcurl stops: ") + curl_multi_strerror(code)};
}

struct MultiDeleter {
  void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

// Memory that is short for one request is no reason to give up the answers to others.
template <class T, class Call>
Result<T> unless_out_of_memory(Call call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    return Error{ErrorKind::internal, "out of memory"};
  }
}

// A request that is under way.
struct Flight {
  std::size_t conversation = 0;
  std::unique_ptr<Transfer> transfer;
};

class Flights {
 public:
  Flights(RequestQueue& queue, TransferTerms terms, CurlMulti::Limits limits)
      : queue_(queue),
        terms_(std::move(terms)),
        limits_(limits),
        deadline_(steady_clock::now() + limits.in_all) {}
  ~Flights() {
    const SigpipeBlock block;
    for (auto& [handle, flight] : flights_) curl_multi_remove_handle(multi_.get(), handle);
  }
  Flights(const Flights&) = delete;
  Flights& operator=(const Flights&) = delete;

  Result<void> run() {
    multi_.reset(curl_multi_init());
    if (!multi_) return Error{ErrorKind::internal, "libcurl does not start"};
    for (;;) {
      begin_what_there_is_room_for();
      if (flights_.empty()) return {};
      if (const CURLMcode code = move_on(); code != CURLM_OK) return stopped(code);
      land_what_is_done();
    }
  }

 private:
  void begin_what_there_is_room_for() {
    while (has_more_ && flights_.size() < limits_.at_once && steady_clock::now() < deadline_) {
      std::optional<RequestQueue::Item> item = queue_.next();
      has_more_ = item.has_value();
      if (item) begin(std::move(item));
    }
  }

  // A request that cannot even be sent is answered at once, which may lead to another.
  void begin(std::optional<RequestQueue::Item> item) {
    while (item) {
      const std::size_t conversation = item->conversation;
      const Result<void> begun = unless_out_of_memory<void>([&] { return take_off(*item); });
      if (begun) return;
      item = queue_.take(conversation, begun.error());
    }
  }

  Result<void> take_off(RequestQueue::Item& item) {
    terms_.settings = std::move(item.settings);
    auto transfer = Transfer::prepare(terms_, *item.request);
    if (!transfer) return transfer.error();
    CURL* const handle = (*transfer)->handle();
    flights_.emplace(handle, Flight{item.conversation, std::move(*transfer)});
    const CURLMcode code = curl_multi_add_handle(multi_.get(), handle);
    if (code == CURLM_OK) return {};
    flights_.erase(handle);
    return stopped(code);
  }

  CURLMcode move_on() {
    const SigpipeBlock block;
    int running = 0;
    const CURLMcode code = curl_multi_perform(multi_.get(), &running);
    if (code != CURLM_OK || running < static_cast<int>(flights_.size())) return code;
    return curl_multi_poll(multi_.get(), nullptr, 0, longest_nap_ms, nullptr);
  }

  void land_what_is_done() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* const handle = message->easy_handle;
      const CURLcode code = message->data.result;  // the message goes with the handle
      curl_multi_remove_handle(multi_.get(), handle);
      const auto found = flights_.find(handle);
      if (found == flights_.end()) continue;
      const Flight flight = std::move(found->second);
      flights_.erase(found);
      begin(queue_.take(flight.conversation, unless_out_of_memory<HttpResponse>(
                                                 [&] { return flight.transfer->finish(code); })));
    }
  }

  RequestQueue& queue_;
  TransferTerms terms_;
  const CurlMulti::Limits limits_;
  const steady_clock::time_point deadline_;
  bool has_more_ = true;
  std::unique_ptr<CURLM, MultiDeleter> multi_;  // goes after the transfers
  std::map<CURL*, Flight> flights_;
};

}  // namespace

Result<void> CurlMulti::send_all(RequestQueue& queue, Limits limits) const {
  return Flights(queue, {NetworkSettings(), user_agent_, environment_}, limits).run();
}

}  // namespace oauth
