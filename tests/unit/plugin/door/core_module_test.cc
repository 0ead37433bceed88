// SPDX-License-Identifier: MIT
#include "plugin/door/core_module.h"

#include <cppunit/extensions/HelperMacros.h>
#include <pthread.h>

#include <filesystem>
#include <string>

#include "tests/support/fake_core_copy.h"

namespace door {
namespace {

class CoreModuleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CoreModuleTest);
  CPPUNIT_TEST(is_closed_until_opened);
  CPPUNIT_TEST(opens_once_and_keeps_the_core);
  CPPUNIT_TEST(names_the_file_the_reason_and_the_remedy);
  CPPUNIT_TEST(says_the_path_once);
  CPPUNIT_TEST(cuts_a_sentence_that_does_not_fit);
  CPPUNIT_TEST(tries_again_after_a_failure);
  CPPUNIT_TEST(refuses_a_file_that_is_no_module);
  CPPUNIT_TEST(refuses_a_module_without_the_entry);
  CPPUNIT_TEST(refuses_a_core_of_another_abi);
  CPPUNIT_TEST(opens_the_same_core_in_every_thread);
  CPPUNIT_TEST_SUITE_END();

  FakeCoreCopy copy_;

  static bool holds(const OpenedCore& result, const std::string& text) {
    return std::string(result.problem).find(text) != std::string::npos;
  }

 public:
  void is_closed_until_opened() {
    const CoreModule module(copy_.path());
    CPPUNIT_ASSERT(module.opened() == nullptr);
  }

  void opens_once_and_keeps_the_core() {
    CoreModule module(copy_.path());
    const OpenedCore result = module.open();
    CPPUNIT_ASSERT(result.core == &copy_.state().table);
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(result.problem));
    CPPUNIT_ASSERT(module.opened() == result.core);
    std::filesystem::remove(copy_.path());
    CPPUNIT_ASSERT(module.open().core == result.core);
  }

  void names_the_file_the_reason_and_the_remedy() {
    CoreModule module("/nonexistent/core.so");
    const OpenedCore result = module.open();
    CPPUNIT_ASSERT(result.core == nullptr);
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth cannot open /nonexistent/core.so (cannot open shared object file: "
                    "No such file or directory): reinstall the package libsasl2-modules-oauth; if "
                    "this program runs in a chroot, name it and its user in the line \"jailed:\" "
                    "of sasl-oauth/plugin.conf"),
        std::string(result.problem));
  }

  void says_the_path_once() {
    const std::string path = "/nonexistent/" + std::string(100, 'x');
    CoreModule module(path.c_str());
    const std::string problem = module.open().problem;
    CPPUNIT_ASSERT_EQUAL(problem.find(path), problem.rfind(path));
  }

  void cuts_a_sentence_that_does_not_fit() {
    const std::string path = "/nonexistent/" + std::string(2 * max_problem_bytes, 'x');
    CoreModule module(path.c_str());
    CPPUNIT_ASSERT_EQUAL(max_problem_bytes - 1, std::string(module.open().problem).size());
  }

  void tries_again_after_a_failure() {
    CoreModule module(copy_.path());
    const std::string aside = std::string(copy_.path()) + ".aside";
    std::filesystem::rename(copy_.path(), aside);
    CPPUNIT_ASSERT(module.open().core == nullptr);
    std::filesystem::rename(aside, copy_.path());
    CPPUNIT_ASSERT(module.open().core != nullptr);
  }

  void refuses_a_file_that_is_no_module() {
    const oauth::TemporaryFolder folder;
    const std::string path = folder.write("core.so", "this is not a shared object, but a text");
    CoreModule module(path.c_str());
    const OpenedCore result = module.open();
    CPPUNIT_ASSERT(result.core == nullptr);
    CPPUNIT_ASSERT(holds(result, path));
    CPPUNIT_ASSERT(holds(result, "reinstall the package libsasl2-modules-oauth"));
  }

  void refuses_a_module_without_the_entry() {
    CoreModule module("libsasl2.so.2");
    const OpenedCore result = module.open();
    CPPUNIT_ASSERT(result.core == nullptr);
    CPPUNIT_ASSERT_EQUAL(
        std::string("libsasl2.so.2 is of another version of sasl-oauth than the plugin that "
                    "opened it: restart this program; if that does not help, reinstall the "
                    "package libsasl2-modules-oauth"),
        std::string(result.problem));
  }

  void refuses_a_core_of_another_abi() {
    copy_.state().table.abi = SASL_OAUTH_CORE_ABI + 1;
    CoreModule module(copy_.path());
    const OpenedCore result = module.open();
    CPPUNIT_ASSERT(result.core == nullptr);
    CPPUNIT_ASSERT(holds(result, "is of another version of sasl-oauth"));
    CPPUNIT_ASSERT(module.opened() == nullptr);
  }

  void opens_the_same_core_in_every_thread() {
    CoreModule module(copy_.path());
    pthread_t threads[4];
    auto open = [](void* context) -> void* {
      const OpenedCore result = static_cast<CoreModule*>(context)->open();
      return const_cast<sasl_oauth_core*>(result.core);
    };
    for (pthread_t& thread : threads) {
      CPPUNIT_ASSERT_EQUAL(0, pthread_create(&thread, nullptr, open, &module));
    }
    for (pthread_t& thread : threads) {
      void* core = nullptr;
      pthread_join(thread, &core);
      CPPUNIT_ASSERT(core == &copy_.state().table);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CoreModuleTest);

}  // namespace
}  // namespace door
