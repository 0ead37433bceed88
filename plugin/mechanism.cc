// SPDX-License-Identifier: MIT
#include "plugin/mechanism.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace plugin {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::Secret;

// saslname: '=' becomes "=3D", ',' becomes "=2C" (RFC 5801 section 4).
void append_saslname(Secret& message, std::string_view name) {
  for (const char& c : name) {
    if (c == '=') {
      message.append("=3D");
    } else if (c == ',') {
      message.append("=2C");
    } else {
      message.append(std::string_view(&c, 1));
    }
  }
}

void append_pair(Secret& message, std::string_view key, std::string_view value) {
  if (value.empty()) return;
  message.append(key);
  message.append("=");
  message.append(value);
  message.append("\x01");
}

void append_authorization(Secret& message, std::string_view token) {
  message.append("auth=Bearer ");
  message.append(token);
  message.append("\x01\x01");
}

std::size_t size_hint(const Identity& id) {
  return id.user.size() * 3 + id.token.size() + id.host.size() + id.port.size() + 64;
}

// client-resp = gs2-header kvsep *kvpair kvsep,  gs2-header = "n,a=" saslname ","
// (RFC 7628 section 3.1). Dovecot refuses a header without "a=", so it always stands.
Secret oauthbearer_response(const Identity& id) {
  Secret message;
  message.reserve(size_hint(id));
  message.append("n,a=");
  append_saslname(message, id.user);
  message.append(",\x01");
  append_pair(message, "host", id.host);
  append_pair(message, "port", id.port);
  append_authorization(message, id.token);
  return message;
}

// "user=" user ^A "auth=Bearer " token ^A ^A: the user is not escaped.
Secret xoauth2_response(const Identity& id) {
  Secret message;
  message.reserve(size_hint(id));
  message.append("user=");
  message.append(id.user);
  message.append("\x01");
  append_authorization(message, id.token);
  return message;
}

}  // namespace

const Mechanism mechanisms[] = {
    {"OAUTHBEARER", oauthbearer_response, "\x01"},
    {"XOAUTH2", xoauth2_response, ""},
};
const int mechanism_count = 2;

Result<void> check(const Identity& id) {
  if (id.user.empty()) return Error{ErrorKind::bad_config, "the user name is empty"};
  if (id.user.size() > oauth::bounds::max_user_bytes) {
    return Error{ErrorKind::bad_config, "the user name is longer than 1024 bytes"};
  }
  if (oauth::has_control_bytes(id.user)) {
    return Error{ErrorKind::bad_config, "the user name has a control character in it; correct it"};
  }
  if (!oauth::is_utf8(id.user)) {
    return Error{ErrorKind::bad_config, "the user name is not UTF-8; correct it"};
  }
  if (id.token.size() > oauth::bounds::max_token_bytes) {
    return Error{ErrorKind::bad_reply, "the access token is longer than 16 KiB"};
  }
  if (!oauth::is_visible_ascii(id.token)) {
    return Error{ErrorKind::bad_reply,
                 "the access token is empty or has a blank or control character in it"};
  }
  return {};
}

}  // namespace plugin
