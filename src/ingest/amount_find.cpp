#include <algorithm>

#include "ingest/amount_scan.hpp"
#include "ingest/amount_words.hpp"
#include "ingest/calendar_words.hpp"
#include "ingest/date_scan.hpp"
#include "ingest/phrase.hpp"

namespace qd::ingest {

namespace {

/// Walks over a line of words and stops where an amount may begin.
class Finder {
 public:
  Finder(std::string_view text, const AmountContext& context)
      : text_(text), context_(without_bare(context)), scanner_(text_, context_) {}

  [[nodiscard]] std::vector<Amount> find();

 private:
  static AmountContext without_bare(AmountContext context) {
    context.bare.reset();
    return context;
  }

  void at_letter();
  void at_digit();
  bool take(std::size_t at);
  bool skip_date();
  [[nodiscard]] bool is_factor(std::size_t begin, std::size_t end) const;
  void skip_blob();
  [[nodiscard]] bool numbered() const;

  std::string_view text_;
  AmountContext context_;
  AmountScanner scanner_;
  std::vector<Amount> found_;
  std::size_t at_ = 0;
  std::size_t word_begin_ = 0;  // the word before at_, if nothing but spaces stands between
  std::size_t word_end_ = 0;
};

bool is_joint(char32_t c) {
  return c == '-' || c == '_' || c == '.' || c == ':' || c == '/' || c == '@' || c == '#' || c == '=' || c == '&' ||
         c == '+' || c == '%' || c == '\\';
}

bool Finder::take(std::size_t at) {
  auto amount = scanner_.scan(at);
  if (!amount) return false;
  if (!amount->currency_stated && amount->quantity.unit == Unit::count && is_factor(at, amount->end)) return false;
  at_ = std::max(amount->end, at + 1);
  found_.push_back(std::move(*amount));
  return true;
}

/// "3×10 trips × 15 pax": none of these numbers is a figure.
bool Finder::is_factor(std::size_t begin, std::size_t end) const {
  while (begin > 0 && text_[begin - 1] == ' ') --begin;
  const Glyph before = glyph_before(text_, begin);
  const std::size_t next = skip_spaces(text_, end);
  const Glyph after = glyph(text_, next);
  const bool times = after.c == U'×' || after.c == '*';
  return before.c == U'×' || (times && is_digit(glyph(text_, skip_spaces(text_, next + after.length)).c));
}

bool Finder::skip_date() {
  // Any year will do: what matters is where the date ends.
  const auto date = scan_date(text_, at_, {.year = 2024});
  if (date) at_ = date->end;
  return date.has_value();
}

/// Skips the rest of something written without spaces: an address, a version, a file name, a date. A full stop or comma
/// at its end is not part of it.
void Finder::skip_blob() {
  for (Glyph g = glyph(text_, at_); g.length != 0; g = glyph(text_, at_)) {
    if (!is_letter(g.c) && !is_digit(g.c)) {
      const Glyph next = glyph(text_, at_ + g.length);
      if (g.c != ',' && !is_joint(g.c)) return;
      if (!is_letter(next.c) && !is_digit(next.c) && !is_joint(next.c)) {
        at_ += g.length;
        return;
      }
    }
    at_ += g.length;
  }
}

/// Whether the word before says that the number here is a name: "Week 1", "Phase 2".
bool Finder::numbered() const {
  if (word_end_ == word_begin_ || skip_spaces(text_, word_end_) != at_) return false;
  const Phrase phrase(text_, word_begin_, 1);
  return phrase.words() == 1 && is_numbered_noun(phrase.first(1));
}

void Finder::at_letter() {
  const std::size_t begin = at_;
  if (match_month(text_, at_) && skip_date()) return;
  if ((match_currency(text_, at_) || match_lead(text_, at_)) && take(at_)) return;
  const std::size_t end = skip_letters(text_, at_);
  at_ = end;
  const Glyph g = glyph(text_, at_);
  const Glyph next = glyph(text_, at_ + g.length);
  const bool runs_on =
      is_digit(g.c) || g.c == '_' || g.c == '@' || (is_joint(g.c) && (is_digit(next.c) || next.c == '/'));
  if (runs_on) {
    skip_blob();
    return;
  }
  word_begin_ = begin;
  word_end_ = end;
}

void Finder::at_digit() {
  const Glyph before = glyph_before(text_, at_);
  const bool glued = before.c == '#' || before.c == '/' || before.c == '.' || before.c == ':' || before.c == '_' ||
                     before.c == U'№' || before.c == U'§' || before.c == '@' || is_letter(before.c);
  if (!glued && (skip_date() || (!numbered() && take(at_)))) return;
  skip_blob();
}

std::vector<Amount> Finder::find() {
  while (at_ < text_.size()) {
    const Glyph g = glyph(text_, at_);
    if (is_digit(g.c)) {
      at_digit();
    } else if (is_letter(g.c)) {
      at_letter();
    } else if (is_space(g.c) || g.c == ',' || g.c == ';') {
      at_ += g.length;
    } else {
      const bool sign = (g.c == '-' || g.c == kEnDash || g.c == '+') && !is_letter(glyph_before(text_, at_).c) &&
                        !is_digit(glyph_before(text_, at_).c) && glyph_before(text_, at_).c != g.c;
      const bool starts = sign || g.c == '.' || match_currency(text_, at_) || match_lead(text_, at_);
      const bool after_name =
          is_letter(glyph_before(text_, at_).c) && !is_ideograph(glyph_before(text_, at_).c) && g.c != '$';
      const bool taken = starts && !after_name && !(g.c == '.' && at_ > 0 && !is_space(glyph_before(text_, at_).c)) &&
                         !(sign && numbered()) && take(at_);
      if (!taken) at_ += g.length;
    }
  }
  return std::move(found_);
}

}  // namespace

std::vector<Amount> find_amounts(std::string_view text, const AmountContext& context) {
  return Finder(text, context).find();
}

std::optional<Fraction> read_fraction(std::string_view text, const AmountContext& context) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(glyph(text, at).c)) {
      at += glyph(text, at).length;
      continue;
    }
    const Glyph before = glyph_before(text, at);
    const auto part = scan_numeral(text, at, context.format);
    const std::size_t end = part ? part->end : scan_shape(text, at).end;
    const std::size_t mark = skip_spaces(text, end);
    std::size_t next = mark;
    if (glyph(text, mark).c == '/') {
      next = mark + 1;
    } else {
      const Phrase phrase(text, mark, 2);
      if (phrase.words() >= 1 && phrase.word(1) == "of") next = phrase.end(1);
      if (phrase.words() == 2 && phrase.first(2) == "out of") next = phrase.end(2);
    }
    const bool glued = is_letter(before.c) || before.c == '/' || before.c == '-' || before.c == '.' ||
                       before.c == ':' || before.c == '$';
    const auto whole = next > mark ? scan_numeral(text, skip_spaces(text, next), context.format) : std::nullopt;
    if (part && whole && !glued && part->whole() && whole->whole() && whole->digits > 0 && part->digits <= INT64_MAX &&
        whole->digits <= INT64_MAX && !part->too_long && !whole->too_long) {
      const Glyph after = glyph(text, whole->end);
      const bool round_the_clock = (part->digits == 24 || part->digits == 12) && whole->digits == 7;
      const bool goes_on = after.c == '/' || after.c == '%' || is_letter(after.c) ||
                           (after.c == '-' && is_digit(glyph(text, whole->end + 1).c));
      if (!round_the_clock && !goes_on)
        return Fraction{static_cast<std::int64_t>(part->digits), static_cast<std::int64_t>(whole->digits), at,
                        whole->end};
      at = whole->end;
      while (glyph(text, at).c == '/' || is_digit(glyph(text, at).c)) ++at;
      continue;
    }
    at = std::max(end, at + 1);
  }
  return std::nullopt;
}

}  // namespace qd::ingest
