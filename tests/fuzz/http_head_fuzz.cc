// SPDX-License-Identifier: MIT
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/network/header_lines.h"
#include "oauth/network/reply.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

std::string_view next_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : rest.size());
  return line;
}

// What a server sends, a line of the head at a time, then a body.
void expect_reply(std::string_view input) {
  oauth::Reply reply;
  std::string_view head = next_part(input);
  while (!head.empty() && reply.add_header(next_line(head))) continue;
  reply.add_body(input);
  const bool is_too_long = input.size() > oauth::bounds::max_reply_bytes;
  expect((reply.stop() == oauth::Reply::Stop::body_too_long) == is_too_long, "a body is bounded");
  const oauth::HttpResponse response = std::move(reply).take(200);
  expect(is_too_long || response.body.reveal() == input, "a body comes whole");
  for (const std::string& value :
       {response.content_type, response.retry_after, response.dpop_nonce, response.date}) {
    expect(value == oauth::trimmed(value), "a header has no blanks around it");
    expect(value.find('\n') == value.npos, "a header is one line");
  }
}

}  // namespace

void http_head(std::string_view input) {
  expect_reply(input);
  oauth::HeaderLines lines;
  std::size_t added = 0;
  while (!input.empty()) {
    const std::string name(next_part(input));
    if (lines.add({name, oauth::Secret::copy_of(next_part(input))})) ++added;
  }
  for (const curl_slist* line = lines.list(); line; line = line->next, --added) {
    expect(added > 0 && !oauth::has_control_bytes(line->data), "a header we send is one line");
  }
  expect(added == 0, "each header is sent");
}

}  // namespace fuzz
