#include "store/outbox_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "store/outbox_ledger.hpp"

namespace qd::store {

namespace {

constexpr std::size_t kLongestLine = 500;

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; }

std::optional<Moment> moment_or_nothing(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Moment{row.number(column)};
}

}  // namespace

std::string_view to_string(KeySpace space) {
  switch (space) {
    case KeySpace::mail:
      return "mail";
    case KeySpace::maildir:
      return "maildir";
    case KeySpace::simulator:
      return "simulator";
  }
  broken_promise("a key space has a name");
}

std::optional<KeySpace> parse_key_space(std::string_view text) {
  for (const KeySpace space : {KeySpace::mail, KeySpace::maildir, KeySpace::simulator})
    if (to_string(space) == text) return space;
  return std::nullopt;
}

std::string_view one_line(std::string_view text, std::string& room) {
  if (text.size() <= kLongestLine && std::ranges::all_of(text, is_plain) && utf8::valid(text)) return text;
  room.clear();
  while (!text.empty()) {
    const utf8::Decoded next = utf8::decode_one(text);
    text.remove_prefix(next.length);
    // U+0080 to U+009F move the cursor of some terminals as well.
    const bool control = next.character < 0x20 || (next.character >= 0x7F && next.character < 0xA0);
    const std::size_t before = room.size();
    utf8::append(room, control ? U' ' : next.character);
    if (room.size() > kLongestLine) {
      room.resize(before);
      break;
    }
  }
  return room;
}

Result<Delivery> read_delivery(const Statement& row) {
  Delivery out;
  out.id = row.number(0);
  out.key = row.text(1);
  out.content = row.number(2);
  out.message = row.number(3);
  if (!row.is_null(4)) out.copy_of = row.number(4);
  out.report = row.text(5);
  out.role = row.text(6);
  const auto period = parse_iso_date(row.text(7));
  out.revision = static_cast<int>(row.number(8));
  const auto space = parse_key_space(row.text(9));
  out.lean = row.number(10) != 0;
  out.recipient = row.text(11);
  const auto state = mail::parse_state(row.text(12));
  if (!period || !space || !state)
    return fail(ErrorKind::invalid, fmt::format("delivery {} has an unreadable period, space or state", out.id));
  out.period = *period;
  out.space = *space;
  out.state = *state;
  out.message_key = row.text(13);
  out.provider_id = row.text(14);
  out.attempts = static_cast<unsigned>(row.number(15));
  out.planned_at = {row.number(16)};
  out.changed_at = {row.number(17)};
  out.accepted_at = moment_or_nothing(row, 18);
  out.settled_at = moment_or_nothing(row, 19);
  out.useful_until = {row.number(20)};
  out.not_before = {row.number(21)};
  out.last_status = static_cast<int>(row.number(22));
  out.last_answer = row.text(23);
  out.resent_lean = row.number(24) != 0;
  return out;
}

Result<std::vector<Delivery>> deliveries_of(Statement& statement) {
  std::vector<Delivery> out;
  while (true) {
    const auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return out;
    auto delivery = read_delivery(statement);
    if (!delivery) {
      statement.reset();
      return std::unexpected(delivery.error());
    }
    out.push_back(*std::move(delivery));
  }
}

}  // namespace qd::store
