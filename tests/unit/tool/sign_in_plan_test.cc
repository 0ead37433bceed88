// SPDX-License-Identifier: MIT
#include "tool/sign_in_plan.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/config_reader.h"
#include "tests/support/captured_terminal.h"
#include "tests/support/memory_files.h"
#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

constexpr char google_toml[] =
    "domains = [\"gmail.com\"]\n"
    "setup = \"make one of type Desktop app at https://console.cloud.google.com/auth/clients,"
    " download its JSON file, and run: sasl-oauth login {account} --client client_secret.json\"\n"
    "issuer = \"https://accounts.google.com\"\n"
    "authorization_endpoint = \"https://accounts.google.com/o/oauth2/v2/auth\"\n"
    "token_endpoint = \"https://oauth2.googleapis.com/token\"\n"
    "token_endpoint_auth_method = \"client_secret_post\"\n"
    "scope = \"https://mail.google.com/\"\n";

constexpr char corp[] =
    "[provider.corp]\nauthorization_endpoint = \"https://sso.corp/auth\"\n"
    "token_endpoint = \"https://sso.corp/token\"\nscope = \"mail\"\n"
    "[client.corp]\nprovider = \"corp\"\nclient_id = \"corp-id\"\n";

// A provider of organisations, its client, and a domain of its own.
constexpr char cloud[] =
    "[provider.cloud]\nauthorization_endpoint = \"https://cloud/{tenant}/auth\"\n"
    "token_endpoint = \"https://cloud/{tenant}/token\"\nscope = \"mail\"\ntenant = \"common\"\n"
    "domains = [\"cloud.example\"]\n"
    "[client.cloud]\nprovider = \"cloud\"\nclient_id = \"c\"\n";

constexpr char desktop[] =
    R"({"installed":{"client_id":"g-id","client_secret":"g-secret",
    "token_uri":"https://oauth2.googleapis.com/token"}})";

constexpr char metadata[] =
    R"({"issuer":"https://sso.found","token_endpoint":"https://sso.found/token",
    "authorization_endpoint":"https://sso.found/auth","scopes_supported":["mail"],
    "registration_endpoint":"https://sso.found/register"})";

class SignInPlanTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SignInPlanTest);
  CPPUNIT_TEST(needs_nothing_but_googles_file_for_a_gmail_address);
  CPPUNIT_TEST(knows_google_by_its_file_for_any_address);
  CPPUNIT_TEST(teaches_how_to_get_a_client);
  CPPUNIT_TEST(teaches_how_to_name_a_provider);
  CPPUNIT_TEST(takes_the_clients_table_by_name);
  CPPUNIT_TEST(takes_the_only_client_of_the_provider);
  CPPUNIT_TEST(signs_in_again_as_at_the_last_time);
  CPPUNIT_TEST(prefers_a_configured_client_of_the_same_provider_to_the_last_one);
  CPPUNIT_TEST(takes_the_replaced_secret_of_the_last_client);
  CPPUNIT_TEST(does_not_give_the_last_client_to_another_provider);
  CPPUNIT_TEST(asks_for_the_scope_that_the_nearest_place_names);
  CPPUNIT_TEST(takes_the_tenant_that_the_nearest_place_names);
  CPPUNIT_TEST(signs_in_again_at_the_same_tenant);
  CPPUNIT_TEST(knows_the_provider_by_the_mail_domain);
  CPPUNIT_TEST(finds_a_server_by_its_issuer_and_has_a_client_made);
  CPPUNIT_TEST(asks_the_issuer_of_a_sheet_without_endpoints);
  CPPUNIT_TEST(signs_in_again_at_a_server_that_was_found);
  CPPUNIT_TEST(asks_no_server_that_registers_nobody);
  CPPUNIT_TEST(sends_the_browser_where_client_or_provider_say);
  CPPUNIT_TEST(warns_of_a_web_application);
  CPPUNIT_TEST(names_what_is_wrong);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    files_.files["/share/sasl-oauth/providers/google.toml"] = {google_toml};
    files_.files["c.json"] = {desktop};
    options_ = Options();
    network_ = oauth::ScriptedNetwork();
  }

  void needs_nothing_but_googles_file_for_a_gmail_address() {
    options_.client = "c.json";
    const auto plan = make("", "you@gmail.com");
    CPPUNIT_ASSERT_EQUAL(std::string("google g-id https://oauth2.googleapis.com/token"
                                     " https://mail.google.com/"),
                         shown(plan));
    CPPUNIT_ASSERT_EQUAL(std::string("g-secret"), std::string(plan->client.client_secret.reveal()));
    CPPUNIT_ASSERT(plan->client.authentication == oauth::ClientAuthentication::client_secret_post);
    CPPUNIT_ASSERT(plan->warnings.empty());
  }

  void knows_google_by_its_file_for_any_address() {
    options_.client = "c.json";
    CPPUNIT_ASSERT_EQUAL(std::string("google g-id https://oauth2.googleapis.com/token"
                                     " https://mail.google.com/"),
                         shown(make(corp, "you@workspace.example")));
  }

  void teaches_how_to_get_a_client() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: there is no OAuth client for google yet; make one of type Desktop"
                    " app at https://console.cloud.google.com/auth/clients, download its JSON"
                    " file, and run: sasl-oauth login you@gmail.com --client client_secret.json"),
        shown(make("", "you@gmail.com")));
    options_.for_user = "postfix";
    CPPUNIT_ASSERT(shown(make("", "you@gmail.com"))
                       .find("run: sasl-oauth login you@gmail.com --for postfix --client ") !=
                   std::string::npos);
    options_.for_user.clear();
    options_.provider = "corp";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: there is no client for provider \"corp\"; describe it in a"
                    " [client.NAME] table (provider, client_id, client_secret) in"
                    " /home/me/.config/sasl-oauth/config.toml, and run: sasl-oauth login"
                    " you@corp.example --client NAME"),
        shown(make(std::string(corp, sizeof corp - 1).substr(0, std::string(corp).find("[client")),
                   "you@corp.example")));
  }

  void teaches_how_to_name_a_provider() {
    const std::string sentence =
        "; name it by --provider NAME (there are: google), find it by --issuer URL-OR-DOMAIN, or"
        " describe a new one in a"
        " [provider.NAME] table in /home/me/.config/sasl-oauth/config.toml";
    CPPUNIT_ASSERT_EQUAL("bad_config: cannot tell the provider of you@corp.example" + sentence,
                         shown(make("", "you@corp.example")));
  }

  void takes_the_clients_table_by_name() {
    options_.client = "corp";
    CPPUNIT_ASSERT_EQUAL(std::string("corp corp-id https://sso.corp/token mail"),
                         shown(make(corp, "you@gmail.com")));
  }

  void takes_the_only_client_of_the_provider() {
    const auto plan = make(corp, "you@corp.example");
    CPPUNIT_ASSERT_EQUAL(std::string("corp corp-id https://sso.corp/token mail"), shown(plan));
    CPPUNIT_ASSERT(plan->client.authentication == oauth::ClientAuthentication::none);
  }

  void signs_in_again_as_at_the_last_time() {
    const oauth::Record before = oauth::sample_record();
    for (const char* text : {"", corp}) {
      const auto plan = make(text, "user@example.com", &before);
      CPPUNIT_ASSERT_EQUAL(std::string("google 1234567890-abc.apps.googleusercontent.com"
                                       " https://oauth2.googleapis.com/token"
                                       " https://mail.google.com/"),
                           shown(plan));
      CPPUNIT_ASSERT(plan->client.client_secret.equals(before.client.client_secret));
    }
  }

  void prefers_a_configured_client_of_the_same_provider_to_the_last_one() {
    const oauth::Record before = oauth::sample_record();
    const auto plan = make("[client.new]\nprovider = \"google\"\nclient_id = \"new-id\"\n",
                           "user@example.com", &before);
    CPPUNIT_ASSERT_EQUAL(std::string("new-id"), plan->client.client_id);
  }

  void takes_the_replaced_secret_of_the_last_client() {
    const oauth::Record before = oauth::sample_record();
    const auto plan = make(
        "[client.a]\nprovider = \"google\"\nclient_id = \"another\"\n[client.b]\nclient_id ="
        " \"1234567890-abc.apps.googleusercontent.com\"\nclient_secret = \"new\"\n",
        "user@example.com", &before);
    CPPUNIT_ASSERT_EQUAL(std::string("new"), std::string(plan->client.client_secret.reveal()));
  }

  void does_not_give_the_last_client_to_another_provider() {
    const oauth::Record before = oauth::sample_record();
    options_.provider = "corp";
    CPPUNIT_ASSERT_EQUAL(std::string("corp corp-id https://sso.corp/token mail"),
                         shown(make(corp, "user@example.com", &before)));
  }

  void asks_for_the_scope_that_the_nearest_place_names() {
    const std::string text =
        std::string(corp) + "[account.\"you@corp.example\"]\nscope = \"imap\"\n";
    CPPUNIT_ASSERT_EQUAL(std::string("imap"), make(text, "you@corp.example")->client.scope);
    options_.scope = "smtp";
    CPPUNIT_ASSERT_EQUAL(std::string("smtp"), make(text, "you@corp.example")->client.scope);
  }

  void takes_the_tenant_that_the_nearest_place_names() {
    const auto token_endpoint = [&](const std::string& more) {
      const auto plan = make(cloud + more, "you@cloud.example");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(plan));
      return plan->client.token_endpoint;
    };
    const std::string of_client = "tenant = \"client.example\"\n";
    const std::string of_account =
        of_client + "[account.\"*@cloud.example\"]\ntenant = \"account.example\"\n";
    CPPUNIT_ASSERT_EQUAL(std::string("https://cloud/common/token"), token_endpoint(""));
    CPPUNIT_ASSERT_EQUAL(std::string("https://cloud/client.example/token"),
                         token_endpoint(of_client));
    CPPUNIT_ASSERT_EQUAL(std::string("https://cloud/account.example/token"),
                         token_endpoint(of_account));
    options_.tenant = "asked.example";
    CPPUNIT_ASSERT_EQUAL(std::string("https://cloud/asked.example/token"),
                         token_endpoint(of_account));
    options_.client = "corp";
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: F:1: provider \"corp\" has no tenants; leave the"
                                     " tenant out"),
                         shown(make(corp, "you@corp.example")));
  }

  void signs_in_again_at_the_same_tenant() {
    oauth::Record before = oauth::sample_record();
    before.provider = "cloud";
    before.client.token_endpoint = "https://cloud/before.example/token";
    const auto plan = make(cloud, "user@example.com", &before);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(plan));
    CPPUNIT_ASSERT_EQUAL(std::string("https://cloud/before.example/token"),
                         plan->client.token_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("https://cloud/before.example/auth"),
                         plan->provider.authorization_endpoint);
  }

  void knows_the_provider_by_the_mail_domain() {
    options_.client = "any";
    const std::string any = std::string(cloud) + "[client.any]\nclient_id = \"a\"\n";
    CPPUNIT_ASSERT_EQUAL(std::string("cloud a https://cloud/common/token mail"),
                         shown(make(any, "you@cloud.example")));
  }

  void warns_of_a_web_application() {
    files_.files["c.json"] = {R"({"web":{"client_id":"i"}})"};
    options_.client = "c.json";
    CPPUNIT_ASSERT_EQUAL(
        std::string("the client is of type Web application; if the page says redirect_uri_mismatch,"
                    " make one of type Desktop app"),
        make("", "you@gmail.com")->warnings.at(0));
  }

  void names_what_is_wrong() {
    options_.client = "nothing";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: there is neither a file nothing nor a table [client.nothing] in"
                    " the configuration; correct --client"),
        shown(make("", "you@gmail.com")));
    options_.client = "mine";
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: F:1: [client.mine] has no client_id; add it"),
                         shown(make("[client.mine]\nprovider = \"google\"\n", "you@gmail.com")));
    options_.client = "";
    options_.provider = "gogle";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: there is no provider \"gogle\"; did you mean \"google\"?"),
        shown(make("", "you@gmail.com")));
    options_.provider = "p";
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:1: provider \"p\" has no authorization_endpoint to sign in at;"
                    " give its URL"),
        shown(make("[provider.p]\ntoken_endpoint = \"https://p/t\"\n", "you@gmail.com")));
  }

  void finds_a_server_by_its_issuer_and_has_a_client_made() {
    network_.script().answer(200, metadata);
    network_.script().answer(201, R"({"client_id":"made"})");
    options_.issuer = "https://sso.found";
    const auto plan = make("", "you@found.example");
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.found made https://sso.found/token mail"),
                         shown(plan));
    CPPUNIT_ASSERT(plan->is_registered);
    CPPUNIT_ASSERT(plan->client.authentication == oauth::ClientAuthentication::none);
    network_.script().answer(200, metadata);
    network_.script().answer(201, R"({"client_id":"another"})");
    options_.registers = true;
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.found another https://sso.found/token mail"),
                         shown(make("[client.own]\nclient_id = \"own\"\n", "you@found.example")));
  }

  void asks_the_issuer_of_a_sheet_without_endpoints() {
    network_.script().answer(200, metadata);
    const auto plan = make(
        "[provider.found]\nissuer = \"https://sso.found\"\nscope = \"imap\"\nca_file = \"/f.pem\"\n"
        "[client.own]\nprovider = \"found\"\nclient_id = \"own\"\n[defaults]\nclient = \"own\"\n",
        "you@found.example");
    CPPUNIT_ASSERT_EQUAL(std::string("found own https://sso.found/token imap"), shown(plan));
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.found/auth"),
                         plan->provider.authorization_endpoint);
    CPPUNIT_ASSERT_EQUAL(std::string("/f.pem"), network_.settings().at(0).ca_file);
    CPPUNIT_ASSERT(!plan->is_registered);
  }

  void signs_in_again_at_a_server_that_was_found() {
    network_.script().answer(200, metadata);
    oauth::Record before = oauth::sample_record();
    before.provider = "https://sso.found";
    before.client.client_id = "made";
    before.client.authentication = oauth::ClientAuthentication::none;
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.found made https://sso.found/token mail"),
                         shown(make("", "you@found.example", &before)));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), network_.requests().size());
  }

  void asks_no_server_that_registers_nobody() {
    options_.registers = true;
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: there is no client for provider \"corp\";"),
                         shown(make(corp, "you@corp.example")).substr(0, 51));
    CPPUNIT_ASSERT(network_.requests().empty());
  }

  void sends_the_browser_where_client_or_provider_say() {
    const std::string provider =
        "[provider.corp]\nauthorization_endpoint = \"https://sso.corp/auth\"\n"
        "token_endpoint = \"https://sso.corp/token\"\n";
    const std::string client = "[client.corp]\nprovider = \"corp\"\nclient_id = \"corp-id\"\n";
    const struct {
      std::string text;
      const char* redirect_uri;
    } cases[] = {
        {provider + client, ""},
        {provider + "redirect_uri = \"https://sso.corp/done\"\n" + client, "https://sso.corp/done"},
        {provider + "redirect_uri = \"https://sso.corp/done\"\n" + client +
             "redirect_uri = \"http://[::1]/\"\n",
         "http://[::1]/"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.redirect_uri),
                           make(each.text, "you@corp.example")->redirect_uri);
    }
  }

 private:
  oauth::ScriptedNetwork network_;
  CapturedTerminal captured_;
  oauth::MemoryFiles files_;
  Options options_;

  oauth::Result<SignInPlan> make(const std::string& text, const std::string& account,
                                 const oauth::Record* before = nullptr) {
    const auto configuration =
        oauth::parse_configuration(text, "F", oauth::SourceTrust::private_file);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(configuration));
    oauth::ConfigLoader loader(files_, {"/etc", "/share", "/home/me", ""});
    oauth::SecretResolver secrets(files_, "", nullptr);
    options_.accounts = {account};
    ServerFinder finder(network_, captured_.terminal);
    return plan_sign_in({*configuration, loader, secrets, files_, &finder}, options_, before);
  }

  static std::string shown(const oauth::Result<SignInPlan>& plan) {
    if (!plan) return oauth::sentence_of(plan);
    return plan->provider.name + " " + plan->client.client_id + " " + plan->client.token_endpoint +
           " " + plan->client.scope;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SignInPlanTest);

}  // namespace
}  // namespace tool
