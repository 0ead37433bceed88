// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_RESULT_H
#define OAUTH_BASE_RESULT_H

#include <utility>
#include <variant>

#include "oauth/base/error.h"

namespace oauth {

/// Either a value or the `Error` that explains why there is none.
///
/// Test it before use: `if (!result) return result.error();`. Reading the value of a failed result
/// (or the error of a good one) is a bug: it throws std::bad_variant_access, which the module's
/// boundary turns into an `internal` failure. A temporary gives its value away, so that
/// `for (auto& each : *list())` does not read what is gone.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T value() && { return std::get<0>(std::move(state_)); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or an `Error`.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<std::monostate, Error> state_;
};

}  // namespace oauth

#endif
