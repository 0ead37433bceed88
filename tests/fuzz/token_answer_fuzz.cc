// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/grant/token_request.h"
#include "oauth/refresh_policy.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"
#include "tests/support/sample_record.h"

namespace fuzz {
namespace {

using oauth::sample_now;

// A status, Retry-After and the body.
oauth::HttpResponse response_of(std::string_view input) {
  oauth::HttpResponse response;
  response.status = static_cast<int>(oauth::parse_integer(next_part(input)).value_or(200) % 1000);
  response.retry_after = std::string(next_part(input));
  response.content_type = "application/json";
  response.body = oauth::Secret::copy_of(input);
  return response;
}

void expect_updated(oauth::TokenReply reply) {
  oauth::Record record = oauth::sample_record();
  const bool is_replaced = !reply.refresh_token.empty();
  const std::string expected(is_replaced ? reply.refresh_token.reveal()
                                         : record.refresh_token.reveal());
  const bool has_token = !reply.access_token.empty();
  oauth::apply_reply(record, std::move(reply), sample_now);
  expect(record.refresh_token.reveal() == expected, "the newest refresh token is kept");
  expect(!has_token || (record.expires_at >= sample_now &&
                        record.expires_at <= sample_now + oauth::bounds::max_token_lifetime),
         "an expiry is within bounds");
}

void expect_remembered(const oauth::Error& error) {
  oauth::Record record = oauth::sample_record();
  const std::string before(record.refresh_token.reveal());
  oauth::apply_failure(record, error, sample_now, 0.5);
  expect(record.refresh_token.reveal() == before, "a refresh token outlives every refusal");
  expect(record.next_attempt_at <= sample_now + oauth::bounds::max_retry_after,
         "a pause is within bounds");
  const auto waiting = oauth::reason_to_wait(record, sample_now);
  if (waiting) expect_sentence(*waiting);
  expect(!record.verdict || waiting, "what is final is not asked again");
}

}  // namespace

void token_answer(std::string_view input) {
  const oauth::HttpResponse response = response_of(input);
  auto reply = oauth::read_token_response(response, "sso.example.com", sample_now);
  if (reply) {
    expect(response.status == 200, "tokens come with status 200");
    return expect_updated(std::move(*reply));
  }
  expect_sentence(reply.error());
  expect(reply.error().retry_after >= oauth::seconds(0) &&
             reply.error().retry_after <= oauth::bounds::max_retry_after,
         "a wait is within bounds");
  expect_remembered(reply.error());
}

}  // namespace fuzz
