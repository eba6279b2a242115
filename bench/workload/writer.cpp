#include "workload/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace qd::workload {

namespace {

constexpr std::string_view kEmoji[] = {"💰", "📌", "🚀", "📊", "🧭"};

const Language& draw_language(Random& random, Variety variety) {
  const auto all = languages();
  if (variety == Variety::recommended || random.percent(72)) return all.front();
  return all[random.below(static_cast<std::uint32_t>(all.size()))];
}

const Notation& draw_notation(Random& random, Variety variety, const Language& language) {
  static constexpr auto kRecommended = Notation{"USD", "$", "", ",", '.', true, false, true};
  return variety == Variety::recommended ? kRecommended : notation_of(language.id, random);
}

}  // namespace

Writer::Writer(Random& r, Variety v, const Company& c, std::string& t, Ledger& l)
    : random(r),
      variety(v),
      company(c),
      text(t),
      ledger(l),
      language(draw_language(r, v)),
      notation(draw_notation(r, v, language)) {
  if (variety == Variety::recommended) return;
  constexpr Heading kHeadings[] = {Heading::plain, Heading::plain,    Heading::plain,     Heading::numbered,
                                   Heading::emoji, Heading::subtitle, Heading::bold_line, Heading::deep};
  constexpr KeyForm kKeyForms[] = {KeyForm::bold_colon_inside,  KeyForm::bold_colon_inside,
                                   KeyForm::bold_colon_outside, KeyForm::plain,
                                   KeyForm::paragraph,          KeyForm::bold_dash};
  heading_ = random.pick(kHeadings);
  key_form_ = random.pick(kKeyForms);
}

void Writer::heading(std::string_view title) {
  ++section_;
  if (!text.ends_with("\n\n")) blank();
  switch (heading_) {
    case Heading::plain:
      text.append("## ").append(title);
      break;
    case Heading::numbered:
      fmt::format_to(std::back_inserter(text), "## {}. {}", section_, title);
      break;
    case Heading::emoji:
      text.append("## ").append(random.pick(kEmoji)).append(" ").append(title);
      break;
    case Heading::subtitle:
      text.append("## ").append(title).append(" — where we are");
      break;
    case Heading::bold_line:
      text.append("**").append(title).append("**");
      break;
    case Heading::deep:
      text.append("### ").append(title);
      break;
  }
  // Under a bold line a list or table needs its blank line, under a heading it does not.
  text += heading_ == Heading::bold_line || random.percent(50) ? "\n\n" : "\n";
}

void Writer::begin_key(std::string_view name) {
  switch (key_form_) {
    case KeyForm::bold_colon_inside:
      text.append("- **").append(name).append(":** ");
      break;
    case KeyForm::bold_colon_outside:
      text.append("- **").append(name).append("**: ");
      break;
    case KeyForm::plain:
      text.append("- ").append(name).append(": ");
      break;
    case KeyForm::paragraph:
      text.append("**").append(name).append(":** ");
      break;
    case KeyForm::bold_dash:
      text.append("- **").append(name).append("** — ");
      break;
  }
}

void Writer::end_key() { text += key_form_ == KeyForm::paragraph ? "  \n" : "\n"; }

std::vector<std::string_view> Writer::draw(std::span<const std::string_view> list, std::size_t count) {
  std::vector<std::string_view> drawn(list.begin(), list.end());
  random.shuffle(drawn);
  drawn.resize(std::min(count, drawn.size()));
  return drawn;
}

std::string Writer::date(int first_month, int last_month) {
  const auto month = random.between(first_month, last_month);
  return fmt::format("2026-{:02}-{:02}", month, random.between(1, 28));
}

}  // namespace qd::workload
