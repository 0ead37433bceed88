// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_FAKE_CORE_H
#define TESTS_SUPPORT_FAKE_CORE_H

#include "plugin/core_abi.h"

/// What the module fake_core.so keeps for the test that opened it; found by its symbol "fake_core".
/// It exports what core.so exports, and sasl_version_info as a libsasl would.
struct FakeCore {
  sasl_oauth_core table;
  int version_major;
  int version_minor;
  /// What the rows answer, and what they were called with last.
  int new_result;
  int step_result;
  const char* mechanism;
  void* session;
  const char* serverin;
  unsigned serverinlen;
  sasl_interact_t** prompt_need;
  int dispose_calls;
  char jail_user[64];
};

#endif
