// SPDX-License-Identifier: MIT
#include "oauth/network/header_lines.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

std::string joined(HeaderLines& lines) {
  std::string text;
  for (const curl_slist* node = lines.list(); node != nullptr; node = node->next) {
    text.append(node->data).append("|");
  }
  return text;
}

class HeaderLinesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HeaderLinesTest);
  CPPUNIT_TEST(gives_no_list_for_no_header);
  CPPUNIT_TEST(writes_lines_as_libcurl_wants_them);
  CPPUNIT_TEST(refuses_control_characters_without_repeating_them);
  CPPUNIT_TEST_SUITE_END();

 public:
  void gives_no_list_for_no_header() {
    HeaderLines lines;
    CPPUNIT_ASSERT(lines.list() == nullptr);
  }

  void writes_lines_as_libcurl_wants_them() {
    HeaderLines lines;
    lines.leave_out("Expect");
    CPPUNIT_ASSERT(lines.add({"Authorization", Secret::copy_of("Basic Zm9vOmJhcg==")}));
    CPPUNIT_ASSERT(lines.add({"X-Empty", Secret()}));
    const std::string expected = "Expect:|Authorization: Basic Zm9vOmJhcg==|X-Empty;|";
    CPPUNIT_ASSERT_EQUAL(expected, joined(lines));
    CPPUNIT_ASSERT_EQUAL(expected, joined(lines));
  }

  void refuses_control_characters_without_repeating_them() {
    const struct {
      std::string name;
      std::string value;
    } cases[] = {{"Authorization", "hunter2\r\nX: y"},
                 {"Authorization", "hunter2\n"},
                 {"Authorization", std::string("hunter2\0", 8)},
                 {"X\r\nY", "hunter2"}};
    for (const auto& one : cases) {
      HeaderLines lines;
      const auto added = lines.add({one.name, Secret::copy_of(one.value)});
      CPPUNIT_ASSERT(!added);
      CPPUNIT_ASSERT(added.error().kind == ErrorKind::internal);
      CPPUNIT_ASSERT(added.error().message.find("hunter2") == std::string::npos);
      CPPUNIT_ASSERT(lines.list() == nullptr);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HeaderLinesTest);

}  // namespace
}  // namespace oauth
