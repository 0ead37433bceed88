// SPDX-License-Identifier: MIT
#include "tool/doctor/known_plugins.h"

namespace tool {
namespace {

// What each claims was read in its source and measured with libsasl 2.1.28, November 2026.
constexpr KnownPlugin plugins[] = {
    {"libsasl-xoauth2.so",
     "sasl-xoauth2",
     {true, true, false, 60},
     "its token files and its Postfix map work with sasl-oauth"},
    {"libxoauth2.so",
     "cyrus-sasl-xoauth2 or its like",
     {true, false, false, 0},
     "a token from PassCmd works with sasl-oauth too"},
    {"libkdexoauth2.so",
     "KDE's libkdexoauth2",
     {true, false, false, 0},
     "it ends programs other than KDE's that hand it a password"},
    {"00-simple-xoauth2.so",
     "simple-sasl-xoauth2",
     {true, true, false, 0},
     "it ends programs that ask for the password by a prompt, as mbsync does"},
    {"liboauthbearer.so",
     "crudeoauth",
     {true, true, false, 0},
     "a token as the password works with sasl-oauth too"},
    {"liboauth2.so",
     "cyrus-sasl-oauth2-oidc",
     {true, false, false, 0},
     "its client side never gets a token"},
};

}  // namespace

const KnownPlugin* known_plugin(std::string_view file) noexcept {
  for (const KnownPlugin& plugin : plugins) {
    if (file == plugin.file) return &plugin;
  }
  return nullptr;
}

}  // namespace tool
