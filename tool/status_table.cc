// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "oauth/base/bounds.h"
#include "oauth/base/text.h"
#include "tool/folded_text.h"
#include "tool/status_line.h"

namespace tool {
namespace {

using oauth::TimePoint;

constexpr std::size_t table_width = 100;
constexpr std::size_t longest_account_column = 48;
constexpr std::size_t bar_cells = 8;

enum Column : std::size_t { account, state, token, signed_in, renewed, next, column_count };
using Cells = std::array<std::string, column_count>;
constexpr const char* headings[column_count] = {"ACCOUNT",   "STATE",   "TOKEN",
                                                "SIGNED IN", "RENEWED", "NEXT"};
// What is left out first where there is no room.
constexpr Column dispensable[] = {renewed, signed_in};

std::string date_of(TimePoint time) {
  return time == TimePoint() ? "-" : oauth::format_utc(time).substr(0, 10);
}

std::string age_of(TimePoint time, TimePoint now) {
  if (time == TimePoint()) return "-";
  return time > now ? date_of(time) : as_words(now - time) + " ago";
}

std::string bar_of(const AccountStatus& status) {
  const auto left = static_cast<std::size_t>(status.token_left.count());
  const auto life = static_cast<std::size_t>(status.token_life.count());
  const std::size_t full =
      life == 0 ? 0 : std::min((left * bar_cells + life - 1) / life, bar_cells);
  std::string bar;
  for (std::size_t i = 0; i < bar_cells; ++i) bar += i < full ? "\u25b0" : "\u25b1";
  return bar;
}

std::string token_cell(const AccountStatus& status, Terminal& terminal) {
  const bool is_alive = status.token_left.count() > 0;
  const std::string left = is_alive ? as_words(status.token_left) : "none";
  return terminal.shows_symbols() ? bar_of(status) + " " + left : left;
}

std::string next_cell(const AccountStatus& status, TimePoint now) {
  const bool is_known = status.next_at > now;
  const std::string in = is_known ? " in " + as_words(status.next_at - now) : "";
  switch (status.next) {
    case NextStep::refresh:
      return "refresh" + in;
    case NextStep::at_login:
      return "at the next login";
    case NextStep::retry:
      return "next try" + in;
    case NextStep::act_by:
      return is_known ? "act by " + date_of(status.next_at) : "act now";
    case NextStep::act:
      break;
  }
  return "act now";
}

Style style_of(AccountState state) {
  switch (state) {
    case AccountState::ok:
      return Style::good;
    case AccountState::refresh_due:
      return Style::faint;
    case AccountState::waiting:
    case AccountState::ends_soon:
      return Style::notable;
    default:
      return Style::bad;
  }
}

Cells cells_of(const StatusLine& line, TimePoint now, Terminal& terminal) {
  if (!line.record) return {line.account, "unreadable", "-", "-", "-", "act now"};
  const oauth::Record& record = *line.record;
  const bool is_person = record.grant == oauth::GrantType::refresh_token;
  return {line.account,
          state_words(line.status.state),
          token_cell(line.status, terminal),
          is_person ? date_of(record.granted_at) : "by itself",
          age_of(std::max(record.renewed_at, record.issued_at), now),
          next_cell(line.status, now)};
}

class Table {
 public:
  explicit Table(std::vector<Cells> rows) : rows_(std::move(rows)) {
    for (std::size_t column = 0; column < column_count; ++column) {
      widths_[column] = columns_of(headings[column]);
      for (const Cells& row : rows_) {
        const std::size_t width = columns_of(row[column]);
        const bool fits = column != account || width <= longest_account_column;
        if (fits) widths_[column] = std::max(widths_[column], width);
      }
    }
    for (Column column : dispensable) {
      if (width() > table_width) widths_[column] = 0;
    }
  }

  std::string heading() const {
    Cells cells;
    std::copy(std::begin(headings), std::end(headings), cells.begin());
    return text(cells, [](std::string cell) { return cell; });
  }

  template <class Paint>
  std::string row(std::size_t number, Paint paint) const {
    return text(rows_[number], paint);
  }

 private:
  std::size_t width() const {
    std::size_t sum = 0;
    for (std::size_t width : widths_) sum += width == 0 ? 0 : width + 2;
    return sum - 2;
  }

  // `paint` is given the cell of the state, padded.
  template <class Paint>
  std::string text(const Cells& cells, Paint paint) const {
    std::string line;
    for (std::size_t column = 0; column < column_count; ++column) {
      if (widths_[column] == 0) continue;
      std::string cell = cells[column];
      const std::size_t shown = columns_of(cell);
      if (column != next && shown < widths_[column]) cell.append(widths_[column] - shown, ' ');
      if (column != account) line += "  ";
      line += column == state ? paint(std::move(cell)) : cell;
    }
    return line;
  }

  std::vector<Cells> rows_;
  std::array<std::size_t, column_count> widths_{};
};

std::string with_user(std::string sentence, const StatusView& view) {
  const bool ends_in_command = sentence.rfind("sasl-oauth ") != sentence.npos;
  return ends_in_command && !view.for_user.empty() ? sentence + " --for " + view.for_user
                                                   : sentence;
}

}  // namespace

std::vector<std::string> advice_on(const StatusLine& line, const StatusView& view) {
  std::vector<std::string> advice;
  if (line.problem) advice.push_back(line.problem->message);
  if (!line.record) return advice;
  if (!line.record->warning.empty()) advice.push_back(line.record->warning);
  if (!line.status.reason.empty()) advice.push_back(with_user(line.status.reason, view));
  for (const oauth::GrantEnd& end : line.status.ends) {
    advice.push_back(with_user(oauth::sentence_on(end, *line.record, view.now) +
                                   "; run: " + oauth::remedy_for(end, *line.record),
                               view));
  }
  return advice;
}

void print_table(const std::vector<StatusLine>& lines, const StatusView& view, Terminal& terminal) {
  std::vector<Cells> rows;
  for (const StatusLine& line : lines) rows.push_back(cells_of(line, view.now, terminal));
  const Table table(std::move(rows));
  if (!terminal.is_quiet()) terminal.print(terminal.styled(Style::faint, table.heading()));
  for (std::size_t number = 0; number < lines.size(); ++number) {
    const Style style = style_of(lines[number].status.state);
    terminal.print(
        table.row(number, [&](std::string cell) { return terminal.styled(style, cell); }));
    for (const std::string& sentence : advice_on(lines[number], view)) {
      for (const std::string& piece : folded(sentence, table_width - 4)) {
        terminal.print("    " + piece);
      }
    }
  }
}

}  // namespace tool
