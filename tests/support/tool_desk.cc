// SPDX-License-Identifier: MIT
#include "tests/support/tool_desk.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <stdexcept>

namespace tool {
namespace {

constexpr long long ten_days_and_an_hour = 10 * 24 * 3600 + 3600;

}  // namespace

ToolDesk::ToolDesk() {
  if (mkdir(store_.c_str(), 0700) != 0) throw std::runtime_error("cannot make " + store_);
  configure("");
}

void ToolDesk::configure(const std::string& more) {
  folder_.write("config.toml", "[store]\ndir = \"" + store_ + "\"\n" + more);
  chmod(config_.c_str(), 0600);
}

void ToolDesk::add(const std::string& account, const std::string& more) const {
  const long long now = time(nullptr);
  write_record(account,
               "{\"version\": 1, \"expires_at\": " + std::to_string(now + ten_days_and_an_hour) +
                   ", \"user\": \"\", \"access_token\": \"ya29.T\", \"account\": \"" + account +
                   "\", \"provider\": \"example\", \"issued_at\": " + std::to_string(now) +
                   (more.empty() ? "" : ", ") + more + "}\n");
}

void ToolDesk::write_record(const std::string& account, const std::string& text) const {
  chmod(folder_.write("store/" + account + ".json", text).c_str(), 0600);
}

bool ToolDesk::has(const std::string& account) const {
  return access((store_ + "/" + account + ".json").c_str(), F_OK) == 0;
}

int ToolDesk::run(Run command, Options options) {
  options.config_file = config_;
  captured_ = std::make_unique<CapturedTerminal>();
  const auto world = World::open(options);
  if (!world) throw std::runtime_error(world.error().message);
  return command(**world, options, captured_->terminal);
}

int ToolDesk::run_for(Run command, const std::string& account, Options options) {
  options.accounts = {account};
  return run(command, std::move(options));
}

}  // namespace tool
