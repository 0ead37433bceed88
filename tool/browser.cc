// SPDX-License-Identifier: MIT
#include "tool/browser.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "oauth/os/environment.h"

extern char** environ;

namespace tool {
namespace {

constexpr std::string_view placeholder = "%s";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(separator));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return parts;
}

std::vector<std::string> with_address(std::vector<std::string> command, const std::string& url) {
  bool has_place = false;
  for (std::string& word : command) {
    const std::size_t at = word.find(placeholder);
    if (at == word.npos) continue;
    word.replace(at, placeholder.size(), url);
    has_place = true;
  }
  if (!has_place) command.push_back(url);
  return command;
}

class SpawnSettings {
 public:
  SpawnSettings() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    // A session of its own: Ctrl-C here is not meant for the browser.
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  bool start(const std::vector<std::string>& command) const {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    pid_t child = 0;
    return posix_spawnp(&child, arguments[0], &actions_, &attributes_, arguments.data(), environ) ==
           0;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

}  // namespace

BrowserPlaces browser_places() {
  return {oauth::environment("BROWSER"), oauth::environment("DISPLAY"),
          oauth::environment("WAYLAND_DISPLAY")};
}

std::vector<std::vector<std::string>> browser_commands(const BrowserPlaces& places,
                                                       const std::string& url) {
  std::vector<std::vector<std::string>> commands;
  for (const std::string& command : split(places.browser, ':')) {
    std::vector<std::string> words = split(command, ' ');
    if (!words.empty()) commands.push_back(with_address(std::move(words), url));
  }
  const bool has_display = !places.display.empty() || !places.wayland_display.empty();
  if (commands.empty() && has_display) commands.push_back({"xdg-open", url});
  return commands;
}

bool start_browser(const std::vector<std::vector<std::string>>& commands) {
  const SpawnSettings settings;
  return std::any_of(commands.begin(), commands.end(),
                     [&](const auto& command) { return settings.start(command); });
}

}  // namespace tool
