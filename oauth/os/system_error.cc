// SPDX-License-Identifier: MIT
#include "oauth/os/system_error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"

namespace oauth {
namespace {

std::string remedy_for(int number) {
  switch (number) {
    case EACCES:
    case EPERM:
      return "give user id " + std::to_string(::geteuid()) + " the right to it and to its folders";
    case ENOENT:
    case ENOTDIR:
      return "create it, or correct the path";
    case EEXIST:
      return "remove what is there";
    case EISDIR:
      return "name a file, not a folder";
    case ELOOP:
      return "put the file or folder itself there, not a symbolic link";
    case ENAMETOOLONG:
      return "use a shorter name";
    case ENOSPC:
    case EDQUOT:
      return "free some space there";
    case EFBIG:
      return "raise the limit on file sizes";
    case EROFS:
      return "mount it writable, or use another folder";
    case EMFILE:
    case ENFILE:
      return "raise the limit on open files";
    case ENOMEM:
      return "free some memory, and try again";
    default:
      return "see to the file system";
  }
}

}  // namespace

std::string describe_errno(int number) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 32)
  const char* text = ::strerrordesc_np(number);
  return text != nullptr ? text : "error " + std::to_string(number);
#else
  return "error " + std::to_string(number);
#endif
}

Error file_error(std::string_view action, std::string_view path, int number) {
  std::string message = "cannot ";
  message.append(action).append(" ").append(printable(path, bounds::max_quoted_bytes));
  message.append(": ").append(describe_errno(number)).append("; ").append(remedy_for(number));
  // A lack of memory is no lack of rights: nothing is to be mended.
  Error error{number == ENOMEM ? ErrorKind::internal : ErrorKind::no_access, message};
  error.system_error = number;
  return error;
}

}  // namespace oauth
