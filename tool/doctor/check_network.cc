// SPDX-License-Identifier: MIT
#include "tool/doctor/check_network.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/wire/http_date.h"
#include "oauth/wire/url.h"
#include "tool/account_status.h"

namespace tool {
namespace {

using oauth::seconds;

std::string host_of(const std::string& url) {
  const auto parts = oauth::parse_url(url);
  return parts ? parts->host : oauth::printable(url, oauth::bounds::max_quoted_bytes);
}

// Returns the proxy for people: it may have a user name and password in it.
std::string without_credentials(const std::string& proxy) {
  const std::size_t at = proxy.rfind('@');
  if (at == proxy.npos) return oauth::printable(proxy, oauth::bounds::max_quoted_bytes);
  const std::size_t scheme = proxy.find("://");
  const std::string head = scheme == proxy.npos ? "" : proxy.substr(0, scheme + 3);
  return oauth::printable(head + "..." + proxy.substr(at), oauth::bounds::max_quoted_bytes);
}

std::string way_to(const TokenServer& server, const std::string& proxy_of_environment) {
  const std::string& own = server.network.proxy;
  if (own == "none") return ", past every proxy";
  if (!own.empty()) return ", by proxy " + without_credentials(own);
  if (proxy_of_environment.empty()) return "";
  return ", by proxy " + without_credentials(proxy_of_environment) +
         " of this environment (a program that is started elsewhere may have none)";
}

bool is_about_certificate(const oauth::Error& error) {
  return oauth::starts_with(error.message, "certificate of ");
}

}  // namespace

Findings NetworkCheck::run(const NetworkQuestion& question) {
  started_at_ = clock_.now();
  Findings findings = check_certificates(question);
  if (question.is_offline) return findings;
  for (const TokenServer& server : question.token_servers) {
    if (is_time_up()) break;
    findings.push_back(check_server(server, question.proxy_of_environment));
  }
  for (const std::string& host : question.mail_hosts) {
    if (is_time_up()) break;
    findings.push_back(check_name(host));
  }
  if (is_time_up()) {
    findings.push_back(note("the network is slow, and not every server was asked",
                            "sasl-oauth doctor ACCOUNT, for one account at a time"));
  }
  return findings;
}

bool NetworkCheck::is_time_up() const {
  return clock_.now() - started_at_ >= oauth::bounds::doctor_network_time;
}

Findings NetworkCheck::check_certificates(const NetworkQuestion& question) {
  Findings findings;
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<oauth::NetworkSettings> all;
  for (const TokenServer& server : question.token_servers) all.push_back(server.network);
  if (all.empty()) all.emplace_back();
  for (const oauth::NetworkSettings& settings : all) {
    if (!seen.insert({settings.ca_file, settings.ca_dir}).second) continue;
    const auto trusted = network_.trusted(settings);
    if (!trusted) {
      findings.push_back(finding_of(trusted.error(), Mark::problem, "install ca-certificates"));
      continue;
    }
    const std::string count =
        trusted->count == 0 ? "" : " (" + std::to_string(trusted->count) + " authorities)";
    findings.push_back(ok("servers' certificates are checked against " + trusted->place + count));
  }
  return findings;
}

Finding NetworkCheck::check_server(const TokenServer& server,
                                   const std::string& proxy_of_environment) {
  const std::string host = host_of(server.url);
  auto client = network_.http(server.network);
  if (!client) return finding_of(client.error(), Mark::problem, "reinstall sasl-oauth");
  oauth::HttpRequest request;
  request.method = oauth::HttpMethod::get;
  request.url = server.url;
  const auto response = (*client)->send(request);
  if (!response) {
    Finding finding = finding_of(response.error(), Mark::problem, "check the network");
    if (is_about_certificate(response.error())) finding.may_pass = false;
    return finding;
  }
  const oauth::TimePoint now = clock_.now();
  if (const auto date = oauth::parse_http_date(response->date, now)) {
    const seconds ahead = now - *date;
    const bool is_worse = !ahead_ || std::abs(ahead.count()) > std::abs(ahead_->count());
    if (is_worse) ahead_ = ahead;
  }
  return ok("token server " + host + " answers" + way_to(server, proxy_of_environment));
}

// By a program of the C library: its look-up has no time limit of its own, a program can be ended.
Finding NetworkCheck::check_name(const std::string& host) {
  const std::string shown = oauth::printable(host, oauth::bounds::max_quoted_bytes);
  const auto found =
      programs_.output_of({"getent", "--", "ahosts", host}, oauth::bounds::program_timeout);
  if (!found && found.error().kind == oauth::ErrorKind::no_access) {
    return note("cannot look up the mail server " + shown + ": getent " + found.error().message,
                "ping " + shown);
  }
  if (found && found->status == 0) return ok("mail server " + shown + " has an address");
  Finding finding = problem(
      "cannot find the mail server " + shown + (found ? "" : ": the name server does not answer"),
      "check its name, the network and /etc/resolv.conf: getent ahosts " + shown);
  finding.may_pass = true;
  return finding;
}

Findings NetworkCheck::clock_findings(bool is_offline) const {
  if (is_offline) return {};
  if (!ahead_) {
    return {note("the clock was not compared: no token server told the time",
                 "compare by hand: date -u")};
  }
  const seconds distance(std::abs(ahead_->count()));
  const std::string sentence = "this machine's clock is " + as_words(distance) +
                               (ahead_->count() > 0 ? " ahead of" : " behind") +
                               " the token server's";
  const char* remedy = "timedatectl set-ntp true";
  if (distance > oauth::bounds::harmful_clock_skew) {
    return {problem(sentence + ": tokens look too old or too new, and signed requests are refused",
                    remedy)};
  }
  if (distance > oauth::bounds::noticed_clock_skew) return {warning(sentence, remedy)};
  return {ok("this machine's clock agrees with the token server's")};
}

}  // namespace tool
