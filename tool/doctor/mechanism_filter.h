// SPDX-License-Identifier: MIT
#ifndef TOOL_DOCTOR_MECHANISM_FILTER_H
#define TOOL_DOCTOR_MECHANISM_FILTER_H

#include <string>
#include <string_view>
#include <vector>

namespace tool {

/// What smtp_sasl_mechanism_filter does to a mechanism. `unknown`: a table decides, into which we
/// do not look.
enum class Filtered { passes, stops, unknown };

/// Returns it for the words of the filter (names, "!name" and tables; the first that fits counts).
/// Without any word all pass.
Filtered filtered(const std::vector<std::string>& filter, std::string_view mechanism);

}  // namespace tool

#endif
