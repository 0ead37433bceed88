// SPDX-License-Identifier: MIT
#include "tool/port_forward.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

class PortForwardTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PortForwardTest);
  CPPUNIT_TEST(names_the_machine_as_the_session_reached_it);
  CPPUNIT_TEST(names_nothing_that_a_shell_would_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  void names_the_machine_as_the_session_reached_it() {
    const struct {
      const char* connection;
      const char* command;
    } cases[] = {
        {"", "ssh -L 4321:127.0.0.1:4321 mail.example.com"},
        {"192.0.2.7 50000 192.0.2.1 22", "ssh -L 4321:127.0.0.1:4321 192.0.2.1"},
        {"192.0.2.7 50000 192.0.2.1 2222", "ssh -L 4321:127.0.0.1:4321 -p 2222 192.0.2.1"},
        {"2001:db8::7 50000 2001:db8::1 22", "ssh -L 4321:127.0.0.1:4321 2001:db8::1"},
        {"192.0.2.7 50000", "ssh -L 4321:127.0.0.1:4321 mail.example.com"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(
          std::string(each.command),
          forward_command(4321, "127.0.0.1", {each.connection, "mail.example.com"}));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("ssh -L 4321:[::1]:4321 m"),
                         forward_command(4321, "::1", {"", "m"}));
  }

  void names_nothing_that_a_shell_would_read() {
    CPPUNIT_ASSERT_EQUAL(std::string("ssh -L 1:127.0.0.1:1 THIS-MACHINE"),
                         forward_command(1, "localhost", {"a b $(x) 22", "a;b"}));
    CPPUNIT_ASSERT_EQUAL(std::string("ssh -L 1:127.0.0.1:1 THIS-MACHINE"),
                         forward_command(1, "localhost", {}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PortForwardTest);

}  // namespace
}  // namespace tool
