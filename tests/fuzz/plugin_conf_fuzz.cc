// SPDX-License-Identifier: MIT
#include <string.h>
#include <string>

#include "plugin/door/marker.h"
#include "plugin/door/plugin_conf.h"
#include "tests/fuzz/promises.h"
#include "tests/fuzz/targets.h"
#include "tool/doctor/plugin_conf_lines.h"

namespace fuzz {
namespace {

using door::PluginConf;

bool is_same(const PluginConf& one, const PluginConf& other) {
  return one.prefer == other.prefer && one.noplaintext == other.noplaintext &&
         strcmp(one.jail_user, other.jail_user) == 0;
}

PluginConf parse(const std::string& text, const char* program) {
  return door::parse_plugin_conf(text.data(), text.size(), program);
}

}  // namespace

void plugin_conf(std::string_view input) {
  const std::string text(input);
  for (const char* program : {"smtp", "mbsync", ""}) {
    const PluginConf conf = parse(text, program);
    const std::string user = conf.jail_user;
    expect(user.size() < door::max_user_name_bytes, "a user's name ends");
    expect(user.find_first_of(" \t\n") == user.npos, "a user's name is one word");
    expect(is_same(conf, parse(text + "\n# prefer: yes", program)), "a comment says nothing");
    expect(is_same(conf, parse("\r\n" + text + "\n", program)), "empty lines say nothing");
    const PluginConf never = parse(text + "\nprefer: no =no smtp=no mbsync=no", program);
    expect(never.prefer == door::Preference::never, "the last word counts");
  }
  for (const tool::Finding& finding : tool::check_plugin_conf(input, "plugin.conf")) {
    expect(is_printable(finding.sentence + finding.remedy, 2048), "a finding is printable");
    expect(!finding.sentence.empty() && !finding.remedy.empty(), "a finding has a remedy");
  }
  const std::string home = "home/" + text;
  expect(!door::has_account(home.c_str(), "/nonexistent", 1), "no mark counts by a relative path");
}

}  // namespace fuzz
