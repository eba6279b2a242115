#include "workload/handoff.hpp"

#include <fmt/format.h>

#include "workload/writer.hpp"

namespace qd::workload {

namespace {

/// Which document it is must not change what the others say.
Random random_of(std::uint64_t seed, std::uint64_t number) { return {seed, number}; }

std::string project_of(std::uint64_t seed, std::uint64_t number) {
  Random random(seed ^ 0xF11E, number);
  return fmt::format("{}-{}", random.pick(kTopics), number);
}

/// Little-endian with its mark; every character that the generator writes is in the first plane or an emoji pair.
std::string to_utf16(std::string_view utf8) {
  std::string out = "\xFF\xFE";
  const auto put = [&](std::uint32_t unit) {
    out += static_cast<char>(unit & 0xFF), out += static_cast<char>(unit >> 8);
  };
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = [&](std::size_t at) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(utf8[i + at]));
    };
    if (byte(0) < 0x80) {
      put(byte(0)), i += 1;
    } else if (byte(0) < 0xE0) {
      put((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F)), i += 2;
    } else if (byte(0) < 0xF0) {
      put((byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F)), i += 3;
    } else {
      const std::uint32_t point =
          ((byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F)) - 0x10000;
      put(0xD800 | point >> 10), put(0xDC00 | (point & 0x3FF)), i += 4;
    }
  }
  return out;
}

using Part = void (*)(Writer&);

/// As Windows leaves them: carriage returns, a byte order mark, UTF-16.
void reencode(Random& random, std::string& text) {
  const std::uint32_t draw = random.below(100);
  if (draw >= 6) return;
  std::string other;
  for (const char c : text) {
    if (c == '\n') other += '\r';
    other += c;
  }
  text = draw < 4 ? other : draw < 5 ? "\xEF\xBB\xBF" + other : to_utf16(other);
}

}  // namespace

std::string file_name(std::uint64_t seed, std::uint64_t number) { return project_of(seed, number) + ".md"; }

void write_handoff(std::uint64_t seed, std::uint64_t number, Variety variety, const Company& company, std::string& text,
                   Ledger& ledger) {
  text.clear();
  Random random = random_of(seed, number);
  Writer writer(random, variety, company, text, ledger);
  ++ledger.documents;
  write_preamble(writer, project_of(seed, number));

  std::vector<Part> parts = {write_actions, write_assets, write_funnel, write_channels, write_milestones_and_risks};
  if (random.percent(30)) {
    parts.push_back(write_mixed_financials);
  } else {
    parts.push_back(write_expenses);
    parts.push_back(write_revenue);
  }
  if (variety == Variety::survey && random.percent(35)) parts.push_back(write_distraction);
  if (variety == Variety::survey) random.shuffle(parts);
  for (const Part part : parts) part(writer);
  if (variety == Variety::survey) reencode(random, text);
}

}  // namespace qd::workload
