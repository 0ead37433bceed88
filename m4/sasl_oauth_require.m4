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
