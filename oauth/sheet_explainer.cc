// SPDX-License-Identifier: MIT
#include "oauth/sheet_explainer.h"

namespace oauth {
namespace {

constexpr char fallback[] = "generic";

}  // namespace

template <class Look>
std::string SheetExplainer::look_up(const std::string& provider, Look look) {
  for (const std::string& name : {provider, std::string(fallback)}) {
    if (name.empty()) continue;
    const auto sheet = loader_.sheet(configuration_, Reference{name, {}});
    if (!sheet) continue;
    if (const Explanation* found = look(*sheet)) return as_phrase(*found);
  }
  return {};
}

std::string SheetExplainer::meaning_of(const std::string& provider, const Error& error) {
  if (error.code.empty() && error.subcode.empty()) return {};  // no server said it
  // That it may work later is said already.
  if (error.kind == ErrorKind::unavailable && error.subcode.empty()) return {};
  if (provider.empty() && !error.subcode.empty()) {
    std::string meaning = meaning_anywhere(error.subcode);
    if (!meaning.empty()) return meaning;
  }
  return look_up(provider, [&](const Provider& sheet) { return explain(sheet.errors, error); });
}

// The token file of another program does not name its provider, but such a code does.
std::string SheetExplainer::meaning_anywhere(const std::string& subcode) {
  const auto names = loader_.provider_names(configuration_);
  if (!names) return {};
  const Error bare{ErrorKind::refused, {}, std::chrono::seconds(0), {}, subcode};
  for (const std::string& name : *names) {
    const auto sheet = loader_.sheet(configuration_, Reference{name, {}});
    if (!sheet) continue;
    if (const Explanation* found = explain(sheet->errors, bare)) return as_phrase(*found);
  }
  return {};
}

std::string SheetExplainer::meaning_of_words(const std::string& provider, std::string_view words) {
  return look_up(provider,
                 [&](const Provider& sheet) { return explain_words(sheet.mail_errors, words); });
}

void add_meaning(Error& error, const std::string& provider, Explainer& explainer) {
  const std::string meaning = explainer.meaning_of(provider, error);
  if (!meaning.empty()) error.message += " (" + meaning + ")";
}

}  // namespace oauth
