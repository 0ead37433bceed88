// SPDX-License-Identifier: MIT
#include "oauth/mail/openid_configuration.h"

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "oauth/mail/mail_dialogue.h"
#include "oauth/wire/json.h"
#include "oauth/wire/sasl_message.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

constexpr char no_token[] = "none";  // that no server gave out
constexpr char remedy[] = "; name the issuer or the provider yourself";

Result<std::string> url_in(const std::string& challenge, const std::string& address) {
  const auto object = JsonObject::parse(trimmed(challenge));
  const std::string url(object ? object->string("openid-configuration") : std::string_view());
  if (url.empty()) {
    return Error{ErrorKind::refused, address + " does not say where its tokens come from" + remedy};
  }
  if (url.size() > bounds::max_setting_bytes || !check_endpoint(url, PlainHttp::refused)) {
    return Error{ErrorKind::bad_reply,
                 address + " names no https URL for where its tokens come from" + remedy};
  }
  return url;
}

}  // namespace

Result<std::string> ask_openid_configuration(Network& network, MailService service,
                                             const MailServer& server, const std::string& user,
                                             const NetworkSettings& settings) {
  if (auto checked = check_sasl_user(user); !checked) return checked.error();
  auto dialogue = MailDialogue::begin(network, service, server, settings, {});
  if (!dialogue) return dialogue.error();
  const std::string address = host_and_port(server.host, server.port);
  const SaslMechanism& mechanism = sasl_mechanisms[0];
  if (!(*dialogue)->offers(mechanism.name)) {
    (*dialogue)->end();
    return Error{ErrorKind::refused, address + " offers no OAUTHBEARER" + remedy};
  }
  const std::string port = std::to_string(server.port);
  auto answer =
      (*dialogue)->authenticate(mechanism, oauthbearer_question({user, {}, server.host, port}));
  // Dovecot 2.3 calls a question without a token malformed, and says no more.
  if (answer && answer->challenge.empty()) {
    answer = (*dialogue)->authenticate(mechanism,
                                       oauthbearer_message({user, no_token, server.host, port}));
  }
  if (!answer) return answer.error();
  (*dialogue)->end();
  return url_in(answer->challenge, address);
}

}  // namespace oauth
