// SPDX-License-Identifier: MIT
#include "oauth/base/base64.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(at, 2)), nullptr, 16));
  }
  return bytes;
}

class Base64Test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(Base64Test);
  CPPUNIT_TEST(encodes_the_vectors_of_rfc_4648);
  CPPUNIT_TEST(encodes_every_octet);
  CPPUNIT_TEST(encodes_the_failure_answer_of_rfc_7628);
  CPPUNIT_TEST(has_the_lengths_that_line_limits_are_reckoned_with);
  CPPUNIT_TEST(encodes_verifiers_and_challenges_for_urls);
  CPPUNIT_TEST(leaves_the_padding_out_for_urls);
  CPPUNIT_TEST(decodes_what_it_encodes_in_both_alphabets);
  CPPUNIT_TEST(decodes_with_padding_whole_or_without_it_in_the_url_alphabet);
  CPPUNIT_TEST(refuses_to_decode_what_is_not_the_one_text_for_its_octets);
  CPPUNIT_TEST_SUITE_END();

 public:
  void decodes_what_it_encodes_in_both_alphabets() {
    std::string bytes;
    for (int octet = 0; octet < 256; ++octet) {
      bytes += static_cast<char>(octet);
      const auto standard = base64_decode(base64_encode(bytes).reveal());
      const auto url = base64url_decode(base64url_encode(bytes));
      CPPUNIT_ASSERT(standard && standard->reveal() == bytes);
      CPPUNIT_ASSERT(url && url->reveal() == bytes);
    }
    CPPUNIT_ASSERT(base64_decode("") && base64_decode("")->empty());
  }

  void decodes_with_padding_whole_or_without_it_in_the_url_alphabet() {
    for (const char* text : {"Zm9vYg", "Zm9vYg=="}) {
      const auto bytes = base64url_decode(text);
      CPPUNIT_ASSERT_MESSAGE(text, bytes && bytes->reveal() == "foob");
    }
  }

  void refuses_to_decode_what_is_not_the_one_text_for_its_octets() {
    for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=v", "Zm8 =", "Zm-v", "====", "="}) {
      CPPUNIT_ASSERT_MESSAGE(text, !base64_decode(text));
    }
    for (const char* text : {"Z", "Zg=", "Zh", "Zm9", "Zm+v", "Zm/v", "Zg==\n", "Zg==Zg==", "="}) {
      CPPUNIT_ASSERT_MESSAGE(text, !base64url_decode(text));
    }
  }

  void encodes_the_vectors_of_rfc_4648() {  // section 10
    const struct {
      const char* bytes;
      const char* text;
    } cases[] = {{"", ""},
                 {"f", "Zg=="},
                 {"fo", "Zm8="},
                 {"foo", "Zm9v"},
                 {"foob", "Zm9vYg=="},
                 {"fooba", "Zm9vYmE="},
                 {"foobar", "Zm9vYmFy"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.text), std::string(base64_encode(each.bytes).reveal()));
    }
  }

  void encodes_every_octet() {
    CPPUNIT_ASSERT(base64_encode(from_hex("fbeffffb")).reveal() == "++//+w==");
    CPPUNIT_ASSERT_EQUAL(std::string("--__-w"), base64url_encode(from_hex("fbeffffb")));
    CPPUNIT_ASSERT(base64_encode(from_hex("000000")).reveal() == "AAAA");
    CPPUNIT_ASSERT(base64_encode(from_hex("ffffff")).reveal() == "////");
  }

  void encodes_the_failure_answer_of_rfc_7628() {  // section 3.2.3
    CPPUNIT_ASSERT(base64_encode("\x01").reveal() == "AQ==");
  }

  // RFC 4954 section 4: "AUTH XOAUTH2 " and CRLF leave 497 of SMTP's 512 octets; RFC 2449 section
  // 4: 240 of POP3's 255.
  void has_the_lengths_that_line_limits_are_reckoned_with() {
    const auto size = [](std::size_t raw) { return base64_encode(std::string(raw, 'x')).size(); };
    CPPUNIT_ASSERT_EQUAL(std::size_t{496}, size(372));
    CPPUNIT_ASSERT_EQUAL(std::size_t{500}, size(373));
    CPPUNIT_ASSERT_EQUAL(std::size_t{240}, size(180));
    CPPUNIT_ASSERT_EQUAL(std::size_t{244}, size(181));
  }

  void encodes_verifiers_and_challenges_for_urls() {
    const struct {
      const char* octets;
      const char* text;
    } cases[] = {
        // RFC 7636 appendix B: the verifier and its SHA-256
        {"7418dfb49799e0254ffa607dd8adbbba16d4254d69d6bff05b58055853848d79",
         "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"},
        {"13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3",
         "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"},
        // SHA-256 of 43 times "a", and of 128 times "A"
        {"66d34fba71f8f450f7e45598853e53bfc23bbd129027cbb131a2f4ffd7878cd0",
         "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"},
        {"b6ac3cc10386331c765f04f041c147d0f278f2aed8eaa021e2d0057fc6f6ff9e",
         "tqw8wQOGMxx2XwTwQcFH0PJ48q7Y6qAh4tAFf8b2_54"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.text), base64url_encode(from_hex(each.octets)));
    }
  }

  void leaves_the_padding_out_for_urls() {  // RFC 7515 appendix C
    CPPUNIT_ASSERT_EQUAL(std::string("A-z_4ME"), base64url_encode(from_hex("03ecffe0c1")));
    CPPUNIT_ASSERT_EQUAL(std::string("Zg"), base64url_encode("f"));
    CPPUNIT_ASSERT_EQUAL(std::string(), base64url_encode(""));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(Base64Test);

}  // namespace
}  // namespace oauth
