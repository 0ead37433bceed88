// SPDX-License-Identifier: MIT
#include "oauth/wire/device_authorization.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

// RFC 8628 section 3.2.
constexpr char rfc_example[] = R"({
  "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
  "user_code": "WDJB-MJHT",
  "verification_uri": "https://example.com/device",
  "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
  "expires_in": 1800,
  "interval": 5
})";

std::string with(const std::string& member, const std::string& value) {
  std::string body = R"({"device_code":"d","user_code":"u","verification_uri":"https://a/","x":0,)"
                     R"("expires_in":900})";
  const std::string key = "\"" + member + "\":";
  const std::size_t at = body.find(key);
  if (at == body.npos) return body.insert(1, key + value + ",");
  const std::size_t begin = at + key.size();
  return body.replace(begin, body.find_first_of(",}", begin) - begin, value);
}

class DeviceAuthorizationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DeviceAuthorizationTest);
  CPPUNIT_TEST(reads_the_example_of_rfc_8628);
  CPPUNIT_TEST(reads_what_google_and_microsoft_write);
  CPPUNIT_TEST(passes_over_optional_members_that_are_malformed);
  CPPUNIT_TEST(keeps_times_within_their_limits);
  CPPUNIT_TEST(refuses_what_it_cannot_use);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_example_of_rfc_8628() {
    const auto codes = parse_device_authorization(rfc_example);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(codes));
    CPPUNIT_ASSERT_EQUAL(std::string("GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS"),
                         std::string(codes->device_code.reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string("WDJB-MJHT"), codes->user_code);
    CPPUNIT_ASSERT_EQUAL(std::string("https://example.com/device"), codes->verification_uri);
    CPPUNIT_ASSERT_EQUAL(std::string("https://example.com/device?user_code=WDJB-MJHT"),
                         codes->verification_uri_complete);
    CPPUNIT_ASSERT(codes->expires_in == seconds(1800) && codes->interval == seconds(5));
    CPPUNIT_ASSERT_EQUAL(std::string(), codes->message);
  }

  void reads_what_google_and_microsoft_write() {
    const auto google = parse_device_authorization(
        R"({"device_code":"4/4-x","expires_in":1800,"interval":5,"user_code":"GQVQ-JKEC",)"
        R"("verification_url":"https://www.google.com/device"})");
    CPPUNIT_ASSERT_EQUAL(std::string("https://www.google.com/device"), google->verification_uri);
    const auto microsoft = parse_device_authorization(
        R"({"user_code":"A1B2C3D4E","device_code":"D","verification_uri":)"
        R"("https://microsoft.com/devicelogin","expires_in":"900","interval":"5",)"
        R"("message":"To sign in, open the page\r\nand type \u001b[1mA1B2C3D4E"})");
    CPPUNIT_ASSERT(microsoft->expires_in == seconds(900));
    CPPUNIT_ASSERT_EQUAL(std::string("To sign in, open the page and type ?[1mA1B2C3D4E"),
                         microsoft->message);
  }

  void passes_over_optional_members_that_are_malformed() {
    for (const char* uri : {"7", "\"javascript:alert(1)\"", "\"http://evil.example/\"",
                            "\"https://a/\\u001b[2J\"", "\"https://a/ b\""}) {
      const auto codes = parse_device_authorization(with("verification_uri_complete", uri));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(uri, std::string("success"), sentence_of(codes));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(uri, std::string(), codes->verification_uri_complete);
    }
    CPPUNIT_ASSERT(parse_device_authorization(with("interval", "\"soon\""))->interval ==
                   seconds(5));
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         parse_device_authorization(with("message", "[1]"))->message);
  }

  void keeps_times_within_their_limits() {
    CPPUNIT_ASSERT(parse_device_authorization(with("interval", "0"))->interval == seconds(1));
    CPPUNIT_ASSERT(parse_device_authorization(with("interval", "86400"))->interval ==
                   bounds::longest_device_interval);
    CPPUNIT_ASSERT(parse_device_authorization(with("expires_in", "1e9"))->expires_in ==
                   bounds::longest_device_sign_in);
  }

  void refuses_what_it_cannot_use() {
    const std::string long_code = "\"" + std::string(65, 'a') + "\"";
    const struct {
      std::string body;
      const char* sentence;
    } cases[] = {
        {"<html>", "bad_reply: is not a JSON object: syntax error at byte 1"},
        {"{}", "bad_reply: holds no usable device_code"},
        {with("device_code", "\"\""), "bad_reply: holds no usable device_code"},
        {with("device_code", "\"a\\u0001\""), "bad_reply: holds no usable device_code"},
        {with("user_code", "1234"), "bad_reply: holds no usable user_code"},
        {with("user_code", "\" \""), "bad_reply: holds no usable user_code"},
        {with("user_code", "\"a\\u001b[2J\""), "bad_reply: holds no usable user_code"},
        {with("user_code", long_code), "bad_reply: holds no usable user_code"},
        {with("verification_uri", "\"http://a/\""),
         "bad_reply: holds no verification_uri that is https"},
        {with("verification_uri", "null"), "bad_reply: holds no verification_uri that is https"},
        {with("expires_in", "0"), "bad_reply: holds no usable expires_in"},
        {with("expires_in", "\"soon\""), "bad_reply: holds no usable expires_in"},
        {R"({"device_code":"d","device_code":"e"})", "bad_reply: has \"device_code\" twice"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.body, std::string(each.sentence),
                                   sentence_of(parse_device_authorization(each.body)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DeviceAuthorizationTest);

}  // namespace
}  // namespace oauth
