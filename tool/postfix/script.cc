// SPDX-License-Identifier: MIT
#include "tool/postfix/script.h"

#include "oauth/base/shell_word.h"

namespace tool {
namespace {

class Script {
 public:
  Script(const PostfixPlan& plan, const ScriptStart& start) : plan_(plan), start_(start) {}

  std::vector<std::string> run() {
    say("Has Postfix send through " + plan_.relay.host + " as " + plan_.user +
        ". For root; with --apply, sasl-oauth does it itself.");
    if (start_.needs_login) add_login();
    if (start_.edit != MapEdit::Kind::none) add_entry();
    for (const PostfixSetting& setting : plan_.settings) {
      say(setting.name + ": " + setting.reason);
      command("postconf -e " + oauth::shell_word(setting.name + " = " + setting.value));
    }
    say("From now on; then see that all is well.");
    command("postfix reload");
    command("sasl-oauth postfix " + oauth::shell_word(plan_.relay.nexthop()) + " " +
            oauth::shell_word(plan_.user) + " --check");
    return std::move(lines_);
  }

 private:
  void say(const std::string& text) {
    if (!lines_.empty()) lines_.emplace_back();
    lines_.push_back("# " + text);
  }

  void command(const std::string& text) { lines_.push_back(text); }

  void add_login() {
    say("Sign in, once; the account is for Postfix's user alone, and renews its token by itself.");
    command("sasl-oauth login " + oauth::shell_word(plan_.user) + " --for " +
            oauth::shell_word(start_.owner));
  }

  void add_entry() {
    const std::string file = oauth::shell_word(plan_.map.file);
    say("The user's name, and the word oauth2 where a password would stand.");
    if (start_.edit == MapEdit::Kind::replaced) {
      lines_.push_back("# Line " + std::to_string(start_.line) + " of " + plan_.map.file +
                       " names somebody else for this server: put a # before it first.");
    }
    // There may be one that only root can read.
    if (!start_.has_map) command("test -e " + file + " || install -m 600 /dev/null " + file);
    if (start_.lacks_line_end) command("echo >>" + file);
    const std::string entry = map_entry(plan_.relay, plan_.user);
    // echo is what everybody knows, but in some shells it reads "\n" as a line's end.
    const char* printing = entry.find('\\') == entry.npos ? "echo " : "printf '%s\\n' ";
    command(printing + oauth::shell_word(entry) + " >>" + file);
    if (plan_.map.is_compiled) command("postmap " + oauth::shell_word(plan_.map.table));
  }

  const PostfixPlan& plan_;
  const ScriptStart& start_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> script_of(const PostfixPlan& plan, const ScriptStart& start) {
  return Script(plan, start).run();
}

}  // namespace tool
