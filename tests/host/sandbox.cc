// SPDX-License-Identifier: MIT
#include "tests/host/sandbox.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace host {
namespace {

namespace fs = std::filesystem;

std::string from_build(const char* variable) {
  const char* value = getenv(variable);
  if (value == nullptr) throw std::runtime_error(std::string(variable) + " is not set");
  return value;
}

bool is_plugin(const fs::path& file) {
  return file.extension() == ".so" && file.filename() != "libsasl-oauth.so";
}

}  // namespace

Sandbox::Sandbox() {
  for (const char* name : {"plugins", "store", "home"}) {
    fs::create_directory(path(name));
    fs::permissions(path(name), fs::perms::owner_all);
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(from_build("TEST_SASL_FOLDER"))) {
    if (!is_plugin(entry.path())) continue;
    fs::create_symlink(entry.path(), fs::path(path("plugins")) / entry.path().filename());
  }
  fs::create_symlink(from_build("TEST_DOOR"), path("plugins/libsasl-oauth.so"));
  configure("");
}

void Sandbox::remove_other_plugins() const {
  for (const fs::directory_entry& entry : fs::directory_iterator(path("plugins"))) {
    if (is_plugin(entry.path())) fs::remove(entry.path());
  }
}

void Sandbox::enter() const {
  setenv("SASL_PATH", path("plugins").c_str(), 1);
  setenv("SASL_OAUTH_CONFIG", path("config.toml").c_str(), 1);
  setenv("HOME", path("home").c_str(), 1);
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    unsetenv(name);
  }
}

void Sandbox::mark_as_ready() const {
  fs::create_directories(path("home/.local/state/sasl-oauth"));
  write("home/.local/state/sasl-oauth/.ready", "");
}

void Sandbox::configure(const std::string& more) const {
  write("config.toml", "[store]\ndir = \"" + store() + "\"\n" + more);
}

std::string token_of(std::string account) {
  std::replace(account.begin(), account.end(), '@', '-');
  return "ya29.s3cr3t-of-" + account;
}

void Sandbox::add(const std::string& name, const std::string& token_endpoint,
                  const std::string& expires_at) const {
  const std::string endpoint = token_endpoint.empty() ? "https://127.0.0.1:1/" : token_endpoint;
  write("store/" + name + ".json", R"({"version":1,"expires_at":)" + expires_at +
                                       R"(,"user":"","access_token":")" + token_of(name) +
                                       R"(","account":")" + name + R"(","token_endpoint":")" +
                                       endpoint + R"(","client_id":"c","refresh_token":"s3cr3t"})");
}

void Sandbox::add_account(const std::string& name, const std::string& token_endpoint) const {
  add(name, token_endpoint, "4102444800");
}

void Sandbox::add_old_account(const std::string& name, const std::string& token_endpoint) const {
  add(name, token_endpoint, "1");
}

std::string Sandbox::write(const std::string& name, const std::string& text) const {
  const std::string file = folder_.write(name, text);
  chmod(file.c_str(), 0600);
  return file;
}

std::string Sandbox::record(const std::string& name) const {
  std::ifstream file(store() + "/" + name + ".json");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string dead_endpoint() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {};
  socklen_t size = sizeof address;
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* generic = reinterpret_cast<struct sockaddr*>(&address);
  const bool is_bound =
      bind(socket, generic, size) == 0 && getsockname(socket, generic, &size) == 0;
  close(socket);
  if (!is_bound) throw std::runtime_error("cannot bind to 127.0.0.1");
  return "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
}

}  // namespace host
