# SPDX-License-Identifier: MIT
"""Which faults make sense at which system call: what Linux may return, on some file system."""

from __future__ import annotations

import os
from errno import (EACCES, EBUSY, EDQUOT, EINTR, EIO, ELOOP, EMFILE, ENOENT, ENOLCK, ENOSPC,
                   EOPNOTSUPP, EPERM, EROFS)

from fault_runner import Call, Fault

NO_SPACE = (ENOSPC, EDQUOT)
NO_WRITING = (EIO, EROFS, EACCES)
NEW_NAME = (*NO_SPACE, *NO_WRITING)
# EINTR of a file's calls: NFS and FUSE.
ERRORS = {
    "access": (EACCES, EIO), "faccessat2": (EACCES, EIO), "stat": (EACCES, EIO),
    "newfstatat": (EACCES, EIO), "lstat": (EACCES, EIO), "fstat": (EIO,),
    "readlink": (EACCES, EIO, ELOOP), "read": (EIO, EINTR), "pread64": (EIO, EINTR),
    "getdents64": (EIO,), "close": (EIO, EINTR), "flock": (EINTR, ENOLCK, EIO),
    "write": (*NO_SPACE, EIO, EROFS, EINTR), "pwrite64": (*NO_SPACE, EIO, EROFS, EINTR),
    "fsync": (*NO_SPACE, EIO, EROFS, EINTR), "fdatasync": (*NO_SPACE, EIO, EROFS, EINTR),
    "ftruncate": (EIO, EROFS, EINTR), "fallocate": (*NO_SPACE, EIO, EOPNOTSUPP, EINTR),
    "rename": (*NEW_NAME, EBUSY), "renameat": (*NEW_NAME, EBUSY), "renameat2": (*NEW_NAME, EBUSY),
    "link": (*NEW_NAME, EPERM), "linkat": (*NEW_NAME, EPERM, ENOENT),
    "unlink": (*NO_WRITING, EBUSY), "unlinkat": (*NO_WRITING, EBUSY),
    "mkdir": NEW_NAME, "mkdirat": NEW_NAME, "rmdir": NO_WRITING,
    "fchmod": (EIO, EROFS, EPERM), "chmod": (EIO, EROFS, EPERM),
    "fchown": (EIO, EROFS, EPERM, EDQUOT), "fchownat": (EIO, EROFS, EPERM, EDQUOT),
    "fgetxattr": (EIO, EOPNOTSUPP), "fsetxattr": (*NO_SPACE, EIO, EPERM, EOPNOTSUPP),
}
READ_ONLY_OPEN = (EACCES, EIO, EINTR, EMFILE)
WRITING_OPEN = (EACCES, EIO, EROFS, EINTR, EMFILE)
MAKING_OPEN = (*NEW_NAME, EINTR, EMFILE)
NAMELESS_OPEN = (*MAKING_OPEN, EOPNOTSUPP)
CHANGING = ("write", "pwrite64", "fallocate", "ftruncate", "link", "linkat", "rename", "renameat",
            "renameat2", "fsync", "fdatasync", "mkdir", "mkdirat", "unlink", "unlinkat")
# Between two calls that nobody else can notice a kill is the same as before the second.
TRANSFERS = ("write", "pwrite64", "read", "pread64")
SEEN = ("connect", "sendto", "recvfrom", "sendmsg", "recvmsg", "poll", "clone", "clone3", "mkdir",
        "unlink", "rename", "link", "nanosleep")


def is_of_a_file(call: Call) -> bool:
    path = call.files[0] if call.files else ""
    return path.startswith("/") and not path.startswith(("/dev/", "/proc/"))


def is_loading(call: Call) -> bool:
    """Whether the dynamic loader made it, for a library."""
    is_library = ".so" in call.path and not call.path.startswith("socket:")
    return is_library or call.name in ("mmap", "mprotect", "munmap", "brk")


def errors_of(call: Call) -> tuple[int, ...]:
    if call.name == "openat":
        flags = call.args[2]
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            return NAMELESS_OPEN
        if flags & os.O_CREAT:
            return MAKING_OPEN
        return READ_ONLY_OPEN if flags & os.O_ACCMODE == os.O_RDONLY else WRITING_OPEN
    return ERRORS.get(call.name, ()) if is_of_a_file(call) else ()


def failures(call: Call) -> list[Fault]:
    """The call fails once, or does half of its work."""
    found = [Fault("error", call.name, call.number, one, call.path) for one in errors_of(call)]
    if call.name in TRANSFERS and is_of_a_file(call):
        found.append(Fault("short", call.name, call.number, path=call.path))
    return found


def changes(call: Call) -> bool:
    """Whether it changes what is on the disk."""
    if call.name == "openat":
        return bool(call.args[2] & os.O_CREAT) or call.args[2] & os.O_TMPFILE == os.O_TMPFILE
    return call.name in CHANGING and is_of_a_file(call)


def lasting_failures(call: Call) -> list[Fault]:
    """From this call on the disk is full, broken, or a file system that cannot be written to."""
    return [Fault("onward", call.name, call.number, one) for one in (ENOSPC, EIO, EROFS)
            if changes(call) and one in errors_of(call)]


def deaths(call: Call) -> list[Fault]:
    """The process is killed before the call, and after it, if that makes a difference."""
    kinds = ("kill", "killed") if changes(call) else ("kill",)
    return [Fault(kind, call.name, call.number) for kind in kinds]


def matters(call: Call) -> bool:
    """Whether others could notice it, or it can be refused: not the dynamic loader's."""
    return not is_loading(call) and (is_of_a_file(call) or call.name in SEEN)
