// SPDX-License-Identifier: MIT
#ifndef PLUGIN_JAIL_H
#define PLUGIN_JAIL_H

#include <sys/types.h>

#include <string>
#include <vector>

#include "oauth/config_loader.h"
#include "oauth/kept_files.h"
#include "oauth/os/file.h"
#include "oauth/os/held_folder.h"
#include "oauth/store/store_places.h"

namespace plugin {

/// What a program that jails itself took along for its logins, since none of it can be reached from
/// inside: Postfix's smtp(8) starts as root, calls sasl_client_init, enters the queue directory by
/// chroot(2), and becomes another user. (The network module keeps the certificates.)
///
/// Immutable, and never freed. A new configuration is seen when the program starts anew.
struct TakenAlong {
  std::string user;  // whom it becomes
  uid_t uid = 0;
  oauth::ConfigPlaces config;
  oauth::StorePlaces places;
  oauth::SystemFileReader disk;
  oauth::KeptFiles files{disk};           // configuration, providers, sasl-xoauth2's configuration
  std::vector<oauth::HeldFolder> stores;  // by descriptor
  std::string problem;                    // why there is no store, for a sentence; else empty
  std::string folder;                     // where it started: its jail, if it is Postfix's
};

/// Takes along what there is for a program that will become `user_name`; also opens the network.
/// The person's own configuration is left out: who is not root must not say what root reads. Once a
/// process; silent: what fails shows as an error of the first login.
void take_along(const char* user_name) noexcept;

/// Returns what this process took along, if it is by now the user that it was taken for; else NULL.
TakenAlong* taken_along() noexcept;

/// Returns the path by which this process reaches a file that its administrator named: as it is, or
/// as it is called inside, or outside, of the jail, where only that one exists. People mix them up.
std::string path_within(const TakenAlong& along, const std::string& path);

}  // namespace plugin

#endif
