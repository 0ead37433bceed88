dnl SPDX-License-Identifier: MIT
dnl Looks for what the project stands on, remembers what is missing with the names of the packages
dnl that have it, and ends with all of them in one message.

dnl SASL_OAUTH_MISSING(what, Debian package, Fedora package)
AC_DEFUN([SASL_OAUTH_MISSING], [
  sasl_oauth_missing="$sasl_oauth_missing
    $1: $2 (Debian), $3 (Fedora)"
])

dnl SASL_OAUTH_PKG(prefix, pkg-config module, Debian package, Fedora package)
AC_DEFUN([SASL_OAUTH_PKG], [
  PKG_CHECK_MODULES([$1], [$2], [], [SASL_OAUTH_MISSING([$2], [$3], [$4])])
])

dnl SASL_OAUTH_HEADER(header, Debian package, Fedora package, [prologue])
AC_DEFUN([SASL_OAUTH_HEADER], [
  AC_MSG_CHECKING([for $1])
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM([$4
#include <$1>])],
    [AC_MSG_RESULT([yes])],
    [AC_MSG_RESULT([no])
     SASL_OAUTH_MISSING([$1], [$2], [$3])])
])

AC_DEFUN([SASL_OAUTH_REPORT_MISSING], [
  AS_IF([test -n "$sasl_oauth_missing"],
    [AC_MSG_ERROR([something is missing; install these packages:$sasl_oauth_missing])])
])

dnl SASL_OAUTH_WISH(what was found, who wants it, what, Debian package, Fedora package)
AC_DEFUN([SASL_OAUTH_WISH], [
  AS_IF([test -z "$1"], [AC_MSG_NOTICE([$2 wants $3: $4 (Debian), $5 (Fedora)])])
])

dnl SASL_OAUTH_COMPILER(variable, programs, what, Debian package, Fedora package)
AC_DEFUN([SASL_OAUTH_COMPILER], [
  sasl_oauth_found=$[]$1
  for sasl_oauth_program in $2; do
    AS_IF([command -v $sasl_oauth_program >/dev/null 2>&1], [sasl_oauth_found=yes])
  done
  AS_IF([test -z "$sasl_oauth_found"], [SASL_OAUTH_MISSING([$3], [$4], [$5])])
])

dnl Before autoconf's own checks, which name no package.
AC_DEFUN([SASL_OAUTH_COMPILERS], [
  SASL_OAUTH_COMPILER([CC], [gcc cc clang], [a C compiler], [gcc], [gcc])
  SASL_OAUTH_COMPILER([CXX], [g++ c++ clang++], [a C++ compiler], [g++], [gcc-c++])
  SASL_OAUTH_REPORT_MISSING
])
