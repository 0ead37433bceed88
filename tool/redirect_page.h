// SPDX-License-Identifier: MIT
#ifndef TOOL_REDIRECT_PAGE_H
#define TOOL_REDIRECT_PAGE_H

#include <string>
#include <string_view>

namespace tool {

/// What the listener answers to a browser: whole HTTP responses, each with a page of its own that
/// needs nothing else, is not stored and tells no other site where it was.

/// The sign-in is done.
std::string page_of_success(std::string_view account);
/// The sign-in failed; the sentence says why and what to do.
std::string page_of_failure(std::string_view sentence);
/// What was asked for is no redirect: 404, 405, 400 or 414.
std::string page_of_status(int status);

}  // namespace tool

#endif
