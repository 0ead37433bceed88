// SPDX-License-Identifier: MIT
#include "tool/doctor/check_network.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scripted_http.h"

namespace tool {
namespace {

using oauth::Error;
using oauth::ErrorKind;

constexpr char trusted[] =
    "ok: servers' certificates are checked against /etc/ssl/ca.pem (140 authorities)\n";
// FakeClock starts at 22:13:20.
constexpr char same_time[] = "Tue, 14 Nov 2023 22:13:00 GMT";

class CheckNetworkTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckNetworkTest);
  CPPUNIT_TEST(asks_a_token_server_for_nothing_and_sends_nothing);
  CPPUNIT_TEST(tells_what_may_pass_from_what_will_not);
  CPPUNIT_TEST(asks_no_server_if_offline);
  CPPUNIT_TEST(shows_the_proxy_without_its_password);
  CPPUNIT_TEST(looks_up_the_mail_servers);
  CPPUNIT_TEST(ends_when_the_time_is_up);
  CPPUNIT_TEST(compares_the_clock);
  CPPUNIT_TEST(tells_of_certificates_that_cannot_be_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    network_ = std::make_unique<oauth::ScriptedNetwork>();
    question_ = {};
    question_.token_servers = {{"https://oauth.example/token", {}}};
    programs_ = {};
  }

  void asks_a_token_server_for_nothing_and_sends_nothing() {
    network_->script().answer_at(405, same_time);
    CPPUNIT_ASSERT_EQUAL(std::string(trusted) + "ok: token server oauth.example answers\n", run());
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), network_->requests().size());
    const oauth::SentRequest& sent = network_->requests()[0];
    CPPUNIT_ASSERT(sent.method == oauth::HttpMethod::get);
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth.example/token"), sent.url);
    CPPUNIT_ASSERT(sent.body.empty() && sent.headers.empty());
  }

  void tells_what_may_pass_from_what_will_not() {
    network_->script().fail({ErrorKind::unavailable, "cannot connect to h; check the network"});
    CPPUNIT_ASSERT_EQUAL(
        std::string(trusted) + "problem: cannot connect to h -> check the network (may pass)\n",
        run());
    network_->script().fail({ErrorKind::unavailable, "certificate of h is not trusted: x; set y"});
    CPPUNIT_ASSERT_EQUAL(
        std::string(trusted) + "problem: certificate of h is not trusted: x -> set y\n", run());
    network_->script().fail({ErrorKind::bad_config, "a proxy is wrong"});
    CPPUNIT_ASSERT_EQUAL(std::string(trusted) + "problem: a proxy is wrong -> check the network\n",
                         run());
  }

  void asks_no_server_if_offline() {
    question_.is_offline = true;
    question_.mail_hosts = {"imap.example"};
    CPPUNIT_ASSERT_EQUAL(std::string(trusted), run());
    CPPUNIT_ASSERT(network_->requests().empty() && programs_.asked.empty());
    CPPUNIT_ASSERT_EQUAL(std::string(), clock_told_);
  }

  void shows_the_proxy_without_its_password() {
    question_.token_servers[0].network.proxy = "http://me:CANARY@proxy.example:3128";
    question_.proxy_of_environment = "http://other";
    network_->script().answer_at(404, same_time);
    CPPUNIT_ASSERT_EQUAL(std::string(trusted) +
                             "ok: token server oauth.example answers, by proxy "
                             "http://...@proxy.example:3128\n",
                         run());
    question_.token_servers[0].network.proxy = "none";
    network_->script().answer_at(404, same_time);
    CPPUNIT_ASSERT_EQUAL(
        std::string(trusted) + "ok: token server oauth.example answers, past every proxy\n", run());
    question_.token_servers[0].network.proxy = "";
    network_->script().answer_at(404, same_time);
    CPPUNIT_ASSERT_EQUAL(
        std::string(trusted) +
            "ok: token server oauth.example answers, by proxy http://other of this "
            "environment (a program that is started elsewhere may have none)\n",
        run());
  }

  void looks_up_the_mail_servers() {
    question_.token_servers.clear();
    question_.mail_hosts = {"imap.example", "-x.example"};
    programs_.answers["getent -- ahosts imap.example"] = {0, "192.0.2.1 STREAM imap.example\n"};
    programs_.answers["getent -- ahosts -x.example"] = {2, ""};
    CPPUNIT_ASSERT_EQUAL(
        std::string(trusted) +
            "ok: mail server imap.example has an address\n"
            "problem: cannot find the mail server -x.example -> check its name, the network and "
            "/etc/resolv.conf: getent ahosts -x.example (may pass)\n",
        run());
    question_.mail_hosts = {"imap.example"};
    programs_.answers.clear();
    CPPUNIT_ASSERT_EQUAL(std::string(trusted) +
                             "note: cannot look up the mail server imap.example: "
                             "getent is not installed -> ping imap.example\n",
                         run());
    programs_.hangs = true;
    CPPUNIT_ASSERT_EQUAL(
        std::string(trusted) +
            "problem: cannot find the mail server imap.example: the name server does not answer -> "
            "check its name, the network and /etc/resolv.conf: getent ahosts imap.example (may "
            "pass)\n",
        run());
  }

  void ends_when_the_time_is_up() {
    question_.token_servers.push_back({"https://second.example/token", {}});
    question_.mail_hosts = {"imap.example"};
    network_->script().on_request([this] { clock_.advance(oauth::seconds(30)); });
    network_->script().answer_at(404, "");
    CPPUNIT_ASSERT_EQUAL(std::string(trusted) +
                             "ok: token server oauth.example answers\n"
                             "note: the network is slow, and not every server was asked -> "
                             "sasl-oauth doctor ACCOUNT, for one account at a time\n",
                         run());
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), network_->requests().size());
  }

  void compares_the_clock() {
    const struct {
      const char* date;
      const char* told;
    } cases[] = {
        {same_time, "ok: this machine's clock agrees with the token server's\n"},
        {"Tue, 14 Nov 2023 22:14:20 GMT",
         "ok: this machine's clock agrees with the token "
         "server's\n"},
        {"Tue, 14 Nov 2023 22:14:21 GMT",
         "warning: this machine's clock is 61 s behind the token server's -> timedatectl set-ntp "
         "true\n"},
        {"Tue, 14 Nov 2023 22:08:20 GMT",
         "warning: this machine's clock is 5 min ahead of the token server's -> timedatectl "
         "set-ntp true\n"},
        {"Tue, 14 Nov 2023 22:08:19 GMT",
         "problem: this machine's clock is 5 min ahead of the token server's: tokens look too old "
         "or too new, and signed requests are refused -> timedatectl set-ntp true\n"},
        {"nonsense",
         "note: the clock was not compared: no token server told the time -> compare by "
         "hand: date -u\n"}};
    for (const auto& each : cases) {
      network_->script().answer_at(404, each.date);
      run();
      CPPUNIT_ASSERT_EQUAL(std::string(each.told), clock_told_);
    }
  }

  void tells_of_certificates_that_cannot_be_read() {
    network_->refuse({ErrorKind::bad_config, "cannot use the certificates in /x; correct ca_file"});
    question_.is_offline = true;
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: cannot use the certificates in /x -> correct ca_file\n"), run());
  }

 private:
  std::string run() {
    NetworkCheck check(*network_, clock_, programs_);
    const std::string all = told(check.run(question_));
    clock_told_ = told(check.clock_findings(question_.is_offline));
    return all;
  }

  std::unique_ptr<oauth::ScriptedNetwork> network_;
  oauth::FakeClock clock_;
  FakePrograms programs_;
  NetworkQuestion question_;
  std::string clock_told_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckNetworkTest);

}  // namespace
}  // namespace tool
