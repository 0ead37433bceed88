// SPDX-License-Identifier: MIT
#ifndef OAUTH_OS_FILE_ROOM_H
#define OAUTH_OS_FILE_ROOM_H

#include <cstddef>

namespace oauth {

/// What becomes of a file that is shorter than the room taken for it.
enum class RoomBeyondEnd { becomes_zeros, stays_beyond };

/// Takes room on the disk for the first `room` bytes of an open file. A file system that cannot say
/// (NFS before 4.2) is taken at its word that it has some. Returns 0, or the errno of what is in
/// the way: ENOSPC, EDQUOT, or EFBIG from the process's own limit (RLIMIT_FSIZE), which is asked
/// for first, since the kernel would send the host SIGXFSZ.
int take_room(int file, std::size_t room, RoomBeyondEnd beyond) noexcept;

}  // namespace oauth

#endif
