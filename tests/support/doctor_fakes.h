// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_DOCTOR_FAKES_H
#define TESTS_SUPPORT_DOCTOR_FAKES_H

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oauth/port/program_output.h"
#include "tool/doctor/file_facts.h"
#include "tool/doctor/finding.h"
#include "tool/doctor/modules.h"

namespace tool {

/// What is in the map is there.
class FakeFileFacts : public FileFacts {
 public:
  std::map<std::string, FileFact> facts;
  oauth::Result<std::optional<FileFact>> look_at(const std::string& path,
                                                 oauth::Symlinks) override {
    const auto found = facts.find(path);
    return found == facts.end() ? std::optional<FileFact>()
                                : std::optional<FileFact>(found->second);
  }
};

/// All modules can be opened but those named.
class FakeModules : public Modules {
 public:
  std::map<std::string, std::string> broken;  // path and why
  std::optional<oauth::SystemLibsasl> system = oauth::SystemLibsasl{2, 1, 28, "/lib/libsasl2.so.2"};

  oauth::Result<void> check(const std::string& path, const char*) override {
    const auto found = broken.find(path);
    if (found == broken.end()) return {};
    return oauth::Error{oauth::ErrorKind::no_access, found->second};
  }
  std::optional<oauth::SystemLibsasl> libsasl() override { return system; }
};

/// Programs that print what the map says for their whole command line; others are not installed.
class FakePrograms : public oauth::Programs {
 public:
  struct Answer {
    int status = 0;
    std::string text;
  };
  std::map<std::string, Answer> answers;
  std::vector<std::string> asked;  // command lines
  bool hangs = false;

  oauth::Result<oauth::ProgramOutput> output_of(const std::vector<std::string>& words,
                                                std::chrono::seconds) override {
    std::string line;
    for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
    asked.push_back(line);
    if (hangs) return oauth::Error{oauth::ErrorKind::unavailable, "took too long and was stopped"};
    const auto found = answers.find(line);
    if (found == answers.end()) {
      return oauth::Error{oauth::ErrorKind::no_access, "is not installed"};
    }
    return oauth::ProgramOutput{found->second.status, oauth::Secret::copy_of(found->second.text)};
  }
};

/// Returns the findings, a line each: "mark: sentence -> remedy", " (may pass)" behind it if so.
inline std::string told(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += std::string(mark_name(finding.mark)) + ": " + finding.sentence;
    if (!finding.remedy.empty()) text += " -> " + finding.remedy;
    text += finding.may_pass ? " (may pass)\n" : "\n";
  }
  return text;
}

}  // namespace tool

#endif
