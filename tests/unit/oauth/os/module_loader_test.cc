// SPDX-License-Identifier: MIT
#include "oauth/os/module_loader.h"

#include <cppunit/extensions/HelperMacros.h>
#include <curl/curl.h>
#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/loopback_server.h"
#include "tests/support/memory_files.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

// The modules are built beside the tests; the build says where.
std::string module_from(const char* variable) {
  const char* path = std::getenv(variable);
  CPPUNIT_ASSERT_MESSAGE(std::string(variable) + " is not set", path != nullptr);
  return path;
}

// A copy is opened as a module of its own, whatever other tests have opened.
std::string fresh_network(const TemporaryFolder& folder) {
  const std::string copy = folder.path() + "/network.so";
  std::filesystem::copy_file(module_from("TEST_NETWORK_MODULE"), copy);
  return copy;
}

bool is_mapped(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  const std::string text{std::istreambuf_iterator<char>(maps), {}};
  return text.find(path) != std::string::npos;
}

template <class T>
void assert_no_access(const Result<T>& result, const std::string& path, const std::string& words) {
  CPPUNIT_ASSERT(!result);
  const std::string& message = result.error().message;
  CPPUNIT_ASSERT_MESSAGE(message, result.error().kind == ErrorKind::no_access);
  CPPUNIT_ASSERT_MESSAGE(message,
                         message.find("network module " + path + ": ") != std::string::npos);
  CPPUNIT_ASSERT_MESSAGE(message, message.find(words) != std::string::npos);
}

// Requests that cannot even be sent, so that each is answered at once.
class Queue : public RequestQueue {
 public:
  explicit Queue(std::size_t count) : count_(count) { request_.url = "ftp://nowhere.example/"; }

  std::optional<Item> next() override {
    if (begun_ == count_) return std::nullopt;
    return Item{begun_++, NetworkSettings(), &request_};
  }
  std::optional<Item> take(std::size_t conversation, Result<HttpResponse> response) override {
    if (!response) answered.push_back(conversation);
    return std::nullopt;
  }

  std::vector<std::size_t> answered;

 private:
  const std::size_t count_;
  std::size_t begun_ = 0;
  HttpRequest request_;
};

class ModuleLoaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ModuleLoaderTest);
  CPPUNIT_TEST(opens_the_module_at_the_first_need);
  CPPUNIT_TEST(opens_the_module_ahead_of_need_when_told);
  CPPUNIT_TEST(keeps_the_module_when_it_goes);
  CPPUNIT_TEST(forwards_a_request);
  CPPUNIT_TEST(opens_no_module_where_nothing_is_to_be_sent);
  CPPUNIT_TEST(sends_all_of_a_queue_and_its_first_request_once);
  CPPUNIT_TEST(says_which_file_is_missing);
  CPPUNIT_TEST(says_so_whatever_it_is_asked);
  CPPUNIT_TEST(refuses_a_path_that_is_not_absolute);
  CPPUNIT_TEST(refuses_what_is_no_module);
  CPPUNIT_TEST(refuses_a_module_of_somebody_else);
  CPPUNIT_TEST(refuses_a_module_of_another_version);
  CPPUNIT_TEST(tries_again_after_a_failure);
  CPPUNIT_TEST(serves_many_threads);
  CPPUNIT_TEST_SUITE_END();

 public:
  void opens_the_module_at_the_first_need() {
    const std::string path = fresh_network(folder_);
    LazyNetwork network(path);
    CPPUNIT_ASSERT(!is_mapped(path));
    const auto digest = network.sha256("abc");
    CPPUNIT_ASSERT(is_mapped(path));
    CPPUNIT_ASSERT(digest);
    CPPUNIT_ASSERT_EQUAL(0xba, int{digest->front()});  // FIPS 180-4's example
    CPPUNIT_ASSERT_EQUAL(0xad, int{digest->back()});
  }

  void opens_the_module_ahead_of_need_when_told() {
    const std::string path = fresh_network(folder_);
    LazyNetwork network(path);
    CPPUNIT_ASSERT(network.open());
    CPPUNIT_ASSERT(is_mapped(path));
    std::filesystem::remove(path);
    CPPUNIT_ASSERT(network.sha256("abc"));
  }

  void keeps_the_module_when_it_goes() {
    const std::string path = fresh_network(folder_);
    { CPPUNIT_ASSERT(LazyNetwork(path).open()); }
    CPPUNIT_ASSERT(is_mapped(path));
  }

  void forwards_a_request() {
    LoopbackServer server({"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"});
    LazyNetwork network(fresh_network(folder_));
    auto http = network.http({});
    CPPUNIT_ASSERT(http);
    HttpRequest request;
    request.url = "http://" + server.authority() + "/token";
    const auto response = (*http)->send(request);
    CPPUNIT_ASSERT_MESSAGE(response ? "" : response.error().message, response);
    CPPUNIT_ASSERT(response->body.reveal() == "hi");
    CPPUNIT_ASSERT(server.requests().at(0).find("User-Agent: sasl-oauth/") != std::string::npos);
  }

  void opens_no_module_where_nothing_is_to_be_sent() {
    LazyNetwork network("/nonexistent/network.so");
    Queue empty(0);
    CPPUNIT_ASSERT(network.send_all(empty));
    Queue full(1);
    assert_no_access(network.send_all(full), "/nonexistent/network.so", "No such file");
  }

  void sends_all_of_a_queue_and_its_first_request_once() {
    LazyNetwork network(module_from("TEST_NETWORK_MODULE"));
    Queue queue(3);
    CPPUNIT_ASSERT(network.send_all(queue));
    CPPUNIT_ASSERT((std::vector<std::size_t>{0, 1, 2}) == queue.answered);
  }

  void says_which_file_is_missing() {
    const std::string path = folder_.path() + "/nothing.so";
    LazyNetwork network(path);
    assert_no_access(network.http({}), path, "No such file");
    assert_no_access(network.sha256("abc"), path, "reinstall sasl-oauth");
    assert_no_access(network.open(), path, "'jailed' in plugin.conf");
  }

  // A call that went on without the module would crash the program.
  void says_so_whatever_it_is_asked() {
    const std::string path = folder_.path() + "/nothing.so";
    const std::string words = "No such file";
    const Secret key;
    MemoryFiles files;
    LazyNetwork network(path);
    assert_no_access(network.trusted({}), path, words);
    assert_no_access(network.keep_trusted({}, files), path, words);
    assert_no_access(network.connect({"127.0.0.1", 1, Encryption::tls}, {}), path, words);
    assert_no_access(network.new_ec_key(), path, words);
    assert_no_access(network.ec_public_key(key), path, words);
    assert_no_access(network.usual_algorithm(key), path, words);
    assert_no_access(network.sign(SigningAlgorithm::es256, key, ""), path, words);
    assert_no_access(network.certificate_of(""), path, words);
    assert_no_access(network.check_pair(key, ""), path, words);
    assert_no_access(network.pbkdf2_sha256(key, "", 1), path, words);
    assert_no_access(network.open_fernet(key, ""), path, words);
  }

  void refuses_a_path_that_is_not_absolute() {
    for (const char* path : {"", "network.so", "./network.so", "libm.so.6"}) {
      LazyNetwork network(path);
      assert_no_access(network.sha256("abc"), path, "not absolute");
    }
  }

  void refuses_what_is_no_module() {
    const std::string path = folder_.write("network.so", "not an ELF file");
    LazyNetwork network(path);
    assert_no_access(network.sha256("abc"), path, "reinstall sasl-oauth");
  }

  void refuses_a_module_of_somebody_else() {
    Dl_info libcurl{};
    CPPUNIT_ASSERT(::dladdr(reinterpret_cast<void*>(&curl_easy_init), &libcurl) != 0);
    const std::string path = std::filesystem::canonical(libcurl.dli_fname);
    LazyNetwork network(path);
    assert_no_access(network.sha256("abc"), path, "not sasl-oauth's network module");
  }

  void refuses_a_module_of_another_version() {
    const std::string path = module_from("TEST_FOREIGN_NETWORK_MODULE");
    LazyNetwork network(path);
    assert_no_access(network.sha256("abc"), path, "another version");
    assert_no_access(network.http({}), path, "restart this program");
  }

  void tries_again_after_a_failure() {
    const std::string path = folder_.path() + "/network.so";
    LazyNetwork network(path);
    CPPUNIT_ASSERT(!network.sha256("abc"));
    CPPUNIT_ASSERT_EQUAL(path, fresh_network(folder_));
    CPPUNIT_ASSERT(network.sha256("abc"));
  }

  void serves_many_threads() {
    LazyNetwork network(fresh_network(folder_));
    std::atomic<int> served{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] { served += network.sha256("abc") ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();
    CPPUNIT_ASSERT_EQUAL(8, served.load());
  }

 private:
  TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ModuleLoaderTest);

}  // namespace
}  // namespace oauth
