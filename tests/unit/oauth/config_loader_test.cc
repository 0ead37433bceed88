// SPDX-License-Identifier: MIT
#include "oauth/config_loader.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/memory_files.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

using Paths = std::vector<std::string>;

const char system_file[] = "/etc/sasl-oauth/config.toml";
const char own_file[] = "/home/me/.config/sasl-oauth/config.toml";
const char own_providers[] = "/home/me/.config/sasl-oauth/providers/";
const char system_providers[] = "/etc/sasl-oauth/providers/";
const char shipped_providers[] = "/usr/share/sasl-oauth/providers/";

class ConfigLoaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigLoaderTest);
  CPPUNIT_TEST(needs_no_configuration_file);
  CPPUNIT_TEST(lays_the_persons_file_over_the_systems);
  CPPUNIT_TEST(reads_no_persons_file_where_home_must_not_count);
  CPPUNIT_TEST(reads_an_explicit_file_alone);
  CPPUNIT_TEST(misses_an_explicit_file);
  CPPUNIT_TEST(passes_on_what_cannot_be_read);
  CPPUNIT_TEST(refuses_a_secret_in_clear_in_a_file_that_others_may_read);
  CPPUNIT_TEST(follows_no_file_that_another_user_can_change);
  CPPUNIT_TEST(checks_clients_over_both_files);
  CPPUNIT_TEST(takes_the_first_provider_file_that_exists);
  CPPUNIT_TEST(lays_the_configurations_table_over_the_provider_file);
  CPPUNIT_TEST(takes_a_provider_from_the_configuration_alone);
  CPPUNIT_TEST(looks_beside_an_explicit_file);
  CPPUNIT_TEST(names_what_there_is_when_a_provider_is_unknown);
  CPPUNIT_TEST(reads_no_file_for_a_name_that_is_none);
  CPPUNIT_TEST(refuses_a_provider_that_cannot_be_used);
  CPPUNIT_TEST(lists_all_providers_once);
  CPPUNIT_TEST(builds_a_provider_on_another);
  CPPUNIT_TEST(ends_a_circle_of_providers);
  CPPUNIT_TEST(fills_in_the_usual_tenant_but_not_in_the_sheet);
  CPPUNIT_TEST(finds_the_provider_of_a_mail_domain);
  CPPUNIT_TEST(finds_the_file_of_a_provider);
  CPPUNIT_TEST_SUITE_END();

 public:
  void needs_no_configuration_file() {
    expect("success", sentence_of(loader().load()));
    CPPUNIT_ASSERT((Paths{system_file, own_file}) == files.paths_read);
  }

  void lays_the_persons_file_over_the_systems() {
    files.files[system_file].text = "[store]\ndir = \"/system\"\n[network]\nproxy = \"none\"\n";
    files.files[own_file].text = "[store]\ndir = \"/own\"\n";
    const auto configuration = loader().load();
    expect("success", sentence_of(configuration));
    expect("/own none", configuration->store_dir + " " + *configuration->network.proxy);
  }

  void reads_no_persons_file_where_home_must_not_count() {
    places.home.clear();
    files.files["/.config/sasl-oauth/config.toml"].text = "broken";
    expect("success", sentence_of(loader().load()));
    CPPUNIT_ASSERT(Paths{system_file} == files.paths_read);
  }

  void reads_an_explicit_file_alone() {
    places.explicit_file = "/x.toml";
    files.files[system_file].text = "broken";
    files.files[own_file].text = "broken";
    files.files["/x.toml"].text = "[store]\ndir = \"/x\"\n";
    const auto configuration = loader().load();
    expect("success", sentence_of(configuration));
    expect("/x", configuration->store_dir);
  }

  void misses_an_explicit_file() {
    places.explicit_file = "/x.toml";
    expect(
        "bad_config: there is no configuration file /x.toml; create it, or correct --config or"
        " SASL_OAUTH_CONFIG",
        sentence_of(loader().load()));
  }

  void passes_on_what_cannot_be_read() {
    files.files[own_file].is_forbidden = true;
    expect("no_access: " + std::string(own_file) + " is forbidden", sentence_of(loader().load()));
    files.files[own_file] = {std::string(bounds::max_config_bytes + 1, '\n'), false, false};
    expect("no_access: " + std::string(own_file) + " is too long", sentence_of(loader().load()));
    files.files[own_file] = {"\n[sotre]\n", false, false};
    expect("bad_config: " + std::string(own_file) +
               ":2: unknown table [sotre]; known here: defaults, network, store, hooks, provider,"
               " client, account",
           sentence_of(loader().load()));
  }

  void refuses_a_secret_in_clear_in_a_file_that_others_may_read() {
    const std::string text = "[client.a]\nclient_secret = \"hunter2\"\n";
    files.files[own_file] = {text, false, false};
    expect("success", sentence_of(loader().load()));
    files.files[own_file] = {text, true, false};
    expect("bad_config: " + std::string(own_file) +
               ":2: client_secret in [client.a] stands here in clear, and others may read this"
               " file; run chmod 600 on it, or write \"file:/PATH\", \"credential:NAME\" or"
               " \"command:COMMAND\" instead",
           sentence_of(loader().load()));
  }

  void follows_no_file_that_another_user_can_change() {
    const std::string why = "it belongs to user 4711; give it to root";
    files.files[own_file] = {"[defaults]\nprovider = \"corp\"\n", false, false, why};
    expect("no_access: " + why, sentence_of(loader().load()));
    files.files[own_file].distrust.clear();
    files.files[std::string(own_providers) + "corp.toml"] = {"", false, false, why};
    const auto loaded = loader().load();
    expect("success", sentence_of(loaded));
    expect("no_access: " + why, sentence_of(loader().sheet(*loaded, {"corp", {}})));
  }

  void checks_clients_over_both_files() {
    files.files[own_file].text = "[defaults]\nclient = \"corp\"\n";
    expect("bad_config: " + std::string(own_file) +
               ":2: there is no client \"corp\"; describe it in a table [client.NAME]",
           sentence_of(loader().load()));
    files.files[system_file].text = "[client.corp]\n";
    expect("success", sentence_of(loader().load()));
  }

  void takes_the_first_provider_file_that_exists() {
    add_provider(shipped_providers, "p", "shipped");
    expect("https://shipped", token_endpoint_of("p"));
    add_provider(system_providers, "p", "system");
    expect("https://system", token_endpoint_of("p"));
    add_provider(own_providers, "p", "own");
    expect("https://own", token_endpoint_of("p"));
    places.home.clear();
    expect("https://system", token_endpoint_of("p"));
  }

  void lays_the_configurations_table_over_the_provider_file() {
    files.files[own_file].text = "[provider.p]\nproxy = \"none\"\n";
    add_provider(shipped_providers, "p", "shipped");
    const auto provider = provider_named("p");
    expect("success", sentence_of(provider));
    expect("https://shipped none", provider->token_endpoint + " " + *provider->network.proxy);
  }

  void takes_a_provider_from_the_configuration_alone() {
    files.files[own_file].text = "[provider.p]\ntoken_endpoint = \"https://mine\"\n";
    expect("https://mine", token_endpoint_of("p"));
  }

  void looks_beside_an_explicit_file() {
    add_provider(own_providers, "p", "own");
    add_provider("/x/providers/", "p", "beside");
    places.explicit_file = "/x/y.toml";
    files.files["/x/y.toml"].text = "";
    expect("https://beside", token_endpoint_of("p"));
  }

  void names_what_there_is_when_a_provider_is_unknown() {
    expect(
        "bad_config: F:3: there is no provider \"corp\"; describe another in a [provider.NAME]"
        " table or in /home/me/.config/sasl-oauth/providers/NAME.toml",
        token_endpoint_of("corp"));
    add_provider(shipped_providers, "google", "g");
    files.files[own_file].text = "[provider.mine]\n";
    expect(
        "bad_config: F:3: there is no provider \"corp\"; there are google, mine; describe"
        " another in a [provider.NAME] table or in"
        " /home/me/.config/sasl-oauth/providers/NAME.toml",
        token_endpoint_of("corp"));
    expect("bad_config: F:3: there is no provider \"gogle\"; did you mean \"google\"?",
           token_endpoint_of("gogle"));
  }

  void reads_no_file_for_a_name_that_is_none() {
    expect(
        "bad_config: F:3: there is no provider \"../../../secret\"; describe another in a"
        " [provider.NAME] table or in /home/me/.config/sasl-oauth/providers/NAME.toml",
        token_endpoint_of("../../../secret"));
    CPPUNIT_ASSERT((Paths{system_file, own_file}) == files.paths_read);
  }

  void refuses_a_provider_that_cannot_be_used() {
    files.files[own_file].text = "[provider.p]\nscope = \"x\"\n";
    expect("bad_config: " + std::string(own_file) +
               ":1: provider \"p\" has no token_endpoint; give its URL",
           token_endpoint_of("p"));
    files.files[std::string(shipped_providers) + "p.toml"].text = "token_endpoint = 1\n";
    expect(
        "bad_config: /usr/share/sasl-oauth/providers/p.toml:1: token_endpoint must be a text in"
        " \"double quotes\"",
        token_endpoint_of("p"));
  }

  void lists_all_providers_once() {
    files.files[own_file].text = "[provider.b]\n[provider.z]\n";
    add_provider(shipped_providers, "b", "x");
    add_provider(shipped_providers, "c", "x");
    add_provider(own_providers, "a", "x");
    add_provider(own_providers, "c", "x");
    for (const char* other : {"README.md", ".toml", ".hidden.toml", "c.toml.bak", "no name.toml"}) {
      files.files[std::string(shipped_providers) + other].text = "";
    }
    ConfigLoader own = loader();
    const auto configuration = own.load();
    const auto names = own.provider_names(*configuration);
    CPPUNIT_ASSERT((Paths{"a", "b", "c", "z"}) == *names);
  }

  void builds_a_provider_on_another() {
    add_provider(shipped_providers, "base", "base");
    files.files[own_file].text =
        "[provider.base]\nscope = \"corrected\"\n[provider.mine]\nbased_on = \"base\"\n"
        "issuer = \"https://i\"\n";
    const auto provider = provider_named("mine");
    expect("success", sentence_of(provider));
    expect("mine https://base corrected https://i", provider->name + " " +
                                                        provider->token_endpoint + " " +
                                                        provider->scope + " " + provider->issuer);
    files.files[own_file].text = "[provider.mine]\nbased_on = \"bass\"\n";
    expect("bad_config: " + std::string(own_file) +
               ":2: there is no provider \"bass\"; did you mean \"base\"?",
           token_endpoint_of("mine"));
  }

  void ends_a_circle_of_providers() {
    files.files[own_file].text = "[provider.a]\nbased_on = \"b\"\n[provider.b]\nbased_on = \"a\"\n";
    expect("bad_config: " + std::string(own_file) +
               ":2: provider \"a\" is based on too many others, or in a circle; correct based_on",
           token_endpoint_of("b"));
  }

  void fills_in_the_usual_tenant_but_not_in_the_sheet() {
    files.files[own_file].text =
        "[provider.p]\ntoken_endpoint = \"https://p/{tenant}/token\"\ntenant = \"common\"\n";
    expect("https://p/common/token", token_endpoint_of("p"));
    ConfigLoader own = loader();
    const auto configuration = own.load();
    expect("https://p/{tenant}/token", own.sheet(*configuration, {"p", {}})->token_endpoint);
  }

  void finds_the_provider_of_a_mail_domain() {
    files.files[std::string(shipped_providers) + "p.toml"].text = "domains = [\"p.example\"]\n";
    files.files[own_file].text =
        "[provider.p]\ndomains = [\"Mine.example\"]\n[provider.q]\nbased_on = \"p\"\n";
    ConfigLoader own = loader();
    const auto configuration = own.load();
    const auto of = [&](const char* address) {
      return *own.provider_of_address(*configuration, address);
    };
    expect("p p", of("you@P.example") + " " + of("you@mine.example"));
    for (const char* address : {"you@sub.p.example", "p.example", "p.example@x.example", ""}) {
      expect("", of(address));
    }
  }

  void finds_the_file_of_a_provider() {
    add_provider(shipped_providers, "p", "p");
    expect("/usr/share/sasl-oauth/providers/p.toml", *loader().sheet_file("p"));
    add_provider(own_providers, "p", "p");
    expect("/home/me/.config/sasl-oauth/providers/p.toml", *loader().sheet_file("p"));
    expect("", *loader().sheet_file("q"));
    expect("", *loader().sheet_file("../p"));
  }

 private:
  ConfigLoader loader() { return ConfigLoader(files, places); }

  void add_provider(const std::string& folder, const std::string& name, const std::string& host) {
    files.files[folder + name + ".toml"].text = "token_endpoint = \"https://" + host + "\"\n";
  }

  Result<Provider> provider_named(const std::string& name) {
    ConfigLoader own = loader();
    const auto configuration = own.load();
    if (!configuration) return configuration.error();
    return own.provider(*configuration, {name, {"F", 3}});
  }

  // Returns its token endpoint, or the sentence.
  std::string token_endpoint_of(const std::string& name) {
    const auto provider = provider_named(name);
    return provider ? provider->token_endpoint : sentence_of(provider);
  }

  static void expect(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }

  MemoryFiles files;
  ConfigPlaces places = {"/etc", "/usr/share", "/home/me", ""};
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigLoaderTest);

}  // namespace
}  // namespace oauth
