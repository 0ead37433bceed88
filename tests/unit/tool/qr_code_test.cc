// SPDX-License-Identifier: MIT
// That a scanner reads it is shown in tests/e2e/test_device_sign_in.py.
#include "tool/qr_code.h"

#include <cppunit/extensions/HelperMacros.h>

namespace tool {
namespace {

// Turns half blocks back into modules: '#' is dark.
std::vector<std::string> modules_of(const QrCode& code) {
  std::vector<std::string> rows;
  for (const std::string& line : code.lines) {
    std::string upper;
    std::string lower;
    for (std::size_t at = 0; at < line.size(); at += line[at] == ' ' ? 1 : 3) {
      const std::string block = line.substr(at, line[at] == ' ' ? 1 : 3);
      upper += block == "\u2588" || block == "\u2580" ? '.' : '#';
      lower += block == "\u2588" || block == "\u2584" ? '.' : '#';
    }
    rows.push_back(upper);
    rows.push_back(lower);
  }
  return rows;
}

class QrCodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(QrCodeTest);
  CPPUNIT_TEST(draws_a_code_with_its_finders_and_quiet_zone);
  CPPUNIT_TEST(has_no_lines_for_what_no_code_can_hold);
  CPPUNIT_TEST_SUITE_END();

 public:
  void draws_a_code_with_its_finders_and_quiet_zone() {
    const QrCode code = draw_qr_code("https://a.example/");  // 18 octets: version 2, 25 modules
    CPPUNIT_ASSERT_EQUAL(std::size_t(33), code.columns);
    CPPUNIT_ASSERT_EQUAL(std::size_t(17), code.lines.size());
    const std::vector<std::string> rows = modules_of(code);
    const std::string quiet(33, '.');
    for (std::size_t row : {0, 1, 2, 3, 29, 30, 31, 32}) {
      CPPUNIT_ASSERT_EQUAL(quiet, rows[row]);
    }
    const char* finder[] = {"#######", "#.....#", "#.###.#", "#.###.#",
                            "#.###.#", "#.....#", "#######"};
    for (std::size_t i = 0; i < 7; ++i) {
      CPPUNIT_ASSERT_EQUAL(std::string("....") + finder[i] + ".", rows[4 + i].substr(0, 12));
      CPPUNIT_ASSERT_EQUAL(std::string(".") + finder[i] + "....", rows[4 + i].substr(21));
      CPPUNIT_ASSERT_EQUAL(std::string("....") + finder[i] + ".", rows[22 + i].substr(0, 12));
    }
  }

  void has_no_lines_for_what_no_code_can_hold() {
    CPPUNIT_ASSERT(draw_qr_code("").lines.empty());
    CPPUNIT_ASSERT(draw_qr_code(std::string(2954, 'a')).lines.empty());
    CPPUNIT_ASSERT(!draw_qr_code(std::string(2953, 'a')).lines.empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(QrCodeTest);

}  // namespace
}  // namespace tool
