// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "oauth/base/client_authentication.h"
#include "oauth/wire/json.h"
#include "tool/account_status.h"
#include "tool/commands.h"
#include "tool/exit_code.h"
#include "tool/folded_text.h"

namespace tool {
namespace {

using oauth::Provider;
using oauth::Result;

/// A provider, and where it is described.
struct Sheet {
  Provider provider;
  std::string file;
};

constexpr std::size_t label_width = 14;
constexpr std::size_t text_width = 100 - label_width;

std::string joined(const std::vector<std::string>& items, const char* separator) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : separator) + item;
  return text;
}

using Servers = std::vector<std::pair<const char*, std::string>>;

Servers servers_of(const Provider& provider) {
  Servers servers;
  if (provider.imap) servers.emplace_back("imap", text_of(*provider.imap));
  if (provider.pop) servers.emplace_back("pop", text_of(*provider.pop));
  if (provider.smtp) servers.emplace_back("smtp", text_of(*provider.smtp));
  return servers;
}

Result<Sheet> sheet_of(World& world, const std::string& name) {
  const auto configuration = world.configuration();
  if (!configuration) return configuration.error();
  auto provider = world.loader().sheet(**configuration, oauth::Reference{name, {}});
  if (!provider) return provider.error();
  auto file = world.loader().sheet_file(name);
  if (!file) return file.error();
  const bool is_table_alone = file->empty();
  return Sheet{*provider, is_table_alone ? provider->origin.file : std::move(*file)};
}

Result<std::vector<Sheet>> all_sheets(World& world) {
  const auto configuration = world.configuration();
  if (!configuration) return configuration.error();
  const auto names = world.loader().provider_names(**configuration);
  if (!names) return names.error();
  std::vector<Sheet> sheets;
  for (const std::string& name : *names) {
    auto sheet = sheet_of(world, name);
    if (!sheet) return sheet.error();
    sheets.push_back(std::move(*sheet));
  }
  return sheets;
}

// In place of the address of somebody who has not told it.
std::string example_account(const Provider& provider) {
  return "you@" + (provider.domains.empty() ? "example.com" : provider.domains[0]);
}

oauth::Secret as_json(const Sheet& sheet) {
  const Provider& provider = sheet.provider;
  oauth::JsonWriter writer(oauth::JsonLayout::one_line);
  writer.string("name", provider.name);
  const std::pair<const char*, const std::string&> texts[] = {
      {"about", provider.about},
      {"file", sheet.file},
      {"based_on", provider.based_on.name},
      {"tenant", provider.tenant},
      {"issuer", provider.issuer},
      {"authorization_endpoint", provider.authorization_endpoint},
      {"token_endpoint", provider.token_endpoint},
      {"device_authorization_endpoint", provider.device_authorization_endpoint},
      {"revocation_endpoint", provider.revocation_endpoint},
      {"redirect_uri", provider.redirect_uri},
      {"scope", provider.scope},
      {"application_scope", provider.application_scope},
  };
  for (const auto& [key, text] : texts) {
    if (!text.empty()) writer.string(key, text);
  }
  writer.boolean("template", provider.is_template);
  const auto list = [&](const char* key, const std::vector<std::string>& items) {
    oauth::Secret json = oauth::Secret::copy_of("[");
    for (const std::string& item : items) {
      if (json.size() > 1) json.append(", ");
      oauth::append_json_string(json, item);
    }
    json.append("]");
    writer.raw(key, json.reveal());
  };
  list("mechanisms", provider.mechanisms);
  list("domains", provider.domains);
  oauth::JsonWriter servers(oauth::JsonLayout::one_line);
  for (const auto& [service, text] : servers_of(provider)) servers.string(service, text);
  writer.raw("servers", servers.finish().reveal());
  return writer.finish();
}

void print_list_json(const std::vector<Sheet>& sheets, Terminal& terminal) {
  oauth::Secret list = oauth::Secret::copy_of("[");
  for (const Sheet& sheet : sheets) {
    if (list.size() > 1) list.append(", ");
    list.append(as_json(sheet).reveal());
  }
  list.append("]");
  oauth::JsonWriter whole(oauth::JsonLayout::one_line);
  whole.raw("providers", list.reveal());
  terminal.print(whole.finish());
}

void print_list(const std::vector<Sheet>& sheets, Terminal& terminal) {
  for (const Sheet& sheet : sheets) {
    const Provider& provider = sheet.provider;
    const bool says_what = !provider.about.empty();
    terminal.print(terminal.styled(Style::strong, provider.name) +
                   (says_what ? "  " + provider.about : ""));
    std::vector<std::string> servers;
    for (const auto& each : servers_of(provider)) servers.push_back(each.second);
    const std::string mechanisms = joined(provider.mechanisms, ", ");
    const std::string separator = mechanisms.empty() || servers.empty() ? "" : "; ";
    if (!mechanisms.empty() || !servers.empty()) {
      terminal.print("    " + mechanisms + separator + joined(servers, ", "));
    }
    terminal.print("    " + terminal.styled(Style::faint, sheet.file));
  }
  terminal.note("\nOne of them, and how to get a client for it: sasl-oauth providers NAME");
}

/// The lines about one provider.
class Page {
 public:
  explicit Page(Terminal& terminal) : terminal_(terminal) {}

  // A text that has no value has no line.
  void line(const char* label, const std::string& text) {
    if (text.empty()) return;
    std::string head = std::string("  ") + label;
    head.resize(std::max(head.size() + 1, label_width), ' ');
    for (const std::string& part : folded(text, text_width)) {
      terminal_.print(head + part);
      head.assign(label_width, ' ');
    }
  }

 private:
  Terminal& terminal_;
};

void print_quirks(const Provider& provider, Page& page) {
  if (provider.refresh_token_idle_limit) {
    page.line("note", "an account that is not used for " +
                          as_words(*provider.refresh_token_idle_limit) + " must sign in anew");
  }
  if (provider.testing_grant_limit) {
    page.line("note", "a client that is not published yet must sign in anew after " +
                          as_words(*provider.testing_grant_limit));
  }
  if (provider.is_template) page.line("note", "a template: others are based on it");
}

void print_page(const Sheet& sheet, const std::string& config_file, Terminal& terminal) {
  const Provider& provider = sheet.provider;
  terminal.print(terminal.styled(Style::strong, provider.name) +
                 (provider.about.empty() ? "" : "  " + provider.about));
  Page page(terminal);
  page.line("file", sheet.file);
  page.line("based on", provider.based_on.name);
  page.line("domains", joined(provider.domains, ", "));
  page.line("mechanisms", joined(provider.mechanisms, ", "));
  for (const auto& [service, text] : servers_of(provider)) page.line(service, text);
  page.line("sign-in", provider.authorization_endpoint);
  page.line("device", provider.device_authorization_endpoint);
  page.line("tokens", provider.token_endpoint);
  page.line("revocation", provider.revocation_endpoint);
  page.line("redirect", provider.redirect_uri);
  if (!provider.tenant.empty()) {
    page.line("tenant", provider.tenant + ", or another by --tenant DOMAIN");
  }
  page.line("scope", provider.scope);
  page.line("apps' scope", provider.application_scope);
  print_quirks(provider, page);
  page.line("a client", setup_for(provider, example_account(provider), config_file));
}

}  // namespace

int run_providers(World& world, const Options& options, Terminal& terminal) {
  if (!options.provider.empty()) {
    const Result<Sheet> sheet = sheet_of(world, options.provider);
    if (!sheet) return fail(terminal, sheet.error());
    if (options.wants_json) {
      terminal.print(as_json(*sheet));
    } else {
      print_page(*sheet, world.loader().config_files().back(), terminal);
    }
    return exit_code::done;
  }
  const Result<std::vector<Sheet>> sheets = all_sheets(world);
  if (!sheets) return fail(terminal, sheets.error());
  options.wants_json ? print_list_json(*sheets, terminal) : print_list(*sheets, terminal);
  return exit_code::done;
}

}  // namespace tool
