// SPDX-License-Identifier: MIT
#ifndef TOOL_POSTFIX_SETUP_H
#define TOOL_POSTFIX_SETUP_H

#include <string>
#include <vector>

#include "oauth/base/result.h"
#include "oauth/port/file_reader.h"
#include "oauth/port/program_output.h"
#include "tool/postfix/map_edit.h"
#include "tool/postfix/plan.h"

namespace tool {

/// A parameter that is to be changed.
struct PostfixChange {
  PostfixSetting setting;
  bool was_set = false;  // by main.cf itself; else it has Postfix's default
  std::string before;    // as main.cf has it, or the default
};

/// What is between Postfix as it is and as the plan wants it.
struct PostfixWork {
  PostfixPlan plan;
  std::vector<PostfixChange> changes;
  MapEdit edit;
  bool has_map = false;        // the source is there
  std::string other_server;    // one with a password in the map; empty: there is none
  bool needs_postmap = false;  // the table does not say what its source says, or will say

  bool is_done() const {
    return changes.empty() && edit.kind == MapEdit::Kind::none && !needs_postmap;
  }
};

/// Whom the relay is for.
struct PostfixWish {
  Relay relay;
  std::string user;
  std::vector<std::string> mechanisms;  // that the relay takes; empty: nobody knows
};

/// Returns what is to be done; changes nothing. Errors: no_access (Postfix is not installed, or its
/// map cannot be read), unavailable.
oauth::Result<PostfixWork> work_for(const PostfixWish& wish, oauth::FileReader& files,
                                    oauth::Programs& programs);

/// Returns what a person should be asked about: what he, or somebody else, has set himself and what
/// would be lost. Sentences.
std::vector<std::string> questionable(const PostfixWork& work);

/// Does the work: the map first, so that Postfix finds it when it is named, by postmap(1) and
/// postconf(1). The map is written whole or not at all, keeps its owner and rights, and is 0600
/// where it is new. Errors: no_access (a program failed, a file cannot be written), unavailable.
oauth::Result<void> do_work(const PostfixWork& work, oauth::Programs& programs);

/// Returns the commands that take the work back.
std::vector<std::string> undoing(const PostfixWork& work);

/// Returns whether this Postfix runs.
bool is_running(oauth::Programs& programs);
/// Has it read its configuration again. Errors: no_access (it did not), unavailable.
oauth::Result<void> reload_postfix(oauth::Programs& programs);

/// Returns the user that the table finds for the relay, in Postfix's own order (the host, then the
/// relay as it is written), and what stands for the password; empty if it finds none.
std::string looked_up(const Relay& relay, const std::string& table, oauth::Programs& programs);

}  // namespace tool

#endif
