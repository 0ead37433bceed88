// SPDX-License-Identifier: MIT
#ifndef OAUTH_SHEET_EXPLAINER_H
#define OAUTH_SHEET_EXPLAINER_H

#include <string>
#include <string_view>

#include "oauth/config.h"
#include "oauth/config_loader.h"
#include "oauth/explanation.h"
#include "oauth/port/explainer.h"

namespace oauth {

/// Explains by the providers' sheets: the provider's own, and for what that does not know the one
/// named "generic". They are read when something is asked, which is after a failure; a sheet that
/// is missing, closed or broken explains nothing.
class SheetExplainer : public Explainer {
 public:
  /// Both are borrowed.
  SheetExplainer(ConfigLoader& loader, const Configuration& configuration)
      : loader_(loader), configuration_(configuration) {}

  std::string meaning_of(const std::string& provider, const Error& error) override;

  /// Returns what the mail server's words mean, as meaning_of.
  std::string meaning_of_words(const std::string& provider, std::string_view words);

 private:
  template <class Look>
  std::string look_up(const std::string& provider, Look look);
  std::string meaning_anywhere(const std::string& subcode);

  ConfigLoader& loader_;
  const Configuration& configuration_;
};

/// Adds to the error's sentence what its code means, in brackets.
void add_meaning(Error& error, const std::string& provider, Explainer& explainer);

}  // namespace oauth

#endif
