// SPDX-License-Identifier: MIT
#ifndef PLUGIN_DOOR_LIBSASL_VERSION_H
#define PLUGIN_DOOR_LIBSASL_VERSION_H

namespace door {

/// Zeros where it could not be found out.
struct LibsaslVersion {
  int major;
  int minor;
};

/// Returns whether plugins built on our headers fit. libsasl 2.2 took members out of sasl_utils_t
/// but kept SASL_CLIENT_PLUG_VERSION and its soname, so that getcallback, log and seterror would
/// be other functions there; and `utils->version` is not initialised in 2.1.28.
bool is_supported(LibsaslVersion version) noexcept;

/// Returns the version of the libsasl whose code holds `address`; zeros if that object does not
/// export sasl_version_info itself. A process may hold several libsasls (Perl's is RTLD_LOCAL, some
/// programs have one linked in), and a mere dlsym would ask any of them. Leaves no reference and
/// loads nothing.
LibsaslVersion libsasl_version_at(const void* address) noexcept;

}  // namespace door

#endif
