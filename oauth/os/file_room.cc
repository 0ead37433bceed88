// SPDX-License-Identifier: MIT
#include "oauth/os/file_room.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>

#include "oauth/os/retried.h"

namespace oauth {

int take_room(int file, std::size_t room, RoomBeyondEnd beyond) noexcept {
  if (room == 0) return 0;
  struct rlimit limit = {};
  if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur < room) return EFBIG;
  const int mode = beyond == RoomBeyondEnd::stays_beyond ? FALLOC_FL_KEEP_SIZE : 0;
  const auto size = static_cast<off_t>(room);
  if (retried([&] { return ::fallocate(file, mode, 0, size); }) == 0) return 0;
  return errno == EOPNOTSUPP || errno == ENOSYS ? 0 : errno;
}

}  // namespace oauth
