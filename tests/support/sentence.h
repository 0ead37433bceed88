// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_SENTENCE_H
#define TESTS_SUPPORT_SENTENCE_H

#include <string>

#include "oauth/base/error.h"
#include "oauth/base/result.h"

namespace oauth {

/// Returns "KIND: MESSAGE" of a failed result, and "success" of any other.
template <class T>
std::string sentence_of(const Result<T>& result) {
  if (result) return "success";
  return std::string(kind_name(result.error().kind)) + ": " + result.error().message;
}

}  // namespace oauth

#endif
