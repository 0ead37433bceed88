// SPDX-License-Identifier: MIT
#include "oauth/setting.h"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

using std::chrono::seconds;

// Reads `text`, the value of key "k" in TOML, by `read`; returns the sentence without its start.
template <class T>
std::string outcome(const std::string& text, Result<T> (Setting::*read)() const,
                    SourceTrust trust = SourceTrust::private_file) {
  const std::string file = "F";
  const auto document = parse_toml("\nk = " + text + "\n", file);
  if (!document) return sentence_of(document);
  const SettingScope scope{*document, "[t]", file, trust};
  return sentence_of((Setting(document->members[0], scope).*read)());
}

class SettingTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SettingTest);
  CPPUNIT_TEST(takes_text_that_is_fit_for_a_request);
  CPPUNIT_TEST(takes_absolute_paths_only);
  CPPUNIT_TEST(takes_names_that_can_be_files);
  CPPUNIT_TEST(takes_https_endpoints);
  CPPUNIT_TEST(takes_http_to_loopback_where_the_same_table_allows_it);
  CPPUNIT_TEST(takes_proxies_without_credentials);
  CPPUNIT_TEST(takes_redirect_addresses_of_this_machine_and_https);
  CPPUNIT_TEST(takes_true_and_false_unquoted);
  CPPUNIT_TEST(takes_durations_with_a_unit);
  CPPUNIT_TEST(takes_a_day_that_there_is);
  CPPUNIT_TEST(states_the_limits_of_a_duration);
  CPPUNIT_TEST(takes_lists_of_texts);
  CPPUNIT_TEST(takes_a_secret_in_clear_only_from_a_private_file);
  CPPUNIT_TEST(places_a_mistake_at_the_top_of_a_file);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_text_that_is_fit_for_a_request() {
    const std::string longest(bounds::max_setting_bytes, 'x');
    expect("success", outcome("\"\xc3\xa9 +&=%\"", &Setting::text));
    expect("success", outcome("\"" + longest + "\"", &Setting::text));
    expect(at("is too long; check it"), outcome("\"" + longest + "x\"", &Setting::text));
    expect(at("is empty; leave it out if there is none"), outcome("\"\"", &Setting::text));
    for (const char* control : {"\"a\\u0000b\"", "\"a\\u0001\"", "\"a\\r\\n\"", "\"\\u007f\""}) {
      expect(at("has a control character in it; remove that"), outcome(control, &Setting::text));
    }
    for (const char* other : {"1", "true", "[\"a\"]", "{}", "2026-11-23", "1.5"}) {
      expect(at("must be a text in \"double quotes\""), outcome(other, &Setting::text));
    }
  }

  void takes_absolute_paths_only() {
    expect("success", outcome("\"/etc/ssl/ca.pem\"", &Setting::path));
    for (const char* relative : {"\"ca.pem\"", "\"~/ca.pem\"", "\"./x\""}) {
      expect(at("is a relative path; begin it with '/'"), outcome(relative, &Setting::path));
    }
  }

  void takes_names_that_can_be_files() {
    CPPUNIT_ASSERT(is_config_name("google") && is_config_name("my-corp_2.net"));
    CPPUNIT_ASSERT(is_config_name(std::string(64, 'a')) && !is_config_name(std::string(65, 'a')));
    for (const char* name : {"", ".", "..", ".x", "a/b", "a b", "\xc3\xa9", "a\n"}) {
      CPPUNIT_ASSERT_MESSAGE(name, !is_config_name(name));
    }
    expect("success", outcome("\"google\"", &Setting::reference));
    expect(at("is not a name; a name has letters, digits, '.', '_' and '-' only"),
           outcome("\"../../etc/passwd\"", &Setting::reference));
  }

  void takes_https_endpoints() {
    expect("success", outcome("\"https://sso.example.com:8443/token?a=b\"", &Setting::endpoint));
    const struct {
      const char* text;
      const char* what;
    } cases[] = {
        {"\"http://sso.example.com/token\"", "is not https; give the server's https URL"},
        {"\"http://127.0.0.1/token\"", "is not https; give the server's https URL"},
        {"\"sso.example.com\"", "does not begin with https://; give the server's https URL"},
        {"\"ftp://sso/token\"", "does not begin with https://; give the server's https URL"},
        {"\"https://me:pw@sso/\"", "has a user name in it; give the server's https URL"},
        {"\"https:///token\"", "has no host; give the server's https URL"},
        {"\"https://sso/ token\"", "has a blank in it; give the server's https URL"},
    };
    for (const auto& one : cases) expect(at(one.what), outcome(one.text, &Setting::endpoint));
  }

  void takes_http_to_loopback_where_the_same_table_allows_it() {
    const std::string allowed = "\nallow_loopback_http = true";
    expect("success", outcome("\"http://127.0.0.1:8080/t\"" + allowed, &Setting::endpoint));
    expect("success", outcome("\"http://[::1]/t\"" + allowed, &Setting::endpoint));
    for (const std::string refused : {"\"http://sso.example.com/t\"\nallow_loopback_http = true",
                                      "\"http://127.0.0.1/t\"\nallow_loopback_http = false",
                                      "\"http://127.0.0.1/t\"\nallow_loopback_http = \"true\""}) {
      const std::string sentence = outcome(refused, &Setting::endpoint);
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("bad_config: F:2: k in [t] is") == 0);
    }
  }

  void takes_proxies_without_credentials() {
    for (const char* proxy :
         {"\"none\"", "\"http://proxy:3128\"", "\"https://[::1]:3129\"", "\"socks4://p:1\"",
          "\"socks4a://p:1\"", "\"socks5://p:1\"", "\"socks5h://localhost:1080\""}) {
      expect("success", outcome(proxy, &Setting::proxy));
    }
    for (const char* other : {"\"proxy:3128\"", "\"ftp://proxy\"", "\"HTTP\""}) {
      expect(at("is not a proxy; write \"http://HOST:PORT\", \"socks5h://HOST:PORT\" or"
                " \"none\""),
             outcome(other, &Setting::proxy));
    }
    expect(at("has a user name in it; write \"http://HOST:PORT\""),
           outcome("\"http://me:hunter2@proxy:3128\"", &Setting::proxy));
  }

  void takes_redirect_addresses_of_this_machine_and_https() {
    for (const char* uri : {"\"http://localhost\"", "\"https://a.example/done\""}) {
      expect("success", outcome(uri, &Setting::redirect_uri));
    }
    expect(at("is no redirect address; write one that the client has registered, as in"
              " \"http://127.0.0.1/\""),
           outcome("\"http://a.example/\"", &Setting::redirect_uri));
  }

  void takes_true_and_false_unquoted() {
    expect("success", outcome("true", &Setting::flag));
    for (const char* other : {"\"true\"", "1", "[true]"}) {
      expect(at("must be true or false, unquoted"), outcome(other, &Setting::flag));
    }
  }

  void takes_durations_with_a_unit() {
    const struct {
      const char* text;
      long count;
    } cases[] = {{"\"0s\"", 0},     {"\"90s\"", 90},    {"\"10m\"", 600}, {"\"1h\"", 3600},
                 {"\"0090s\"", 90}, {"\"24h\"", 86400}, {"\"1d\"", 86400}};
    for (const auto& one : cases) {
      const auto duration = read_duration(one.text, seconds(0), seconds(86400));
      CPPUNIT_ASSERT_MESSAGE(one.text, duration && duration->count() == one.count);
    }
    for (const char* other :
         {"90", "\"90\"", "\"s\"", "\"\"", "\"-1s\"", "\"+1s\"", "\"1.5h\"", "\"1w\"", "\"1 h\"",
          "\"1H\"", "\"1h30m\"", "\"9999999999s\"", "\" 1s\"", "{}"}) {
      expect(at("must be a duration: \"90s\", \"10m\" or \"1h\""),
             sentence_of(read_duration(other, seconds(0), seconds(86400))));
    }
  }

  void takes_a_day_that_there_is() {
    expect("success", outcome("\"2027-01-31\"", &Setting::day));
    for (const char* other :
         {"\"2027-02-30\"", "\"2027-1-31\"", "\"31.1.2027\"", "\"2027-01-31T00:00:00Z\"",
          "\"1970-01-01\"", "\"soon\""}) {
      expect(at("must be a day, as in \"2027-01-31\""), outcome(other, &Setting::day));
    }
  }

  void states_the_limits_of_a_duration() {
    expect(at("must be from \"1s\" to \"5m\""),
           sentence_of(read_duration("\"0s\"", seconds(1), seconds(300))));
    expect(at("must be from \"24h\" to \"7d\""),
           sentence_of(read_duration("\"8d\"", seconds(86400), seconds(604800))));
    expect(at("must be from \"90s\" to \"2h\""),
           sentence_of(read_duration("\"7201s\"", seconds(90), seconds(7200))));
    expect(at("must be from \"0s\" to \"24h\""),
           sentence_of(read_duration("\"99999999h\"", seconds(0), seconds(86400))));
  }

  void takes_lists_of_texts() {
    expect("success", outcome("[\"A\", \"B\"]", &Setting::texts));
    for (const char* other : {"\"A\"", "[]", "{}"}) {
      expect(at("must be a list of texts, as in [\"A\", \"B\"]"), outcome(other, &Setting::texts));
    }
    expect(at("has an item that must be a text in \"double quotes\""),
           outcome("[\"A\", 1]", &Setting::texts));
    expect(at("has an item that has a control character in it; remove that"),
           outcome("[\"A\\n\"]", &Setting::texts));
  }

  void takes_a_secret_in_clear_only_from_a_private_file() {
    const SourceTrust open = SourceTrust::readable_by_others;
    expect("success", outcome("\"hunter2\"", &Setting::secret));
    expect(at("stands here in clear, and others may read this file; run chmod 600 on it, or write"
              " \"file:/PATH\", \"credential:NAME\" or \"command:COMMAND\" instead"),
           outcome("\"hunter2\"", &Setting::secret, open));
    for (const char* reference : {"\"file:/x\"", "\"credential:x\"", "\"command:pass x\""}) {
      expect("success", outcome(reference, &Setting::secret, open));
    }
    expect(at("must be a text in \"double quotes\""), outcome("12345", &Setting::secret));
    expect(at("is empty; leave it out if there is none"), outcome("\"\"", &Setting::secret));
  }

  void places_a_mistake_at_the_top_of_a_file() {
    const std::string file = "/etc/p.toml";
    const auto document = parse_toml("k = 1\n", file);
    const SettingScope scope{*document, "", file, SourceTrust::private_file};
    expect("bad_config: /etc/p.toml:1: k must be true or false, unquoted",
           sentence_of(Setting(document->members[0], scope).flag()));
  }

 private:
  static Result<seconds> read_duration(const std::string& text, seconds shortest, seconds longest) {
    const std::string file = "F";
    const auto document = parse_toml("\nk = " + text + "\n", file);
    const SettingScope scope{*document, "[t]", file, SourceTrust::private_file};
    return Setting(document->members[0], scope).duration(shortest, longest);
  }

  static std::string at(const std::string& what) { return "bad_config: F:2: k in [t] " + what; }

  static void expect(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SettingTest);

}  // namespace
}  // namespace oauth
