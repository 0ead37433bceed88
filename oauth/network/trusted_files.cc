// SPDX-License-Identifier: MIT
#include "oauth/network/trusted_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

Result<void> check_readable(const char* key, const std::string& path, int flags) {
  if (path.empty()) return {};
  const bool is_text = !has_control_bytes(path);
  const int descriptor = is_text ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags) : -1;
  int problem = is_text ? errno : EINVAL;
  if (descriptor >= 0) {
    struct stat status = {};
    const bool is_known = ::fstat(descriptor, &status) == 0;
    ::close(descriptor);
    // OpenSSL would wait for a FIFO's other end for ever.
    if (is_known && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) return {};
    problem = EINVAL;
  }
  const std::string why = std::generic_category().message(problem);
  return Error{ErrorKind::bad_config, std::string("cannot read ") + key + " " +
                                          printable(path, bounds::max_quoted_bytes) + ": " + why +
                                          "; correct the path or its mode"};
}

}  // namespace

Result<void> check_trusted_files(const NetworkSettings& settings) {
  if (auto file = check_readable("ca_file", settings.ca_file, O_NONBLOCK); !file) return file;
  return check_readable("ca_dir", settings.ca_dir, O_DIRECTORY);
}

}  // namespace oauth
