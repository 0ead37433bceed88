// SPDX-License-Identifier: MIT
#ifndef TOOL_BROWSER_H
#define TOOL_BROWSER_H

#include <string>
#include <vector>

namespace tool {

/// Where a browser may be found.
struct BrowserPlaces {
  std::string browser;          // $BROWSER: commands separated by ':', "%s" for the address
  std::string display;          // $DISPLAY
  std::string wayland_display;  // $WAYLAND_DISPLAY
};

BrowserPlaces browser_places();

/// Returns the commands to try, in order, each as its argument vector with the address in it: those
/// of $BROWSER, else xdg-open where there is a display; none otherwise. No shell reads them.
std::vector<std::vector<std::string>> browser_commands(const BrowserPlaces& places,
                                                       const std::string& url);

/// Starts the first of these commands that can be started, in a session of its own and with
/// /dev/null for its input and output, and does not wait for it. Returns whether one was.
bool start_browser(const std::vector<std::vector<std::string>>& commands);

}  // namespace tool

#endif
