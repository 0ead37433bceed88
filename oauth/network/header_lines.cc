// SPDX-License-Identifier: MIT
#include "oauth/network/header_lines.h"

#include <utility>

#include "oauth/base/text.h"

namespace oauth {

Result<void> HeaderLines::add(const HttpHeader& header) {
  if (has_control_bytes(header.name) || has_control_bytes(header.value.reveal())) {
    return Error{ErrorKind::internal, "a request header holds a control character"};
  }
  Secret line;
  line.reserve(header.name.size() + 2 + header.value.size());
  line.append(header.name);
  // "Name;" is how libcurl is told to send an empty value.
  line.append(header.value.empty() ? ";" : ": ");
  line.append(header.value);
  lines_.push_back(std::move(line));
  return {};
}

void HeaderLines::leave_out(std::string_view name) {
  Secret line = Secret::copy_of(name);
  line.append(":");
  lines_.push_back(std::move(line));
}

curl_slist* HeaderLines::list() {
  nodes_.assign(lines_.size(), curl_slist{});
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    // libcurl only reads it, but says so nowhere in its types.
    nodes_[i].data = const_cast<char*>(lines_[i].reveal().data());
    if (i > 0) nodes_[i - 1].next = &nodes_[i];
  }
  return nodes_.empty() ? nullptr : nodes_.data();
}

}  // namespace oauth
