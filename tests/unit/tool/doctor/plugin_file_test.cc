// SPDX-License-Identifier: MIT
#include "tool/doctor/plugin_file.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace tool {
namespace {

using Names = std::vector<std::string>;

// With the NULs that stand in it.
template <std::size_t size>
std::string bytes(const char (&text)[size]) {
  return std::string(text, size - 1);
}

class PluginFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PluginFileTest);
  CPPUNIT_TEST(reads_the_label_of_what_was_built);
  CPPUNIT_TEST(finds_no_label_in_anything_else);
  CPPUNIT_TEST(finds_the_mechanisms_of_a_client_plugin);
  CPPUNIT_TEST(finds_none_in_a_word_that_only_ends_so);
  CPPUNIT_TEST(finds_none_in_what_is_no_client_plugin);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_label_of_what_was_built() {
    const std::string door = content_of(std::getenv("TEST_DOOR"));
    const auto label = label_in(door, "door");
    CPPUNIT_ASSERT(label.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string(PACKAGE_VERSION), label->version);
    CPPUNIT_ASSERT(!label->abi.empty());
    CPPUNIT_ASSERT(!label_in(door, "core"));
    const std::string core =
        content_of((std::string(std::getenv("TEST_MODULES")) + "/core-check.so").c_str());
    CPPUNIT_ASSERT(label_in(core, "core") == label);
  }

  void finds_no_label_in_anything_else() {
    for (const std::string& text :
         {std::string(), bytes("sasl-oauth door "), bytes("sasl-oauth door 1.2 abi 3"),
          bytes("sasl-oauth door 1.2 api 3\0"),
          "sasl-oauth door " + std::string(100, '1') + " abi 3" + std::string(1, '\0')}) {
      CPPUNIT_ASSERT_MESSAGE(text, !label_in(text, "door"));
    }
    const auto label = label_in(bytes("x\0sasl-oauth door 1.2 abi 3\0y"), "door");
    CPPUNIT_ASSERT_EQUAL(std::string("1.2/3"), label->version + "/" + label->abi);
  }

  void finds_the_mechanisms_of_a_client_plugin() {
    CPPUNIT_ASSERT(mechanisms_in(bytes("sasl_client_plug_init\0\0XOAUTH2\0")) == Names{"XOAUTH2"});
    CPPUNIT_ASSERT(mechanisms_in(bytes("OAUTHBEARER\0XOAUTH2\0sasl_client_plug_init\0")) ==
                   (Names{"XOAUTH2", "OAUTHBEARER"}));
    CPPUNIT_ASSERT(mechanisms_in(bytes("sasl_client_plug_init\0KDE-XOAUTH2\0")) ==
                   Names{"XOAUTH2"});
  }

  void finds_none_in_a_word_that_only_ends_so() {
    CPPUNIT_ASSERT(mechanisms_in(bytes("sasl_client_plug_init\0NOXOAUTH2\0XOAUTH2 \0")).empty());
    CPPUNIT_ASSERT(mechanisms_in(bytes("sasl_client_plug_init\0XOAUTH2")).empty());
  }

  void finds_none_in_what_is_no_client_plugin() {
    CPPUNIT_ASSERT(mechanisms_in(bytes("sasl_server_plug_init\0XOAUTH2\0")).empty());
    CPPUNIT_ASSERT(mechanisms_in({}).empty());
  }

 private:
  static std::string content_of(const char* path) {
    CPPUNIT_ASSERT(path != nullptr);
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginFileTest);

}  // namespace
}  // namespace tool
