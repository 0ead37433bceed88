// SPDX-License-Identifier: MIT
#ifndef TOOL_SIGNALS_HELD_H
#define TOOL_SIGNALS_HELD_H

#include <signal.h>

namespace tool {

/// While it lives, Ctrl-C and its kin wait: for the moment in which a file is being replaced, so
/// that an interrupted command leaves the old state or the new one and nothing beside it.
class SignalsHeld {
 public:
  SignalsHeld() noexcept;
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld();

 private:
  sigset_t before_;
};

}  // namespace tool

#endif
