// SPDX-License-Identifier: MIT
#include "tool/browser.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

using Commands = std::vector<std::vector<std::string>>;

constexpr char url[] = "https://sso.example.com/?a=1&b=$(date)";

class BrowserTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BrowserTest);
  CPPUNIT_TEST(tries_the_commands_of_browser_in_their_order);
  CPPUNIT_TEST(takes_xdg_open_where_there_is_a_display);
  CPPUNIT_TEST(has_no_command_without_a_display);
  CPPUNIT_TEST(starts_the_first_that_can_be_started_with_the_address_untouched);
  CPPUNIT_TEST(tells_that_none_could_be_started);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tries_the_commands_of_browser_in_their_order() {
    CPPUNIT_ASSERT(
        (Commands{{"firefox", "--new-window", url},
                  {"links", "-u", url, "-x"},
                  {"open", std::string("--url=") + url}}) ==
        browser_commands({"firefox --new-window:links -u %s -x: :open --url=%s", "", ""}, url));
  }

  void takes_xdg_open_where_there_is_a_display() {
    const Commands commands = {{"xdg-open", url}};
    CPPUNIT_ASSERT(commands == browser_commands({"", ":0", ""}, url));
    CPPUNIT_ASSERT(commands == browser_commands({"", "", "wayland-0"}, url));
  }

  void has_no_command_without_a_display() {
    CPPUNIT_ASSERT(browser_commands({"", "", ""}, url).empty());
    CPPUNIT_ASSERT(!start_browser({}));
  }

  void starts_the_first_that_can_be_started_with_the_address_untouched() {
    const oauth::TemporaryFolder folder;
    const std::string out = folder.path() + "/out";
    const std::string script =
        folder.write("browser", "#!/bin/sh\nread x && exit 1\nprintf '%s' \"$1\" >'" + out +
                                    ".new'\nmv '" + out + ".new' '" + out + "'\n");
    CPPUNIT_ASSERT_EQUAL(0, chmod(script.c_str(), 0700));
    CPPUNIT_ASSERT(start_browser({{folder.path() + "/missing", url}, {script, url}}));
    int status = -1;
    CPPUNIT_ASSERT(wait(&status) > 0);
    CPPUNIT_ASSERT_EQUAL(0, status);
    std::ifstream file(out);
    CPPUNIT_ASSERT_EQUAL(std::string(url), std::string(std::istreambuf_iterator<char>(file), {}));
  }

  void tells_that_none_could_be_started() {
    CPPUNIT_ASSERT(!start_browser({{"/nonexistent/browser", url}}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BrowserTest);

}  // namespace
}  // namespace tool
