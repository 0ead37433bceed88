// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_HTTP_EXCHANGE_H
#define TESTS_SUPPORT_HTTP_EXCHANGE_H

#include <string>
#include <string_view>

#include "oauth/network/curl_http.h"
#include "tests/support/loopback_server.h"

namespace oauth {

/// In each request's query, header and body, and in replies: no sentence may hold it.
inline const std::string secret = "hunter2-4711";

/// Unsets what libcurl reads from the environment.
void forget_environment();

/// A variable of the environment for as long as it lives.
class Variable {
 public:
  Variable(const char* name, const std::string& value);
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable();

 private:
  const char* name_;
};

/// Returns settings with limits of one second.
NetworkSettings quick();

/// Returns a token request to "scheme://host" with the secret all over it.
HttpRequest post_to(const std::string& origin, std::string_view body = "a=b&c=" + secret);

/// Sends with a new CurlHttp, as "sasl-oauth/9.9".
Result<HttpResponse> send(const HttpRequest& request, const NetworkSettings& settings = quick(),
                          EnvironmentUse environment = EnvironmentUse::obeyed);
Result<HttpResponse> post_plain(const LoopbackServer& server);

/// Returns a whole reply with status 200.
std::string ok_reply(const std::string& body);

/// Returns the sentence of a failure, nothing for a response.
std::string message_of(const Result<HttpResponse>& result);

/// Asserts a failure of this kind, with these words in a sentence that has a remedy ("; ...") and
/// neither the secret nor control characters.
void assert_fails(const Result<HttpResponse>& result, ErrorKind kind, const std::string& words);

}  // namespace oauth

#endif
