// SPDX-License-Identifier: MIT
#include "plugin/session.h"

#include <utility>

#include "oauth/base/base64.h"
#include "oauth/base/echo.h"
#include "oauth/base/text.h"
#include "plugin/challenge.h"
#include "plugin/password.h"
#include "plugin/sasl_code.h"

namespace plugin {
namespace {

using oauth::Error;
using oauth::ErrorKind;
using oauth::Result;
using oauth::shown;

// What to change where libsasl chose us for a user who means an ordinary password.
constexpr char not_oauth_hint[] =
    "if this is an ordinary password, keep this program from choosing XOAUTH2 and OAUTHBEARER: "
    "\"AuthMechs PLAIN LOGIN\" in mbsync, \"smtp_sasl_mechanism_filter = plain, login\" in "
    "Postfix, "
    "-m PLAIN for imtest, -Y PLAIN for ldapsearch, or \"prefer: auto PROGRAM=no\" in plugin.conf";

std::string text_or_empty(const char* text) { return text ? text : ""; }

// sendmail names its relay with the dot of the DNS' root; the server knows itself without it.
std::string host_of(const char* name) {
  std::string host = text_or_empty(name);
  if (!host.empty() && host.back() == '.') host.pop_back();
  return host;
}

// libsasl writes an address as "ADDRESS;PORT"; where the host told none there is no port to send.
std::string port_of(const char* address) {
  const std::string_view text = address ? address : "";
  const std::size_t semicolon = text.rfind(';');
  if (semicolon == text.npos) return {};
  const auto number = oauth::parse_integer(text.substr(semicolon + 1));
  if (!number || *number < 1 || *number > 65535) return {};
  return std::to_string(*number);
}

// The account may have another user name than the login; but a host that asks to act for somebody
// means just him.
std::string user_to_send(const sasl_out_params_t& oparams, const std::string& of_account) {
  const std::string user = text_or_empty(oparams.user);
  const bool acts_for_another = user != text_or_empty(oparams.authid);
  return of_account.empty() || acts_for_another ? user : of_account;
}

// A server may send the token back to us, by itself or as it met it; no log shall have it, be it
// whole or cut.
bool repeats(const std::string& sentence, const oauth::Secret& secret) {
  return oauth::without_echoes(sentence, secret.reveal()) != sentence;
}

}  // namespace

Session::Session(const Mechanism& mechanism, const sasl_client_params_t& params,
                 std::unique_ptr<CredentialFinder> finder)
    : mechanism_(mechanism),
      utils_(*params.utils),
      canon_user_(params.canon_user),
      host_(host_of(params.serverFQDN)),
      port_(port_of(params.ipremoteport)),
      host_buffer_bytes_(params.props.maxbufsize),
      finder_(std::move(finder)),
      prompts_(*params.utils) {}

int Session::step(const char* serverin, unsigned serverinlen, sasl_interact_t** prompt_need,
                  const char** clientout, unsigned* clientoutlen, sasl_out_params_t* oparams) {
  *clientout = "";
  *clientoutlen = 0;
  int code = SASL_FAIL;
  if (state_ == State::asking) {
    code = first_step(prompt_need, oparams);
  } else if (state_ == State::sent) {
    code = later_step(serverin ? std::string_view(serverin, serverinlen) : std::string_view());
    oparams->doneflag = 1;
  } else {
    code = fail(SASL_FAIL, "this login has failed already; begin a new one");
  }
  if (code == SASL_CONTINUE || code == SASL_OK) {
    *clientout = message_.reveal().data();
    *clientoutlen = static_cast<unsigned>(message_.size());
  }
  return code;
}

int Session::first_step(sasl_interact_t** prompt_need, sasl_out_params_t* oparams) {
  prompts_.collect(prompt_need);
  if (const int code = find_credential(prompt_need); code != SASL_OK) return code;
  if (const int code = canonicalize(oparams); code != SASL_OK) return code;
  return send(*oparams);
}

// The user first, and the password only if no account has that name, so
// that nobody is asked for what is not needed.
int Session::find_credential(sasl_interact_t** prompt_need) {
  if (const int code = prompts_.ask_user(prompt_need); code != SASL_OK) {
    return code == SASL_INTERACT ? code : fail(code, "the program gave no user name");
  }
  if (auto checked = oauth::check_sasl_user(prompts_.user()); !checked) {
    return fail(SASL_BADPARAM, checked.error().message);
  }
  Result<std::unique_ptr<Credential>> found = finder_->for_account(prompts_.user());
  if (!found) return fail(found.error());
  credential_ = std::move(*found);
  if (credential_) return SASL_OK;
  const int code = prompts_.ask_password(prompt_need);
  if (code == SASL_OK) return find_by_password();
  if (code != SASL_INTERACT) return fail(code, "the program gave no password");
  prepare_error("there is no account " + shown(prompts_.user()) +
                ", so the program was asked for a password; sign in with sasl-oauth login " +
                shown(prompts_.user()));
  return code;
}

int Session::find_by_password() {
  Result<PasswordMeaning> meaning = parse_password(prompts_.password());
  if (!meaning) {
    return fail(SASL_BADPARAM, meaning.error().message + ", and there is no account " +
                                   shown(prompts_.user()) + ": sign in with sasl-oauth login " +
                                   shown(prompts_.user()) + "; " + not_oauth_hint);
  }
  is_dubious_ =
      meaning->kind == PasswordMeaning::Kind::token && looks_like_password(meaning->token);
  Result<std::unique_ptr<Credential>> found =
      finder_->for_password(std::move(*meaning), prompts_.user());
  if (!found) return fail(found.error());
  credential_ = std::move(*found);
  return SASL_OK;
}

int Session::canonicalize(const std::string& user, unsigned which, sasl_out_params_t* oparams) {
  const int code = canon_user_(utils_.conn, user.c_str(), 0, which, oparams);
  if (code == SASL_OK) return code;
  return fail(code, "libsasl does not accept the user name " + shown(user) + "; correct it");
}

int Session::canonicalize(sasl_out_params_t* oparams) {
  const std::string& user = prompts_.user();
  const std::string other = prompts_.authorization_identity();
  const bool acts_for_another = !other.empty() && other != user;
  const unsigned both = SASL_CU_AUTHID | SASL_CU_AUTHZID;
  if (const int code = canonicalize(user, acts_for_another ? SASL_CU_AUTHID : both, oparams);
      code != SASL_OK) {
    return code;
  }
  if (acts_for_another) {
    if (const int code = canonicalize(other, SASL_CU_AUTHZID, oparams); code != SASL_OK) {
      return code;
    }
  }
  oparams->mech_ssf = 0;
  // What libsasl itself fills in at SASL_OK, which a host does not reach if the server's success
  // ends the exchange; cyradm writes no more than this at a time, and with 0 it spins.
  oparams->maxoutbuf = host_buffer_bytes_;
  oparams->encode_context = nullptr;
  oparams->encode = nullptr;
  oparams->decode_context = nullptr;
  oparams->decode = nullptr;
  oparams->param_version = 0;
  oparams->doneflag = 0;
  return SASL_OK;
}

int Session::send(const sasl_out_params_t& oparams) {
  Result<oauth::AccessToken> token = credential_->current();
  if (!token) return fail(token.error());
  for (const std::string& warning : token->warnings) warn(warning);
  const std::string user = user_to_send(oparams, token->user);
  const Identity identity{user, token->token.reveal(), host_, port_};
  if (auto checked = check(identity); !checked) {
    const bool is_token = checked.error().kind == ErrorKind::bad_reply;
    // A stored token that cannot be sent is replaced at the next login.
    if (is_token) (void)credential_->note_refusal(token->token);
    return fail(SASL_BADPARAM,
                checked.error().message + (is_token ? "; sign in again to have it replaced" : ""));
  }
  message_ = mechanism_.initial_response(identity);
  token_ = std::move(token->token);
  state_ = State::sent;
  return SASL_CONTINUE;
}

int Session::later_step(std::string_view from_server) {
  if (!from_server.empty()) note_refusal(from_server);
  message_ = oauth::Secret::copy_of(from_server.empty() ? "" : mechanism_.answer_to_error);
  return SASL_OK;
}

void Session::note_refusal(std::string_view bytes) {
  const Challenge challenge = oauth::parse_sasl_challenge(bytes);
  if (!challenge.is_refusal || token_.empty()) return;
  std::string sentence = describe(challenge, host_, prompts_.user());
  if (repeats(sentence, token_) || repeats(sentence, oauth::base64_encode(message_.reveal()))) {
    sentence = describe(Challenge(), host_, prompts_.user());
  }
  const Result<void> noted = credential_->note_refusal(token_);
  if (is_dubious_) sentence += "; it looks like a password: " + std::string(not_oauth_hint);
  if (!noted) sentence += "; this could not be noted: " + noted.error().message;
  token_ = oauth::Secret();  // noted once is enough
  say(sentence);
}

int Session::fail(const Error& error) { return fail(sasl_code(error.kind), error.message); }

int Session::fail(int code, const std::string& sentence) {
  state_ = State::failed;
  say(sentence);
  return code < 0 ? code : SASL_FAIL;
}

// Also logs it, through the host's own log callback.
void Session::say(const std::string& sentence) {
  if (utils_.seterror) utils_.seterror(utils_.conn, 0, "%s", ("sasl-oauth: " + sentence).c_str());
}

// What libsasl has to say if the program gives up now ("successful result" otherwise); not logged.
void Session::prepare_error(const std::string& sentence) {
  if (!utils_.seterror) return;
  utils_.seterror(utils_.conn, SASL_NOLOG, "%s", ("sasl-oauth: " + sentence).c_str());
}

void Session::warn(const std::string& sentence) {
  if (utils_.log) utils_.log(utils_.conn, SASL_LOG_WARN, "sasl-oauth: %s", sentence.c_str());
}

}  // namespace plugin
