// SPDX-License-Identifier: MIT
#include "tool/postfix/map_edit.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace tool {
namespace {

constexpr char ours[] = "[smtp.example]:587 you@h:oauth2\n";

class MapEditTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MapEditTest);
  CPPUNIT_TEST(adds_the_entry_behind_all_others);
  CPPUNIT_TEST(leaves_a_map_that_has_it);
  CPPUNIT_TEST(keeps_what_it_replaces_as_a_comment);
  CPPUNIT_TEST(replaces_what_postfix_would_find_first);
  CPPUNIT_TEST(is_content_with_its_own_work);
  CPPUNIT_TEST_SUITE_END();

 public:
  void adds_the_entry_behind_all_others() {
    assert_text("", ours, MapEdit::Kind::added);
    assert_text("# mine\nother me:p\n", "# mine\nother me:p\n" + std::string(ours),
                MapEdit::Kind::added);
    assert_text("other me:p", "other me:p\n" + std::string(ours), MapEdit::Kind::added);
    // Another port is another server.
    assert_text("[smtp.example]:465 you@h:oauth2\n",
                "[smtp.example]:465 you@h:oauth2\n" + std::string(ours), MapEdit::Kind::added);
  }

  void leaves_a_map_that_has_it() {
    for (const char* text :
         {ours, "[SMTP.example]:587\tYOU@h:oauth2", "smtp.example you@h:", "smtp.example you@h:-\n",
          "other me:p\n[smtp.example]:587\n  you@h:oauth2:you@h\n"}) {
      assert_text(text, text, MapEdit::Kind::none);
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), edit("\n" + std::string(ours)).line);
  }

  void keeps_what_it_replaces_as_a_comment() {
    assert_text("[smtp.example]:587 you@h:secret\nother me:p\n",
                "#was: [smtp.example]:587 you@h:secret\nother me:p\n" + std::string(ours),
                MapEdit::Kind::replaced);
    assert_text("a b:c\n[smtp.example]:587\n# in between\n   him@h:oauth2\n",
                "a b:c\n#was: [smtp.example]:587\n# in between\n#was:    him@h:oauth2\n" +
                    std::string(ours),
                MapEdit::Kind::replaced);
    const MapEdit edited = edit("a b:c\n[smtp.example]:587 him@h:secret");
    CPPUNIT_ASSERT_EQUAL(std::string("him@h"), edited.former_user);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), edited.line);
    CPPUNIT_ASSERT_EQUAL("a b:c\n#was: [smtp.example]:587 him@h:secret\n" + std::string(ours),
                         std::string(edited.text.reveal()));
    CPPUNIT_ASSERT(edited.former_lines == std::vector<std::size_t>{2});
    CPPUNIT_ASSERT(edited.is_added && edited.lacks_line_end);
  }

  void replaces_what_postfix_would_find_first() {
    const std::string text = "smtp.example me:p\n" + std::string(ours);
    assert_text(text, "#was: " + text, MapEdit::Kind::replaced);
    CPPUNIT_ASSERT(!edit(text).is_added && !edit(text).lacks_line_end);
  }

  void is_content_with_its_own_work() {
    for (const char* text : {"", "x y:z", "[smtp.example]:587 a:b\nsmtp.example c:d\n"}) {
      const std::string once(edit(text).text.reveal());
      assert_text(once, once, MapEdit::Kind::none);
    }
  }

 private:
  static MapEdit edit(const std::string& text) {
    return edit_password_map(text, {"smtp.example", 587, false}, "you@h");
  }

  static void assert_text(const std::string& before, const std::string& after, MapEdit::Kind kind) {
    const MapEdit edited = edit(before);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(before, after, std::string(edited.text.reveal()));
    CPPUNIT_ASSERT_MESSAGE(before, kind == edited.kind);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MapEditTest);

}  // namespace
}  // namespace tool
