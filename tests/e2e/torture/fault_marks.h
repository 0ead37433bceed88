/* SPDX-License-Identifier: MIT
 * Between which of its calls a program wants system_call_fault.c to look: calls that change
 * nothing, and fail (EBADF) whether they are looked at or not. */
#ifndef FAULT_MARKS_H
#define FAULT_MARKS_H

enum { begin_mark = -770001, end_mark = -770002 }; /* what close() is given */

#endif
