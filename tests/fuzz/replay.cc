// SPDX-License-Identifier: MIT
// Gives every target the files of its corpus, CORPUS/TARGET/*, each in a process of its own:
//
//     replay_tests [TARGET ...]
//
// Exit: 0 all kept their promises; 1 not, each file is named.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/fuzz/targets.h"
#include "tests/support/child.h"

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& each : std::filesystem::directory_iterator(folder)) files.push_back(each.path());
  std::sort(files.begin(), files.end());
  return files;
}

struct Count {
  int passed = 0;
  int failed = 0;
};

void replay(const fuzz::Target& target, const std::filesystem::path& corpus, Count& count) {
  const auto files = files_of(corpus / target.name);
  if (files.empty()) throw std::runtime_error(std::string(target.name) + " has no corpus");
  for (const auto& file : files) {
    const std::string input = content_of(file);
    const int status = oauth::run_child([&] {
      target.run(input);
      return 0;
    });
    ++(status == 0 ? count.passed : count.failed);
    if (status != 0) std::cout << target.name << " failed: " << file.string() << std::endl;
  }
}

bool is_wanted(const fuzz::Target& target, const std::vector<std::string>& names) {
  return names.empty() || std::find(names.begin(), names.end(), target.name) != names.end();
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> names(arguments + 1, arguments + count);
  Count files;
  try {
    for (const fuzz::Target& target : fuzz::targets) {
      if (is_wanted(target, names)) replay(target, FUZZ_CORPUS, files);
    }
  } catch (const std::exception& problem) {
    std::cout << problem.what() << std::endl;
    ++files.failed;
  }
  std::cout << files.passed << " passed, " << files.failed << " failed" << std::endl;
  return files.failed == 0 && files.passed != 0 ? 0 : 1;
}
