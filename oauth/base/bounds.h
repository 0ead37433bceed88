// SPDX-License-Identifier: MIT
#ifndef OAUTH_BASE_BOUNDS_H
#define OAUTH_BASE_BOUNDS_H

#include <chrono>
#include <cstddef>

/// Every limit of the project, each with its reason.
namespace oauth::bounds {

using std::chrono::milliseconds;
using std::chrono::seconds;

// --- time ---
/// A login waits for these; a mail queue or a person sits behind it.
inline constexpr seconds connect_timeout{5};
inline constexpr seconds request_timeout{15};
/// Longer than one whole request of the process that holds the lock, so that waiting for it pays.
inline constexpr seconds lock_timeout{20};
/// The same for a login whose token still lives: most token servers have answered by then, and a
/// process that is stopped must not hold up who could go on.
inline constexpr seconds live_lock_timeout{3};
/// A refusal is noted while the mail server waits; who holds the lock is replacing the token
/// anyway.
inline constexpr seconds refusal_lock_timeout{1};
/// A token should outlive the login and a mail or two. Google and Microsoft hand out an hour.
inline constexpr seconds min_validity{300};
/// A Gmail IMAP session ends when its token does, so a long session wants a young token.
inline constexpr seconds min_validity_imap{1800};
/// What a token must still have to be worth sending when no better one can be had.
inline constexpr seconds last_breath{10};
/// RFC 6749 section 5.1 leaves expires_in optional; an hour is what the field uses.
inline constexpr seconds default_token_lifetime{3600};
/// Ten years: more is a mistake (124234123534 has been seen), and it keeps sums far from overflow.
inline constexpr seconds max_token_lifetime{10LL * 365 * 24 * 3600};
/// Retry-After is honoured up to here; a server that asks for a week is not the one to decide that.
inline constexpr seconds max_retry_after{3600};
inline constexpr seconds backoff_start{1};
inline constexpr seconds backoff_limit{900};
/// A command that prints a secret may ask a person for a passphrase; it runs in the tool alone.
inline constexpr seconds command_timeout{60};
/// The most that the configuration may set the limits of one request to.
inline constexpr seconds longest_timeout{300};
/// The most that the configuration may ask for; tokens of more than a day are rare.
inline constexpr seconds longest_min_validity{24 * 3600};
/// A token that a forced refresh has just brought and that is refused too is not the token's fault.
inline constexpr seconds forced_refresh_pause{60};
/// What doctor gives postconf, getent and their like: they look at this machine, or ask its name
/// server, whose own limit is 5 s a try.
inline constexpr seconds program_timeout{6};
/// All that doctor spends on the network, so that it ends while somebody still looks.
inline constexpr seconds doctor_network_time{30};
/// Tokens are valid from a time to a time; servers allow clocks a minute or five to differ.
inline constexpr seconds noticed_clock_skew{60};
inline constexpr seconds harmful_clock_skew{300};
/// RFC 7523 section 3 wants assertions short-lived; servers accept 5 to 10 minutes.
inline constexpr seconds client_assertion_lifetime{600};
/// Google refuses an assertion of a service account that is good for more than an hour.
inline constexpr seconds grant_assertion_lifetime{3600};
/// A login waits for a command that prints a token, as for a request; shorter than lock_timeout.
inline constexpr seconds token_command_timeout{15};
/// A command that does not say how long its token lives is asked again soon; most of them cache.
inline constexpr seconds unknown_token_lifetime{600};
/// A person signs in, finds a second factor, reads what is asked; servers give a code as long.
inline constexpr seconds sign_in_timeout{600};
inline constexpr seconds longest_sign_in_timeout{3600};
/// A device code's life, where the server says more; people do not wait that long.
inline constexpr seconds longest_device_sign_in{3600};
/// How often to ask whether a person has signed in (RFC 8628 section 3.2), what slow_down adds
/// (section 3.5), and the longest pause, also of the back-off after a failed connection.
inline constexpr seconds device_interval{5};
inline constexpr seconds device_slow_down{5};
inline constexpr seconds longest_device_interval{60};
/// How long a sign-in that was begun may be finished: as long as servers keep a code.
inline constexpr seconds pending_sign_in{600};
/// A browser sends its one line at once; who does not is no browser.
inline constexpr seconds visitor_timeout{5};
/// How long a browser may take to close its side after our page, before we reset the connection.
inline constexpr milliseconds farewell_timeout{500};
/// A hook sends a mail or shows a notice; it must not hold up the next account for long.
inline constexpr seconds hook_timeout{30};
/// A notice that failed is tried again after this (its command may still be running), and after so
/// long once it has failed often: the command is wrong, and somebody may have corrected it.
inline constexpr seconds notice_pause{60};
inline constexpr seconds long_notice_pause{24 * 3600};
/// How often a timer is to come, and so how much longer than a login wants a token should live.
inline constexpr seconds due_interval{300};
/// How long an account may go unasked: long before any idle limit, and with some spare tries.
inline constexpr seconds refresh_at_least{24 * 3600};
inline constexpr seconds shortest_refresh_at_least{600};
inline constexpr seconds longest_refresh_at_least{90LL * 24 * 3600};
/// A timer's run begins no request after this: the next run comes soon.
inline constexpr seconds send_all_timeout{120};
/// What a provider's sheet may say of how long refresh tokens last.
inline constexpr seconds shortest_grant_limit{3600};
inline constexpr seconds longest_grant_limit{5LL * 366 * 24 * 3600};
/// A grant of a client in Google's "Testing" lives seven days; two are enough to publish it, and a
/// weekend is in them. Also where nobody knows how long a refresh token lasted.
inline constexpr seconds testing_lifetime{7 * 24 * 3600};
inline constexpr seconds testing_warning{2 * 24 * 3600};
/// Ends that are so close to each other are one: a server counts from when it answers.
inline constexpr seconds grant_life_tolerance{3600};
/// A new secret or certificate takes an administrator, who is on holiday.
inline constexpr seconds client_end_warning{30LL * 24 * 3600};
/// The end of the year 9999: no date beyond it was meant, and sums stay far from overflow.
inline constexpr long long max_unix_time = 253402300799;
/// A whole conversation with a mail server; some answer a refused login only after ten seconds.
inline constexpr seconds mail_conversation_timeout{60};

// --- bytes ---
/// Largest token reply seen is about 6 KiB (Microsoft with id_token); ten times that is generous.
inline constexpr std::size_t max_reply_bytes = 64 * 1024;
inline constexpr std::size_t max_header_bytes = 32 * 1024;
/// Of what the browser brings home, and of a pasted address: Google's codes have up to 256 bytes,
/// Microsoft's some 1,500.
inline constexpr std::size_t max_request_line_bytes = 8 * 1024;
/// Two tokens and the copy of a refused one, of max_token_bytes each and all escaped, and the rest.
inline constexpr std::size_t max_record_bytes = 128 * 1024;
/// Room on the disk for a record to come: two of the longest tokens seen, a refused one, all
/// escaped, and the rest, twice over.
inline constexpr std::size_t prepared_record_bytes = 32 * 1024;
inline constexpr std::size_t max_config_bytes = 1024 * 1024;
/// Certificates that are kept in memory for a jail; Debian's bundle of some 140 has 220 KiB.
inline constexpr std::size_t max_authorities_bytes = 4 * 1024 * 1024;
/// toml++ recurses once for each dot of a key; a line this short cannot overflow a stack.
inline constexpr std::size_t max_config_line_bytes = 4096;
/// What everybody accepts for a URL; no other setting is longer.
inline constexpr std::size_t max_setting_bytes = 2048;
/// The name of a provider or client is part of a file name.
inline constexpr std::size_t max_config_name_bytes = 64;
/// A domain's name has 253 at most, an id 36.
inline constexpr std::size_t max_tenant_bytes = 253;
/// An explanation stands inside a sentence that a mail program shows on a line.
inline constexpr std::size_t max_explanation_bytes = 300;
/// A client secret from a file or a command. Google's have 35 bytes, Microsoft's 40.
inline constexpr std::size_t max_secret_bytes = 8 * 1024;
/// A key or a certificate with its chain, in PEM: an RSA key of 8,192 bits has 6.5 KiB.
inline constexpr std::size_t max_pem_bytes = 32 * 1024;
/// Google's contract is 2,048 octets, Microsoft's tokens reach 2,500; some servers add more claims.
inline constexpr std::size_t max_token_bytes = 16 * 1024;
/// libsasl itself refuses longer names (CANON_BUF_SIZE).
inline constexpr std::size_t max_user_bytes = 1024;
/// RFC 5321 section 4.5.3.1.1.
inline constexpr std::size_t max_local_part_bytes = 64;
/// A file name may have 255 bytes; the lock's suffix and a temporary's random part need room.
inline constexpr std::size_t max_record_name_bytes = 230;
/// A challenge is a small JSON object; what is beyond this is not read.
inline constexpr std::size_t max_challenge_bytes = 8 * 1024;
/// A file of another tool: an MSAL cache or a proxy's INI holds many accounts, 10 KB each.
inline constexpr std::size_t max_import_bytes = 4 * 1024 * 1024;
/// Of a sentence or a remedy of doctor: it may name a path or two of PATH_MAX.
inline constexpr std::size_t max_finding_bytes = 2048;
/// Of a mail server's line: base64 of a whole challenge, and the longest lists of capabilities.
inline constexpr std::size_t max_mail_line_bytes = 16 * 1024;
/// Of one conversation with a mail server that asks for no mail.
inline constexpr std::size_t max_mail_bytes = 256 * 1024;
/// A command line of SMTP with its CRLF (RFC 5321 section 4.5.3.1.4).
inline constexpr std::size_t max_smtp_command_bytes = 512;
/// How much of a server's own words is repeated in a sentence.
inline constexpr std::size_t max_quoted_bytes = 300;

/// Of what a program such as postconf prints; a machine with a thousand services prints 100 KiB.
inline constexpr std::size_t max_program_output_bytes = 1024 * 1024;
/// A plugin of libsasl has some 30 KiB, one with everything linked into it some MiB.
inline constexpr std::size_t max_plugin_bytes = 8 * 1024 * 1024;
/// What a person types on a page: RFC 8628 section 6.1 thinks of 8 characters.
inline constexpr std::size_t max_user_code_bytes = 64;

/// A sign-in that was begun: a dozen settings, of max_setting_bytes at the very most.
inline constexpr std::size_t max_pending_bytes = 32 * 1024;

// --- bits ---
/// RFC 7518 section 3.3: an RSA key of at least this size MUST be used.
inline constexpr int min_rsa_bits = 2048;

// --- count ---
/// Files of a plugin folder that doctor reads; libsasl2 itself comes with ten.
inline constexpr std::size_t max_plugins = 64;
/// Accounts of one user that doctor reads; nobody reads more lines than that.
inline constexpr std::size_t max_surveyed_accounts = 1000;
/// The system's bundle holds some 150 authorities.
inline constexpr std::size_t max_certificates = 10000;
/// Users of a pattern account get a record each at their first login; a webmail passes on any name
/// that somebody types. As many as a large domain has, with 1 KiB each.
inline constexpr std::size_t max_derived_accounts = 10000;
/// Failures in a row, and a token that is over, before an account counts as one that fails.
inline constexpr unsigned failures_to_tell = 3;
/// A hook that fails as often is tried but once a day: a mail system is back by then.
inline constexpr unsigned max_notice_tries = 10;
/// Requests under way at once when many accounts are refreshed: a browser opens as many connections
/// for a page, and no token server takes that for an attack.
inline constexpr std::size_t max_transfers = 16;
/// Connections to the sign-in listener at once. Browsers open a few spare ones.
inline constexpr std::size_t max_visitors = 32;

/// Accounts in one file of another tool: a firm's relay, generously.
inline constexpr std::size_t max_imported_accounts = 10'000;

/// PBKDF2 rounds that a file may ask for; 1,200,000 take a second, OWASP's advice of 2023 is
/// 600,000.
inline constexpr long long max_rounds = 10'000'000;
/// Challenges that one login answers. Both mechanisms know one, which is a refusal.
inline constexpr int max_challenges = 2;

// --- depth ---
/// Token replies and records are flat; a nested member we only carry along needs little more.
inline constexpr std::size_t max_json_depth = 16;
/// [provider.NAME.errors.CODE] is the deepest table there is, and texts stand in it.
inline constexpr std::size_t max_config_depth = 5;
/// A cloud is based on a provider, that on a template, and a person's own on the cloud; more is a
/// circle.
inline constexpr std::size_t max_provider_depth = 4;

}  // namespace oauth::bounds

#endif
