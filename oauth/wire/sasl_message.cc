// SPDX-License-Identifier: MIT
#include "oauth/wire/sasl_message.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

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

// saslname in a GS2 header, then host and port. Dovecot refuses a header without "a=", so it always
// stands (RFC 7628 section 3.1).
void append_oauthbearer_head(Secret& message, const SaslIdentity& id) {
  message.append("n,a=");
  append_saslname(message, id.user);
  message.append(",\x01");
  append_pair(message, "host", id.host);
  append_pair(message, "port", id.port);
}

void append_authorization(Secret& message, std::string_view token) {
  message.append("auth=Bearer ");
  message.append(token);
  message.append("\x01\x01");
}

std::size_t size_hint(const SaslIdentity& id) {
  return id.user.size() * 3 + id.token.size() + id.host.size() + id.port.size() + 64;
}

}  // namespace

// client-resp = gs2-header kvsep *kvpair kvsep,  gs2-header = "n,a=" saslname ","
Secret oauthbearer_message(const SaslIdentity& id) {
  Secret message;
  message.reserve(size_hint(id));
  append_oauthbearer_head(message, id);
  append_authorization(message, id.token);
  return message;
}

Secret oauthbearer_question(const SaslIdentity& id) {
  Secret message;
  message.reserve(size_hint(id));
  append_oauthbearer_head(message, id);
  message.append("auth=\x01\x01");
  return message;
}

// "user=" user ^A "auth=Bearer " token ^A ^A: the user is not escaped.
Secret xoauth2_message(const SaslIdentity& id) {
  Secret message;
  message.reserve(size_hint(id));
  message.append("user=");
  message.append(id.user);
  message.append("\x01");
  append_authorization(message, id.token);
  return message;
}

Result<void> check_sasl_user(std::string_view user) {
  if (user.empty()) return Error{ErrorKind::bad_config, "the user name is empty"};
  if (user.size() > bounds::max_user_bytes) {
    return Error{ErrorKind::bad_config, "the user name is longer than 1024 bytes"};
  }
  if (has_control_bytes(user)) {
    return Error{ErrorKind::bad_config, "the user name has a control character in it; correct it"};
  }
  if (!is_utf8(user)) {
    return Error{ErrorKind::bad_config, "the user name is not UTF-8; correct it"};
  }
  return {};
}

Result<void> check_sasl_identity(const SaslIdentity& id) {
  if (auto checked = check_sasl_user(id.user); !checked) return checked;
  if (has_control_bytes(id.host) || has_control_bytes(id.port)) {
    return Error{ErrorKind::bad_config,
                 "the mail server's name or port has a control character in it; correct it"};
  }
  if (id.token.size() > bounds::max_token_bytes) {
    return Error{ErrorKind::bad_reply, "the access token is longer than 16 KiB"};
  }
  if (!is_visible_ascii(id.token)) {
    return Error{ErrorKind::bad_reply,
                 "the access token is empty or has a blank or control character in it"};
  }
  return {};
}

}  // namespace oauth
