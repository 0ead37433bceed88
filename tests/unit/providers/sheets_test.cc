// SPDX-License-Identifier: MIT
// The sheets in providers/ are whole, and say what the providers' own documents say.
#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "oauth/config_loader.h"
#include "oauth/os/file.h"
#include "tests/support/sentence.h"

namespace {

using oauth::Provider;
using oauth::sentence_of;

// As the documents have it: host, port and encryption in the order of imap, pop, smtp.
struct Sheet {
  const char* name;
  const char* authorization;
  const char* token;
  const char* scope;
  const char* application_scope;
  const char* mechanisms;
  const char* servers;
};

constexpr char outlook_office_scopes[] =
    "https://outlook.office.com/IMAP.AccessAsUser.All"
    " https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
    " offline_access";

const Sheet sheets[] = {
    {"google", "https://accounts.google.com/o/oauth2/v2/auth",
     "https://oauth2.googleapis.com/token", "https://mail.google.com/", "https://mail.google.com/",
     "OAUTHBEARER XOAUTH2", "imap.gmail.com:993 pop.gmail.com:995 smtp.gmail.com:465"},
    {"microsoft", "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
     "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token", outlook_office_scopes,
     "https://outlook.office365.com/.default", "XOAUTH2",
     "outlook.office365.com:993 outlook.office365.com:995 smtp.office365.com:587 starttls"},
    {"outlook", "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
     "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token", outlook_office_scopes,
     "https://outlook.office365.com/.default", "XOAUTH2",
     "outlook.office365.com:993 outlook.office365.com:995 smtp-mail.outlook.com:587 starttls"},
    {"microsoft-us-gov", "https://login.microsoftonline.us/{tenant}/oauth2/v2.0/authorize",
     "https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token",
     "https://outlook.office365.us/IMAP.AccessAsUser.All"
     " https://outlook.office365.us/POP.AccessAsUser.All https://outlook.office365.us/SMTP.Send"
     " offline_access",
     "https://outlook.office365.us/.default", "XOAUTH2",
     "outlook.office365.us:993 outlook.office365.us:995 smtp.office365.us:587 starttls"},
    {"microsoft-us-gov-dod", "https://login.microsoftonline.us/{tenant}/oauth2/v2.0/authorize",
     "https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token",
     "https://outlook-dod.office365.us/IMAP.AccessAsUser.All"
     " https://outlook-dod.office365.us/POP.AccessAsUser.All"
     " https://outlook-dod.office365.us/SMTP.Send offline_access",
     "https://outlook-dod.office365.us/.default", "XOAUTH2",
     "outlook-dod.office365.us:993 outlook-dod.office365.us:995 outlook-dod.office365.us:587"
     " starttls"},
    {"microsoft-china", "https://login.partner.microsoftonline.cn/{tenant}/oauth2/v2.0/authorize",
     "https://login.partner.microsoftonline.cn/{tenant}/oauth2/v2.0/token",
     "https://partner.outlook.cn/IMAP.AccessAsUser.All"
     " https://partner.outlook.cn/POP.AccessAsUser.All https://partner.outlook.cn/SMTP.Send"
     " offline_access",
     "https://partner.outlook.cn/.default", "XOAUTH2",
     "partner.outlook.cn:993 partner.outlook.cn:995 smtp.partner.outlook.cn:587 starttls"},
    {"yahoo", "https://api.login.yahoo.com/oauth2/request_auth",
     "https://api.login.yahoo.com/oauth2/get_token", "mail-w", "", "OAUTHBEARER XOAUTH2",
     "imap.mail.yahoo.com:993 pop.mail.yahoo.com:995 smtp.mail.yahoo.com:465"},
    {"aol", "https://api.login.aol.com/oauth2/request_auth",
     "https://api.login.aol.com/oauth2/get_token", "mail-w", "", "OAUTHBEARER XOAUTH2",
     "imap.aol.com:993 pop.aol.com:995 smtp.aol.com:465"},
    {"fastmail", "https://api.fastmail.com/oauth/authorize",
     "https://api.fastmail.com/oauth/refresh",
     "https://www.fastmail.com/dev/protocol-imap https://www.fastmail.com/dev/protocol-pop"
     " https://www.fastmail.com/dev/protocol-smtp offline_access",
     "", "OAUTHBEARER XOAUTH2", "imap.fastmail.com:993 pop.fastmail.com:995 smtp.fastmail.com:465"},
    {"comcast", "https://oauth.xfinity.com/oauth/authorize",
     "https://oauth.xfinity.com/oauth/token", "https://email.comcast.net/ profile openid", "",
     "XOAUTH2", "imap.comcast.net:993 pop.comcast.net:995 smtp.comcast.net:587 starttls"},
    {"mailru", "https://o2.mail.ru/login", "https://o2.mail.ru/token", "mail.imap", "", "XOAUTH2",
     "imap.mail.ru:993 pop.mail.ru:995 smtp.mail.ru:465"},
    {"yandex", "https://oauth.yandex.com/authorize", "https://oauth.yandex.com/token",
     "mail:imap_full mail:smtp", "", "XOAUTH2",
     "imap.yandex.com:993 pop.yandex.com:995 smtp.yandex.com:465"},
};

// Shows the source tree's providers/ where an installation has them.
class SourceFiles : public oauth::FileReader {
 public:
  oauth::Result<std::optional<oauth::FileContent>> read(const std::string& path,
                                                        std::size_t max_bytes) override {
    auto content = files_.read(place_of(path), max_bytes);
    if (content && *content) (*content)->distrust.clear();  // whoever may own the source tree
    return content;
  }
  oauth::Result<std::vector<std::string>> names_in(const std::string& folder) override {
    return files_.names_in(place_of(folder));
  }

 private:
  static std::string place_of(const std::string& path) {
    const std::string installed = "/shipped/sasl-oauth";
    const char* top = ::getenv("srcdir");
    if (path.rfind(installed, 0) != 0) return path;
    return (top ? top : ".") + path.substr(installed.size());
  }

  oauth::SystemFileReader files_;
};

class SheetsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SheetsTest);
  CPPUNIT_TEST(say_what_the_providers_documents_say);
  CPPUNIT_TEST(are_all_in_this_table);
  CPPUNIT_TEST(can_be_used_over_https_alone);
  CPPUNIT_TEST(tell_whose_mail_it_is_and_how_to_get_a_client);
  CPPUNIT_TEST(explain_every_code_with_a_remedy);
  CPPUNIT_TEST(know_the_codes_that_people_meet);
  CPPUNIT_TEST(know_the_mail_domains_that_people_have);
  CPPUNIT_TEST(serve_each_domain_once);
  CPPUNIT_TEST(know_the_quirks_of_google_and_microsoft);
  CPPUNIT_TEST(give_a_server_of_ones_own_a_base);
  CPPUNIT_TEST_SUITE_END();

 public:
  void say_what_the_providers_documents_say() {
    for (const Sheet& each : sheets) {
      const Provider provider = sheet(each.name);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.name, std::string(each.authorization),
                                   provider.authorization_endpoint);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.name, std::string(each.token), provider.token_endpoint);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.name, std::string(each.scope), provider.scope);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.name, std::string(each.application_scope),
                                   provider.application_scope);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.name, std::string(each.mechanisms),
                                   joined(provider.mechanisms));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          each.name, std::string(each.servers),
          shown(provider.imap) + " " + shown(provider.pop) + " " + shown(provider.smtp));
    }
  }

  void are_all_in_this_table() {
    std::vector<std::string> names = {"generic"};
    for (const Sheet& each : sheets) names.emplace_back(each.name);
    std::sort(names.begin(), names.end());
    CPPUNIT_ASSERT_EQUAL(joined(names), joined(*loader().provider_names(configuration_)));
  }

  void can_be_used_over_https_alone() {
    for (const Sheet& each : sheets) {
      const auto provider = loader().provider(configuration_, {each.name, {}});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.name, std::string("success"), sentence_of(provider));
      CPPUNIT_ASSERT_MESSAGE(each.name, !provider->allows_loopback_http.value_or(false));
      for (const std::string* url :
           {&provider->issuer, &provider->authorization_endpoint, &provider->token_endpoint,
            &provider->revocation_endpoint, &provider->device_authorization_endpoint}) {
        CPPUNIT_ASSERT_MESSAGE(*url, url->empty() || url->rfind("https://", 0) == 0);
        CPPUNIT_ASSERT_MESSAGE(*url, url->find('{') == url->npos);
      }
    }
  }

  void tell_whose_mail_it_is_and_how_to_get_a_client() {
    for (const Sheet& each : sheets) {
      const Provider provider = sheet(each.name);
      CPPUNIT_ASSERT_MESSAGE(each.name, !provider.about.empty() && provider.about.size() < 60);
      CPPUNIT_ASSERT_MESSAGE(
          each.name,
          provider.setup.find("sasl-oauth login {account} --client ") != std::string::npos);
    }
  }

  void explain_every_code_with_a_remedy() {
    std::vector<std::string> names = *loader().provider_names(configuration_);
    std::size_t count = 0;
    for (const std::string& name : names) {
      const Provider provider = sheet(name);
      for (const oauth::Explanations* all : {&provider.errors, &provider.mail_errors}) {
        for (const auto& [key, each] : *all) {
          CPPUNIT_ASSERT_MESSAGE(name + " " + key, !each.meaning.empty() && !each.remedy.empty());
          CPPUNIT_ASSERT_MESSAGE(key, each.meaning.back() != '.' && each.remedy.back() != '.');
          // Nothing of it is cut off in a sentence.
          CPPUNIT_ASSERT_EQUAL_MESSAGE(key, std::string::npos, as_phrase(each).find("..."));
          ++count;
        }
      }
    }
    CPPUNIT_ASSERT(count > 100);
  }

  void know_the_codes_that_people_meet() {
    const Provider microsoft = sheet("microsoft-us-gov-dod");
    for (const char* number :
         {"50034",  "50053",   "50055",  "50057",  "50058",  "50076",   "50079",   "50126",
          "50158",  "50173",   "50196",  "53003",  "54005",  "65001",   "70000",   "70008",
          "700016", "70043",   "700082", "700084", "700025", "7000215", "7000218", "7000222",
          "700027", "7000112", "90002",  "90014",  "900144", "9002326", "9002313", "135010"}) {
      const std::string code = std::string("AADSTS") + number;
      CPPUNIT_ASSERT_MESSAGE(code, is_explained(microsoft.errors, code));
    }
    const Provider google = sheet("google");
    for (const char* code :
         {"invalid_grant", "invalid_rapt", "admin_policy_enforced", "org_internal",
          "deleted_client", "disabled_client", "invalid_client", "unauthorized_client",
          "redirect_uri_mismatch", "access_denied", "Invalid device flow scope"}) {
      CPPUNIT_ASSERT_MESSAGE(code, is_explained(google.errors, code));
    }
    const Provider generic = sheet("generic");
    for (const char* code : {"invalid_grant", "invalid_client", "invalid_scope", "access_denied"}) {
      CPPUNIT_ASSERT_MESSAGE(code, is_explained(generic.errors, code));
    }
  }

  void know_the_mail_domains_that_people_have() {
    const std::pair<const char*, const char*> cases[] = {
        {"you@gmail.com", "google"},    {"you@GoogleMail.com", "google"},
        {"you@outlook.com", "outlook"}, {"you@hotmail.co.uk", "outlook"},
        {"you@live.com", "outlook"},    {"you@msn.com", "outlook"},
        {"you@yahoo.com", "yahoo"},     {"you@ymail.com", "yahoo"},
        {"you@aol.com", "aol"},         {"you@fastmail.com", "fastmail"},
        {"you@comcast.net", "comcast"}, {"you@mail.ru", "mailru"},
        {"you@yandex.ru", "yandex"},    {"you@yahoo.co.jp", ""},
        {"you@workspace.example", ""},
    };
    for (const auto& [address, name] : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(address, std::string(name),
                                   *loader().provider_of_address(configuration_, address));
    }
  }

  void serve_each_domain_once() {
    std::vector<std::string> all;
    for (const Sheet& each : sheets) {
      for (const std::string& domain : sheet(each.name).domains) {
        CPPUNIT_ASSERT_MESSAGE(domain, std::find(all.begin(), all.end(), domain) == all.end());
        all.push_back(domain);
      }
    }
  }

  void know_the_quirks_of_google_and_microsoft() {
    const Provider google = sheet("google");
    CPPUNIT_ASSERT(google.refresh_token_idle_limit->count() == 180 * 86400);
    CPPUNIT_ASSERT(google.testing_grant_limit->count() == 7 * 86400);
    CPPUNIT_ASSERT(google.device_authorization_endpoint.empty());
    for (const char* name : {"microsoft", "outlook", "microsoft-us-gov-dod", "microsoft-china"}) {
      const Provider microsoft = sheet(name);
      CPPUNIT_ASSERT_MESSAGE(name, microsoft.refresh_token_idle_limit->count() == 90 * 86400);
      CPPUNIT_ASSERT_MESSAGE(name, !microsoft.testing_grant_limit);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("http://localhost"), microsoft.redirect_uri);
      CPPUNIT_ASSERT_MESSAGE(name, !microsoft.device_authorization_endpoint.empty());
    }
    CPPUNIT_ASSERT_EQUAL(std::string("common"), sheet("microsoft").tenant);
    CPPUNIT_ASSERT_EQUAL(std::string("consumers"), sheet("outlook").tenant);
  }

  void give_a_server_of_ones_own_a_base() {
    oauth::Provider own;
    own.based_on = {"generic", {}};
    own.token_endpoint = "https://sso.example/token";
    own.name = "own";
    configuration_.providers["own"] = own;
    const auto provider = loader().provider(configuration_, {"own", {}});
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(provider));
    CPPUNIT_ASSERT_EQUAL(std::string("OAUTHBEARER XOAUTH2"), joined(provider->mechanisms));
  }

 private:
  oauth::ConfigLoader loader() { return {files_, {"/nowhere", "/shipped", "", ""}}; }

  Provider sheet(const std::string& name) {
    auto provider = loader().sheet(configuration_, {name, {}});
    CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("success"), sentence_of(provider));
    return std::move(*provider);
  }

  static bool is_explained(const oauth::Explanations& all, const std::string& code) {
    for (const auto& each : all) {
      if (each.first == code) return true;
    }
    return false;
  }

  static std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
  }

  static std::string shown(const std::optional<oauth::MailServer>& server) {
    if (!server) return "none";
    return server->host + ":" + std::to_string(server->port) +
           (server->encryption == oauth::Encryption::starttls ? " starttls" : "");
  }

  SourceFiles files_;
  oauth::Configuration configuration_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(SheetsTest);

}  // namespace
