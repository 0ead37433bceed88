// SPDX-License-Identifier: MIT
#include "oauth/network/reply.h"

#include <new>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {

Reply::Reply() { response_.body.reserve(bounds::max_reply_bytes); }

bool Reply::add_body(std::string_view bytes) noexcept {
  if (bytes.size() > bounds::max_reply_bytes - response_.body.size()) {
    stop_ = Stop::body_too_long;
    return false;
  }
  response_.body.append(bytes);
  return true;
}

bool Reply::add_header(std::string_view line) noexcept {
  if (line.size() > bounds::max_header_bytes - header_bytes_) {
    stop_ = Stop::header_too_long;
    return false;
  }
  header_bytes_ += line.size();
  try {
    keep_header(line);
  } catch (const std::bad_alloc&) {
    return true;  // without it
  }
  return true;
}

void Reply::keep_header(std::string_view line) {
  if (starts_with(line, "HTTP/")) {
    response_.content_type.clear();
    response_.retry_after.clear();
    response_.dpop_nonce.clear();
    response_.date.clear();
    has_whole_head_ = false;
  }
  if (trimmed(line).empty()) has_whole_head_ = true;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (equals_ignoring_case(name, "content-type")) response_.content_type = value;
  if (equals_ignoring_case(name, "retry-after")) response_.retry_after = value;
  if (equals_ignoring_case(name, "dpop-nonce")) response_.dpop_nonce = value;
  if (equals_ignoring_case(name, "date")) response_.date = value;
}

HttpResponse Reply::take(int status) && {
  response_.status = status;
  return std::move(response_);
}

}  // namespace oauth
