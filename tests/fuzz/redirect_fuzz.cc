// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/login/redirect.h"
#include "oauth/wire/form.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"

namespace fuzz {
namespace {

using oauth::IssuerRule;
using oauth::RequestKind;

// The page's own words are shown; what they are about is not.
bool shows_canary(std::string_view query) {
  const auto fields = oauth::parse_form(query);
  return fields && std::any_of(fields->begin(), fields->end(), [](const oauth::FormField& field) {
           const bool is_secret = field.name == "code" || field.name == "state";
           return !is_secret && holds_canary(field.value.reveal());
         });
}

void expect_read(std::string_view query, const oauth::Secret& state, IssuerRule rule) {
  const auto code = oauth::read_redirect(query, {state, "https://sso.example.com", rule});
  if (code) {
    expect(oauth::carries_state(query, state), "a code comes with its state");
    expect(!code->empty() && !oauth::has_control_bytes(code->reveal()), "a code is a code");
  } else if (shows_canary(query)) {
    expect_sentence(code.error());
  } else {
    expect_secret_kept(code.error());
  }
}

}  // namespace

void redirect(std::string_view input) {
  const oauth::Secret state = oauth::Secret::copy_of("the-state");
  const oauth::RedirectRequest request = oauth::read_request_line(input);
  expect(request.query.empty() || request.kind == RequestKind::redirect, "a query is a redirect's");
  expect(request.kind != RequestKind::redirect || oauth::is_visible_ascii(request.query),
         "a redirect's query is visible ASCII");
  expect(request.query.size() <= oauth::bounds::max_request_line_bytes, "a query is bounded");
  for (const IssuerRule rule : {IssuerRule::checked_if_there, IssuerRule::required}) {
    expect_read(request.query, state, rule);
    expect_read(input, state, rule);
  }
  const auto pasted = oauth::read_pasted(input, {state, "", IssuerRule::checked_if_there});
  const auto bare = oauth::read_redirect(input, {state, "", IssuerRule::checked_if_there});
  if (!pasted) expect_sentence(pasted.error());
  expect(!bare || pasted || oauth::trimmed(input) != input ||
             input.find_first_of("?#\"'<>") != input.npos,
         "a query can be pasted");
}

}  // namespace fuzz
