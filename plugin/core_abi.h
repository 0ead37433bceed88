/* SPDX-License-Identifier: MIT */
#ifndef PLUGIN_CORE_ABI_H
#define PLUGIN_CORE_ABI_H

#include <sasl/sasl.h>
#include <sasl/saslplug.h>

/// The seam between the door and core.so: libsasl's own plugin table. The door forwards mech_new,
/// mech_step and mech_dispose of the row that has the mechanism's name.
///
/// Both are built together; the number catches a half-done upgrade. It changes with any change of
/// this struct or of what its members promise.
#define SASL_OAUTH_CORE_ABI 1

struct sasl_oauth_core {
  unsigned abi;
  /// Rows with mech_name, glob_context, mech_new, mech_step and mech_dispose; static storage.
  const sasl_client_plug_t* mechanisms;
  int mechanism_count;
  /// To be called while the program is still root and outside of the jail it is about to enter,
  /// with the name of the user it will become: opens, and takes along, what cannot be reached from
  /// inside. Silent and idempotent; what it could not do shows as an error of the first login.
  void (*before_jail)(const char* user_name);
};

#define SASL_OAUTH_TEXT_OF(number) #number
#define SASL_OAUTH_TEXT_OF_VALUE(macro) SASL_OAUTH_TEXT_OF(macro)
/// What stands in the bytes of either file, for `sasl-oauth doctor`, which reads it there: a plugin
/// is recognised without running it.
#define SASL_OAUTH_LABEL(part) \
  "sasl-oauth " part " " PACKAGE_VERSION " abi " SASL_OAUTH_TEXT_OF_VALUE(SASL_OAUTH_CORE_ABI)

/// core.so's one export: a function without arguments that returns the table above; never NULL.
#define SASL_OAUTH_CORE_SYMBOL "sasl_oauth_core"
typedef const struct sasl_oauth_core* sasl_oauth_core_entry(void);

#endif
