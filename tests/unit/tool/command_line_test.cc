// SPDX-License-Identifier: MIT
#include "tool/command_line.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

namespace tool {
namespace {

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "sasl-oauth");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

class CommandLineTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CommandLineTest);
  CPPUNIT_TEST(reads_a_sign_in);
  CPPUNIT_TEST(reads_an_account_that_no_person_signs_in);
  CPPUNIT_TEST(reads_every_command);
  CPPUNIT_TEST(takes_common_options_before_and_behind_the_command);
  CPPUNIT_TEST(has_the_documented_defaults);
  CPPUNIT_TEST(reads_durations);
  CPPUNIT_TEST(names_mistakes_with_the_remedy);
  CPPUNIT_TEST(helps_with_an_example_for_each_command);
  CPPUNIT_TEST(takes_what_follows_two_dashes_for_names);
  CPPUNIT_TEST(takes_help_for_a_command_too);
  CPPUNIT_TEST(tells_its_version);
  CPPUNIT_TEST(reads_what_is_to_be_tested);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_what_is_to_be_tested() {
    const Options options =
        parse({"test", "a", "smtp", "imap", "--mechanism", "XOAUTH2", "--server", "h:1 tls"})
            .options;
    CPPUNIT_ASSERT_EQUAL(std::string("a"), options.accounts[0]);
    CPPUNIT_ASSERT((std::vector<std::string>{"smtp", "imap"}) == options.services);
    CPPUNIT_ASSERT_EQUAL(std::string("XOAUTH2"), options.mechanism);
    CPPUNIT_ASSERT_EQUAL(std::string("h:1 tls"), options.server);
    CPPUNIT_ASSERT(parse({"test", "a", "mapi"}).mistake.find("mapi") != std::string::npos);
  }

  void reads_a_sign_in() {
    const CommandLine line =
        parse({"login", "you@gmail.com", "--client", "c.json", "--provider", "google", "--scope",
               "s", "--user", "shared@gmail.com", "--no-browser", "--timeout", "90s", "--json"});
    CPPUNIT_ASSERT_EQUAL(std::string(), line.mistake);
    CPPUNIT_ASSERT_EQUAL(std::string("login"), line.command);
    CPPUNIT_ASSERT(line.options.accounts == std::vector<std::string>{"you@gmail.com"});
    CPPUNIT_ASSERT_EQUAL(std::string("c.json google s shared@gmail.com"),
                         line.options.client + " " + line.options.provider + " " +
                             line.options.scope + " " + line.options.user);
    CPPUNIT_ASSERT(!line.options.has_browser && line.options.wants_json);
    CPPUNIT_ASSERT(line.options.timeout == std::chrono::seconds(90));
    CPPUNIT_ASSERT(parse({"login", "you@gmail.com", "--device"}).options.wants_device);
    CPPUNIT_ASSERT(parse({"login", "you@gmail.com", "--paste"}).options.wants_paste);
    CPPUNIT_ASSERT(parse({"login", "a", "--server", "h:993"}).options.server == "h:993");
    const Options found = parse({"login", "a", "--issuer", "b.example", "--register"}).options;
    CPPUNIT_ASSERT(found.issuer == "b.example" && found.registers);
    CPPUNIT_ASSERT(parse({"login", "you@gmail.com", "--begin"}).options.begins);
    CPPUNIT_ASSERT(parse({"login", "you@gmail.com", "--finish"}).options.finishes);
  }

  void reads_an_account_that_no_person_signs_in() {
    const CommandLine line =
        parse({"add", "*@example.com", "--grant", "jwt_bearer", "--key", "k.json", "--try",
               "me@example.com", "--command", "print-token", "--client", "c", "--json"});
    CPPUNIT_ASSERT_EQUAL(std::string(), line.mistake);
    CPPUNIT_ASSERT_EQUAL(std::string("add"), line.command);
    CPPUNIT_ASSERT_EQUAL(std::string("jwt_bearer k.json me@example.com print-token c"),
                         line.options.grant + " " + line.options.key_file + " " +
                             line.options.trial_user + " " + line.options.token_command + " " +
                             line.options.client);
  }

  void reads_every_command() {
    CPPUNIT_ASSERT_EQUAL(std::string("json"),
                         parse({"token", "a", "--format", "json"}).options.format);
    CPPUNIT_ASSERT_EQUAL(std::string("status"), parse({"status"}).command);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), parse({"status", "a", "b"}).options.accounts.size());
    const Options doctor =
        parse({"doctor", "a", "--program", "mbsync", "--offline", "--json"}).options;
    CPPUNIT_ASSERT_EQUAL(std::string("a mbsync"), doctor.accounts[0] + " " + doctor.program);
    CPPUNIT_ASSERT(doctor.is_offline && doctor.wants_json);
    CPPUNIT_ASSERT(parse({"refresh", "--all"}).options.takes_all);
    CPPUNIT_ASSERT(parse({"remove", "a", "-y"}).options.is_confirmed);
    CPPUNIT_ASSERT_EQUAL(std::string("f"), parse({"import", "f"}).options.foreign_file);
    CPPUNIT_ASSERT_EQUAL(std::string("f"), parse({"import", "auto", "f"}).options.foreign_file);
    CPPUNIT_ASSERT_EQUAL(std::string("oama f"),
                         parse({"import", "oama", "f"}).options.foreign_kind + " " +
                             parse({"import", "oama", "f"}).options.foreign_file);
    CPPUNIT_ASSERT_EQUAL(std::string("postfix"), parse({"import", "postfix"}).options.foreign_kind);
    CPPUNIT_ASSERT_EQUAL(std::string("f"), parse({"export", "a", "-o", "f"}).options.output);
    CPPUNIT_ASSERT(parse({"revoke", "a", "--keep"}).options.keeps);
    CPPUNIT_ASSERT(parse({"inspect", "-"}).options.accounts == std::vector<std::string>{"-"});
    CPPUNIT_ASSERT_EQUAL(std::string("discover a.example"),
                         parse({"discover", "a.example"}).command + " " +
                             parse({"discover", "a.example"}).options.issuer);
    const Options relayed = parse({"postfix", "h:465", "a", "--apply", "-y"}).options;
    CPPUNIT_ASSERT_EQUAL(std::string("h:465 a"), relayed.relay + " " + relayed.accounts.at(0));
    CPPUNIT_ASSERT(relayed.is_applied && relayed.is_confirmed && !relayed.is_checked);
    CPPUNIT_ASSERT_EQUAL(std::string(" a"), parse({"postfix", "a", "--check"}).options.relay + " " +
                                                parse({"postfix", "a"}).options.accounts.at(0));
    for (const std::vector<const char*>& wrong : {std::vector<const char*>{"postfix"},
                                                  {"postfix", "h", "a", "b"},
                                                  {"postfix", "a", "--apply", "--check"}}) {
      CPPUNIT_ASSERT(!parse(wrong).mistake.empty());
    }
    CPPUNIT_ASSERT_EQUAL(std::string("config check"), parse({"config", "check"}).command);
    CPPUNIT_ASSERT_EQUAL(std::string("config show"), parse({"config", "show"}).command);
  }

  void takes_common_options_before_and_behind_the_command() {
    for (const auto& arguments :
         {std::vector<const char*>{"--config", "c", "--store", "s", "--for", "u", "-q", "-v",
                                   "status"},
          std::vector<const char*>{"status", "--config", "c", "--store", "s", "--for", "u",
                                   "--quiet", "--verbose"}}) {
      const Options options = parse(arguments).options;
      CPPUNIT_ASSERT_EQUAL(std::string("c s u"), options.config_file + " " + options.store_folder +
                                                     " " + options.for_user);
      CPPUNIT_ASSERT(options.is_quiet && options.is_verbose);
    }
  }

  void has_the_documented_defaults() {
    const Options options = parse({"token", "a"}).options;
    CPPUNIT_ASSERT_EQUAL(std::string("token"), options.format);
    CPPUNIT_ASSERT(!options.min_validity && options.has_browser && !options.is_confirmed);
    CPPUNIT_ASSERT(!options.timeout && !options.wants_device);
  }

  void reads_durations() {
    const struct {
      const char* text;
      int seconds;
    } cases[] = {{"0s", 0}, {"90s", 90}, {"10m", 600}, {"24h", 86400}, {"1d", 86400}};
    for (const auto& each : cases) {
      const Options options = parse({"token", "a", "--min-validity", each.text}).options;
      CPPUNIT_ASSERT_MESSAGE(each.text, options.min_validity == std::chrono::seconds(each.seconds));
    }
    for (const char* text : {"", "s", "10", "2d", "25h", "-1s", "1.5h", "10mm", "9999999999h"}) {
      CPPUNIT_ASSERT_EQUAL(
          std::string("--min-validity: ") + text +
              " is no duration from 0s to 24h; write it as in 90s, 10m, 1h or 7d; see:"
              " sasl-oauth token --help",
          parse({"token", "a", "--min-validity", text}).mistake);
    }
  }

  void names_mistakes_with_the_remedy() {
    const struct {
      std::vector<const char*> arguments;
      const char* mistake;
    } cases[] = {
        {{}, "a command is missing; see: sasl-oauth --help"},
        {{"lgin"}, "there is no command \"lgin\"; did you mean: sasl-oauth login?"},
        {{"zzzzzz"},
         "there is no command \"zzzzzz\"; there are login, add, token, test, refresh, status, "
         "doctor, remove, import, export, revoke, inspect, postfix, providers, discover, config"},
        {{"--bogus"}, "there is no option --bogus; see: sasl-oauth --help"},
        {{"config"}, "a command is missing; see: sasl-oauth config --help"},
        {{"config", "chek"},
         "there is no command \"chek\"; did you mean: sasl-oauth config check?"},
        {{"token"}, "account is required; see: sasl-oauth token --help"},
        {{"login", "a", "--bogus"}, "there is no option --bogus; see: sasl-oauth login --help"},
        {{"login", "a", "--clinet=secret"}, "there is no option --clinet; did you mean --client?"},
        {{"login", "--clinet", "c.json", "a"},
         "there is no option --clinet; did you mean --client?"},
        {{"login", "a", "b"}, "\"b\" is a word too many; see: sasl-oauth login --help"},
        {{"token", "a", "b"}, "\"b\" is a word too many; see: sasl-oauth token --help"},
        {{"config", "check", "b"}, "\"b\" is a word too many; see: sasl-oauth config check --help"},
        {{"login", "a", "--finish", "http://127.0.0.1/?code=x"},
         "an address with a code in it is a secret, which a command line does not keep; give it on"
         " standard input: sasl-oauth login ACCOUNT --finish <FILE"},
        {{"stats", "--json"}, "there is no command \"stats\"; did you mean: sasl-oauth status?"},
        {{"token", "a", "--format", "gif"},
         "--format: gif not in {token,header,xoauth2,oauthbearer,json}; see: sasl-oauth token"
         " --help"},
    };
    for (const auto& each : cases) {
      const CommandLine line = parse(each.arguments);
      CPPUNIT_ASSERT_EQUAL(std::string(each.mistake), line.mistake);
      CPPUNIT_ASSERT_EQUAL(std::string(), line.answer);
    }
  }

  void helps_with_an_example_for_each_command() {
    for (const char* command : {"login", "token", "test", "refresh", "status", "remove", "import",
                                "export", "revoke", "inspect", "postfix", "providers", "config"}) {
      const std::string help = parse({command, "--help"}).answer;
      CPPUNIT_ASSERT_MESSAGE(command, help.find("Example") != help.npos);
      CPPUNIT_ASSERT_MESSAGE(command,
                             help.find(std::string("\n  sasl-oauth ") + command) != help.npos ||
                                 help.find(std::string("sasl-oauth ") + command) != help.npos);
    }
    const std::string help = parse({"--help"}).answer;
    CPPUNIT_ASSERT(help.find("sasl-oauth login you@gmail.com --client client_secret.json\n") !=
                   help.npos);
    CPPUNIT_ASSERT(help.find("77 if a person must sign in") != help.npos);
  }

  void takes_what_follows_two_dashes_for_names() {
    const CommandLine line = parse({"status", "--json", "--", "-x@example.com", "--json"});
    CPPUNIT_ASSERT_EQUAL(std::string(), line.mistake);
    CPPUNIT_ASSERT((line.options.accounts == std::vector<std::string>{"-x@example.com", "--json"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), parse({"token", "--", "-x@example.com"}).mistake);
  }

  void takes_help_for_a_command_too() {
    CPPUNIT_ASSERT_EQUAL(parse({"--help"}).answer, parse({"help"}).answer);
    CPPUNIT_ASSERT_EQUAL(parse({"config", "check", "--help"}).answer,
                         parse({"help", "config", "check"}).answer);
  }

  void tells_its_version() {
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-oauth " PACKAGE_VERSION "\n"),
                         parse({"--version"}).answer);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CommandLineTest);

}  // namespace
}  // namespace tool
