// SPDX-License-Identifier: MIT
#ifndef OAUTH_WIRE_FORM_H
#define OAUTH_WIRE_FORM_H

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oauth/base/secret.h"

namespace oauth {

/// Appends `text` encoded for application/x-www-form-urlencoded (RFC 6749 appendix B): a blank is
/// '+', and all but letters, digits and "*-._" are percent-encoded octets.
void append_form_encoded(Secret& form, std::string_view text);

/// A list of names and values, encoded: the body of a token request or the query of a URL.
class Form {
 public:
  void add(std::string_view name, std::string_view value);
  void add(std::string_view name, const Secret& value) { add(name, value.reveal()); }
  const Secret& encoded() const noexcept { return encoded_; }
  Secret take() { return std::move(encoded_); }

 private:
  Secret encoded_;
};

struct FormField {
  std::string name;
  Secret value;
};

/// Returns the fields of an encoded list, decoded, in order; nothing if a '%' is not followed by
/// two hexadecimal digits. Empty parts ("a=1&&b=2") are passed over.
std::optional<std::vector<FormField>> parse_form(std::string_view encoded);

}  // namespace oauth

#endif
