dnl SPDX-License-Identifier: MIT

dnl Adds -std=c++17 where the compiler does not speak it by itself.
AC_DEFUN([SASL_OAUTH_CXX17], [
  AC_MSG_CHECKING([for C++17])
  sasl_oauth_cxx17=no
  sasl_oauth_CXX=$CXX
  for sasl_oauth_flag in "" " -std=c++17"; do
    CXX="$sasl_oauth_CXX$sasl_oauth_flag"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[
#include <optional>
#include <string_view>
#if __cplusplus < 201703L
#error not C++17
#endif]])], [sasl_oauth_cxx17=yes; break])
  done
  AC_MSG_RESULT([$sasl_oauth_cxx17])
  AS_IF([test $sasl_oauth_cxx17 = no],
    [AC_MSG_ERROR([$sasl_oauth_CXX cannot compile C++17; install g++ 11 or clang 14, or newer: g++ (Debian), gcc-c++ (Fedora)])])
])

dnl SASL_OAUTH_TRY_FLAG(variable, flag): adds the flag where compiler and linker take it.
AC_DEFUN([SASL_OAUTH_TRY_FLAG], [
  AC_MSG_CHECKING([whether $CXX takes $2])
  sasl_oauth_save_CXXFLAGS=$CXXFLAGS
  CXXFLAGS="$CXXFLAGS -Werror $2"
  AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
    [AC_MSG_RESULT([yes])
     $1="$$1 $2"],
    [AC_MSG_RESULT([no])])
  CXXFLAGS=$sasl_oauth_save_CXXFLAGS
])

AC_DEFUN([SASL_OAUTH_WARNINGS], [
  AC_ARG_ENABLE([werror],
    [AS_HELP_STRING([--enable-werror], [make warnings errors (for developers)])],
    [], [enable_werror=no])
  WARNING_FLAGS="-Wall -Wextra"
  AS_IF([test "$enable_werror" = yes], [WARNING_FLAGS="$WARNING_FLAGS -Werror"])
  AC_SUBST([WARNING_FLAGS])
])

dnl SASL_OAUTH_TRY_FORTIFY(level): adds it to HARDENING_FLAGS where it will be in force, which needs
dnl an optimiser. In the order of the Makefile: CPPFLAGS come before, where Debian has a level of its
dnl own; CXXFLAGS come last, and win with -O0 or another level. A libc that does not know it warns.
AC_DEFUN([SASL_OAUTH_TRY_FORTIFY], [
  AC_MSG_CHECKING([whether FORTIFY_SOURCE=$1 is in force])
  sasl_oauth_save_CXXFLAGS=$CXXFLAGS
  sasl_oauth_save_CPPFLAGS=$CPPFLAGS
  sasl_oauth_fortify="-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$1"
  CXXFLAGS="-Werror $CPPFLAGS $sasl_oauth_fortify $CXXFLAGS"
  CPPFLAGS=
  AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[
#include <string.h>
#if !defined __OPTIMIZE__ || _FORTIFY_SOURCE != $1
#error not in force
#endif]])],
    [AC_MSG_RESULT([yes])
     HARDENING_FLAGS="$HARDENING_FLAGS $sasl_oauth_fortify"
     fortify_level=$1],
    [AC_MSG_RESULT([no])])
  CXXFLAGS=$sasl_oauth_save_CXXFLAGS
  CPPFLAGS=$sasl_oauth_save_CPPFLAGS
])

dnl What a mistake of ours costs less with. The sealing of what is linked (relro, now, pie) is always
dnl asked for, in Makefile.am; tests/gate/hardening_gate.sh looks whether all of it is there.
AC_DEFUN([SASL_OAUTH_HARDENING], [
  AC_ARG_ENABLE([hardening],
    [AS_HELP_STRING([--disable-hardening],
      [leave out stack protectors, FORTIFY_SOURCE, zeroed variables, and CET or BTI])],
    [], [enable_hardening=yes])
  HARDENING_FLAGS=
  fortify_level=none
  AS_IF([test "$enable_hardening" = yes], [
    SASL_OAUTH_TRY_FLAG([HARDENING_FLAGS], [-fstack-protector-strong])
    SASL_OAUTH_TRY_FLAG([HARDENING_FLAGS], [-fstack-clash-protection])
    dnl x86 has the one, arm64 the other.
    SASL_OAUTH_TRY_FLAG([HARDENING_FLAGS], [-fcf-protection=full])
    SASL_OAUTH_TRY_FLAG([HARDENING_FLAGS], [-mbranch-protection=standard])
    dnl They would hide from a sanitizer what it looks for.
    AS_IF([test "${enable_sanitizers:-no}" = no], [
      SASL_OAUTH_TRY_FLAG([HARDENING_FLAGS], [-ftrivial-auto-var-init=zero])
      SASL_OAUTH_TRY_FORTIFY([3])
      AS_IF([test $fortify_level = none], [SASL_OAUTH_TRY_FORTIFY([2])])])
  ])
  AC_SUBST([HARDENING_FLAGS])
])

AC_DEFUN([SASL_OAUTH_SANITIZERS], [
  AC_ARG_ENABLE([sanitizers],
    [AS_HELP_STRING([--enable-sanitizers=LIST], [as -fsanitize=LIST: address,undefined])],
    [], [enable_sanitizers=no])
  SANITIZER_FLAGS=
  dnl Without "recover" a finding of undefined ends the test; it would be one more line of its log.
  AS_IF([test "$enable_sanitizers" != no],
    [SANITIZER_FLAGS="-fsanitize=$enable_sanitizers -fno-sanitize-recover=all"
     SANITIZER_FLAGS="$SANITIZER_FLAGS -fno-omit-frame-pointer"])
  dnl Has the code tell libFuzzer where it has been.
  AS_IF([test "$enable_fuzzing" = yes],
    [SANITIZER_FLAGS="$SANITIZER_FLAGS -fsanitize=fuzzer-no-link"])
  AM_CONDITIONAL([SANITIZED], [test "$enable_sanitizers" != no])
  AC_SUBST([SANITIZER_FLAGS])
])

dnl Builds tests/fuzz/fuzz: every parser under libFuzzer, with the sanitizers that tell of what it
dnl finds. Nothing of this is for an installation.
AC_DEFUN([SASL_OAUTH_FUZZING], [
  AC_ARG_ENABLE([fuzzing],
    [AS_HELP_STRING([--enable-fuzzing], [build tests/fuzz/fuzz with libFuzzer (needs clang)])],
    [], [enable_fuzzing=no])
  AS_IF([test "$enable_fuzzing" = yes], [
    AS_IF([test "${enable_sanitizers:-no}" = no], [enable_sanitizers=address,undefined])
    AC_MSG_CHECKING([whether $CXX has libFuzzer])
    sasl_oauth_save_CXXFLAGS=$CXXFLAGS
    CXXFLAGS="$CXXFLAGS -fsanitize=fuzzer,$enable_sanitizers"
    AC_LINK_IFELSE([AC_LANG_SOURCE([[
extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, decltype(sizeof 0)) { return 0; }]])],
      [AC_MSG_RESULT([yes])],
      [AC_MSG_RESULT([no])
       AC_MSG_ERROR([--enable-fuzzing wants clang with its runtime: CC=clang CXX=clang++; clang and libclang-rt-dev (Debian), clang and compiler-rt (Fedora)])])
    CXXFLAGS=$sasl_oauth_save_CXXFLAGS
  ])
  AM_CONDITIONAL([FUZZING], [test "$enable_fuzzing" = yes])
])

dnl For tests/coverage/coverage.sh: counts what runs. Nothing is optimised, so that a line is a line.
AC_DEFUN([SASL_OAUTH_COVERAGE], [
  AC_ARG_ENABLE([coverage],
    [AS_HELP_STRING([--enable-coverage], [count which lines and branches run (for developers; GCC)])],
    [], [enable_coverage=no])
  COVERAGE_FLAGS=
  dnl Threads and forked tests count too; and a path that is absolute is found from any folder.
  AS_IF([test "$enable_coverage" != no],
    [COVERAGE_FLAGS="--coverage -fprofile-update=atomic -fprofile-abs-path"])
  AC_SUBST([COVERAGE_FLAGS])
])
