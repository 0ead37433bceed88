// SPDX-License-Identifier: MIT
// The tool's boundary: the table of commands, and where exceptions end.
#include <cstdio>
#include <exception>
#include <memory>
#include <string>

#include "tool/command_line.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/failure.h"
#include "tool/terminal.h"
#include "tool/world.h"

namespace tool {
namespace {

struct Command {
  const char* name;
  int (*run)(World&, const Options&, Terminal&);
};

constexpr Command commands[] = {
    {"login", run_login},
    {"add", run_add},
    {"test", run_test},
    {"token", run_token},
    {"refresh", run_refresh},
    {"status", run_status},
    {"doctor", run_doctor},
    {"remove", run_remove},
    {"import", run_import},
    {"export", run_export},
    {"revoke", run_revoke},
    {"inspect", run_inspect},
    {"postfix", run_postfix},
    {"providers", run_providers},
    {"discover", run_discover},
    {"config check", run_config_check},
    {"config show", run_config_show},
};

int run(const CommandLine& line, Terminal& terminal) {
  auto world = World::open(line.options);
  if (!world) return fail(terminal, world.error());
  for (const Command& command : commands) {
    if (line.command == command.name) return command.run(**world, line.options, terminal);
  }
  terminal.fail("internal error: there is no command " + line.command + "; please report it");
  return exit_code::internal;
}

int answer(const CommandLine& line, Terminal& terminal) {
  if (!line.mistake.empty()) {
    terminal.fail(line.mistake);
    return exit_code::usage;
  }
  if (line.answer.empty()) return run(line, terminal);
  fputs(line.answer.c_str(), stdout);
  return exit_code::done;
}

int guarded_main(int count, const char* const* arguments) {
  const CommandLine line = parse_command_line(count, arguments);
  Terminal terminal(stdout, stderr,
                    detect_terminal(line.options.is_quiet, line.options.is_verbose));
  const int code = answer(line, terminal);
  if (terminal.flush()) return code;
  terminal.fail("cannot write the answer to the standard output; check what it is connected to");
  return worse(code, exit_code::configuration);
}

}  // namespace

}  // namespace tool

int main(int count, char** arguments) {
  try {
    return tool::guarded_main(count, arguments);
  } catch (const std::bad_alloc&) {
    fputs("sasl-oauth: out of memory\n", stderr);
  } catch (const std::exception& problem) {
    fprintf(stderr, "sasl-oauth: internal error (%s); please report it\n", problem.what());
  } catch (...) {
    fputs("sasl-oauth: internal error; please report it\n", stderr);
  }
  return tool::exit_code::internal;
}
