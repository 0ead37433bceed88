// SPDX-License-Identifier: MIT
#include "tool/postfix/relay.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/sentence.h"

namespace tool {
namespace {

class RelayTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RelayTest);
  CPPUNIT_TEST(reads_a_host_with_and_without_brackets_and_port);
  CPPUNIT_TEST(begins_with_tls_on_port_465_alone);
  CPPUNIT_TEST(refuses_what_would_mean_something_else_to_postfix);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_a_host_with_and_without_brackets_and_port() {
    const struct {
      const char* text;
      const char* nexthop;
    } cases[] = {{"smtp.gmail.com", "[smtp.gmail.com]:587"},
                 {"[smtp.gmail.com]", "[smtp.gmail.com]:587"},
                 {"[smtp.gmail.com]:25", "[smtp.gmail.com]:25"},
                 {"smtp.gmail.com:2525", "[smtp.gmail.com]:2525"},
                 {"localhost", "[localhost]:587"},
                 {"2001:db8::1", "[2001:db8::1]:587"},
                 {"[2001:db8::1]:465", "[2001:db8::1]:465"}};
    for (const auto& each : cases) {
      const auto relay = parse_relay(each.text);
      CPPUNIT_ASSERT_MESSAGE(each.text, static_cast<bool>(relay));
      CPPUNIT_ASSERT_EQUAL(std::string(each.nexthop), relay->nexthop());
    }
  }

  void begins_with_tls_on_port_465_alone() {
    CPPUNIT_ASSERT(parse_relay("h.example:465")->begins_with_tls);
    CPPUNIT_ASSERT(!parse_relay("h.example")->begins_with_tls);
    CPPUNIT_ASSERT(!parse_relay("h.example:4650")->begins_with_tls);
  }

  void refuses_what_would_mean_something_else_to_postfix() {
    for (const char* text : {"", "[]", "[h", "[h]587", "h:", "h:0", "h:65536", "h:smtp", "h h",
                             "$myhostname", "h,i", "-o", "h\n", "[h]:587 "}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_relay(text));
    }
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: a b is no mail server; name it as in smtp.gmail.com, "
                    "smtp.gmail.com:465 or [smtp.gmail.com]:587"),
        oauth::sentence_of(parse_relay("a b")));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RelayTest);

}  // namespace
}  // namespace tool
