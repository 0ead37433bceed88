// SPDX-License-Identifier: MIT
#ifndef TESTS_FUZZ_TARGETS_H
#define TESTS_FUZZ_TARGETS_H

#include <string_view>

/// What is fuzzed: each target gives one input to the parsers of one thing, and asserts what must
/// hold of whatever comes out (promises.h). NAME is in NAME_fuzz.cc; its seeds are in corpus/NAME,
/// its words in dictionary/NAME. Inputs of several parts have a line "%%" between them.
namespace fuzz {

void client_files(std::string_view input);
void client_registration(std::string_view input);
void command_output(std::string_view input);
void config(std::string_view input);
void dates(std::string_view input);
void device_authorization(std::string_view input);
void encodings(std::string_view input);
void foreign_json(std::string_view input);
void http_head(std::string_view input);
void import_json(std::string_view input);
void import_lines(std::string_view input);
void json(std::string_view input);
void jwt(std::string_view input);
void mail_dialogue(std::string_view input);
void mail_program_files(std::string_view input);
void password(std::string_view input);
void pending_sign_in(std::string_view input);
void plugin_conf(std::string_view input);
void provider(std::string_view input);
void record_decisions(std::string_view input);
void record_json(std::string_view input);
void record_name(std::string_view input);
void redirect(std::string_view input);
void sasl_challenge(std::string_view input);
void sasl_message(std::string_view input);
void server_metadata(std::string_view input);
void text(std::string_view input);
void token_answer(std::string_view input);
void token_reply(std::string_view input);
void url(std::string_view input);

struct Target {
  const char* name;
  void (*run)(std::string_view input);
};

inline constexpr Target targets[] = {
    {"client_files", client_files},
    {"client_registration", client_registration},
    {"command_output", command_output},
    {"config", config},
    {"dates", dates},
    {"device_authorization", device_authorization},
    {"encodings", encodings},
    {"foreign_json", foreign_json},
    {"http_head", http_head},
    {"import_json", import_json},
    {"import_lines", import_lines},
    {"json", json},
    {"jwt", jwt},
    {"mail_dialogue", mail_dialogue},
    {"mail_program_files", mail_program_files},
    {"password", password},
    {"pending_sign_in", pending_sign_in},
    {"plugin_conf", plugin_conf},
    {"provider", provider},
    {"record_decisions", record_decisions},
    {"record_json", record_json},
    {"record_name", record_name},
    {"redirect", redirect},
    {"sasl_challenge", sasl_challenge},
    {"sasl_message", sasl_message},
    {"server_metadata", server_metadata},
    {"text", text},
    {"token_answer", token_answer},
    {"token_reply", token_reply},
    {"url", url},
};

/// Returns the target of that name, or NULL.
const Target* find_target(std::string_view name) noexcept;

}  // namespace fuzz

#endif
