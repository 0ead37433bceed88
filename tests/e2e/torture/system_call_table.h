/* SPDX-License-Identifier: MIT
 * What system_call_fault.c knows of each system call. */
#ifndef SYSTEM_CALL_TABLE_H
#define SYSTEM_CALL_TABLE_H

#include <stddef.h>
#include <stdio.h>
#include <sys/syscall.h>

enum { max_calls = 512 };

/* `shape`, a letter for each argument: f descriptor, p path, d data whose size is the next one.
 * `needs`: s space on the disk, w a file system that can be written to, - neither. */
struct call {
  const char* name;
  char shape[6];
  char needs;
};

#define CALL(name, shape, needs) [SYS_##name] = {#name, shape, needs}
static struct call calls[max_calls] = {
    CALL(read, "f----", '-'),       CALL(write, "fd---", 's'),      CALL(open, "p----", '-'),
    CALL(close, "f----", '-'),      CALL(stat, "p----", '-'),       CALL(fstat, "f----", '-'),
    CALL(lstat, "p----", '-'),      CALL(poll, "-----", '-'),       CALL(lseek, "f----", '-'),
    CALL(mmap, "----f", '-'),       CALL(mprotect, "-----", '-'),   CALL(munmap, "-----", '-'),
    CALL(brk, "-----", '-'),        CALL(ioctl, "f----", '-'),      CALL(pread64, "f----", '-'),
    CALL(pwrite64, "fd---", 's'),   CALL(access, "p----", '-'),     CALL(nanosleep, "-----", '-'),
    CALL(socket, "-----", '-'),     CALL(connect, "f----", '-'),    CALL(sendto, "fd---", '-'),
    CALL(recvfrom, "f----", '-'),   CALL(sendmsg, "f----", '-'),    CALL(recvmsg, "f----", '-'),
    CALL(fcntl, "f----", '-'),      CALL(flock, "f----", '-'),      CALL(fsync, "f----", 's'),
    CALL(fdatasync, "f----", 's'),  CALL(ftruncate, "f----", 'w'),  CALL(rename, "pp---", 'w'),
    CALL(mkdir, "p----", 's'),      CALL(rmdir, "p----", 'w'),      CALL(link, "pp---", 's'),
    CALL(unlink, "p----", 'w'),     CALL(readlink, "p----", '-'),   CALL(chmod, "p----", 'w'),
    CALL(fchmod, "f----", 'w'),     CALL(chown, "p----", 'w'),      CALL(fchown, "f----", 'w'),
    CALL(fsetxattr, "fp---", 's'),  CALL(fgetxattr, "fp---", '-'),  CALL(getdents64, "f----", '-'),
    CALL(openat, "fp---", '-'),     CALL(mkdirat, "fp---", 's'),    CALL(fchownat, "fp---", 'w'),
    CALL(newfstatat, "fp---", '-'), CALL(unlinkat, "fp---", 'w'),   CALL(renameat, "fpfp-", 'w'),
    CALL(linkat, "fpfp-", 's'),     CALL(readlinkat, "fp---", '-'), CALL(fchmodat, "fp---", 'w'),
    CALL(faccessat, "fp---", '-'),  CALL(fallocate, "f----", 's'),  CALL(renameat2, "fpfp-", 'w'),
    CALL(faccessat2, "fp---", '-'), CALL(getrandom, "-----", '-'),  CALL(statx, "fp---", '-'),
    CALL(execve, "p----", '-'),     CALL(clone, "-----", '-'),      CALL(clone3, "-----", '-'),
    CALL(futex, "-----", '-'),      CALL(exit_group, "-----", '-'), CALL(pipe2, "-----", '-'),
};
#undef CALL

/* Those that are not in the table have a number for a name. */
static inline const struct call* call_of(unsigned long long number) {
  static char names[max_calls][12];
  struct call* call = &calls[number % max_calls];
  if (!call->name) {
    snprintf(names[number % max_calls], sizeof *names, "call_%llu", number % max_calls);
    *call = (struct call){names[number % max_calls], "-----", '-'};
  }
  return call;
}

#endif
