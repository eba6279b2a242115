#include "assess/action_words.hpp"

#include <algorithm>
#include <array>

#include "assess/action_verbs.hpp"
#include "base/utf8.hpp"

namespace qd::assess {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Of a byte: whether it may belong to a word.
bool is_word(char c) { return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

char32_t lower(char32_t c) {
  if (c < 0xC0) return c;
  if ((c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  const bool even_is_capital = (c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14A && c <= 0x177);
  const bool odd_is_capital = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
  if (even_is_capital) return c | 1;
  return odd_is_capital && c % 2 == 1 ? c + 1 : c;
}

/// Of characters beyond ASCII: what separates words, a mark that something is finished among it.
bool separates(char32_t c) {
  return c <= 0xBF ? c == 0xA0 || c == 0xA1 || c == 0xAB || c == 0xB7 || c == 0xBB || c == 0xBF
                   : (c >= 0x2000 && c <= 0x205E) || (c >= 0x3000 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) ||
                         c == 0x2190 || c == 0x2192 || c == 0x2610 || c == 0x2611 || c == 0x2705 || c == 0x2713 ||
                         c == 0x2714 || c == 0x2B1C || c == 0xFE0F || c == 0xFEFF;
}

bool is_dash(char32_t c) { return c >= 0x2010 && c <= 0x2015; }

constexpr auto kArticles = std::to_array<std::string_view>(
    {"a",  "an",  "das", "dem", "den", "der", "des", "die", "ein", "eine", "einem", "einen", "einer", "eines",
     "el", "het", "il",  "la",  "las", "le",  "les", "lo",  "los", "the",  "un",    "una",   "une",   "uno"});
static_assert(std::ranges::is_sorted(kArticles));

/// Most words are too long or begin otherwise, and are not looked up.
bool is_article(std::string_view word) {
  constexpr std::size_t kLongest = 5;
  constexpr std::string_view kFirst = "adehiltu";
  return word.size() <= kLongest && kFirst.contains(word.front()) && std::ranges::binary_search(kArticles, word);
}

constexpr auto kRequests = std::to_array<std::string_view>({"please", "pls", "todo"});

/// Writes words behind each other. What may have to go waits until the next word shows that it was not the last.
class Words {
 public:
  explicit Words(std::string& out) : out_(out) { out_.clear(); }

  void put(char c) {
    if (begin_ == out_.size() && c >= 'A' && c <= 'Z') capital_ = true;
    out_ += is_letter(c) ? static_cast<char>(c | 0x20) : c;
  }
  void put(char32_t c) { utf8::append(out_, lower(c)); }

  void close() {
    if (begin_ == out_.size()) return;
    if (waiting_) drop_waiting();
    const std::string_view word = std::string_view(out_).substr(begin_);
    waiting_ = (is_article(word) && (!capital_ || first_)) ||
               (count_ == 0 && std::ranges::find(kRequests, word) != kRequests.end());
    first_ = capital_ = false;
    if (!waiting_) take_word();
    word_ = begin_;
    out_ += ' ';
    begin_ = out_.size();
  }
  void finish() {
    close();
    if (!out_.empty()) out_.pop_back();
  }

 private:
  void drop_waiting() {
    out_.erase(word_, begin_ - word_);
    begin_ = word_;
  }
  void take_word() {
    if (++count_ == 1) {
      const std::string base(base_of_verb(std::string_view(out_).substr(begin_)));
      out_.replace(begin_, std::string::npos, base);
      verb_ = begin_;
    } else if (count_ == 2 && word_ == verb_) {
      const std::string_view both = std::string_view(out_).substr(verb_);
      const std::size_t space = both.find(' ');
      if (!is_split_verb(both.substr(0, space), both.substr(space + 1))) return;
      out_.erase(verb_ + space, 1);
      begin_ = verb_;
    }
  }

  std::string& out_;
  std::size_t begin_ = 0;  // of the word that is being written
  std::size_t word_ = 0;   // of the one before
  std::size_t verb_ = 0;
  int count_ = 0;  // of words that stay
  bool waiting_ = false;
  bool first_ = true;
  bool capital_ = false;
};

/// Whether a sign of ASCII belongs to the word around it. "1.5", "2026-001", "a/b" and "-5" hold theirs; "C++" and "$5"
/// too.
bool belongs(char before, char c, char after) {
  switch (c) {
    case '.':
    case '_':
    case '/':
      return is_word(before) && is_word(after);
    case ',':
    case ':':
      return is_digit(before) && is_digit(after);
    case '-':
      return is_digit(after) && !is_letter(before);
    case '~':
      return is_digit(after) || after == '$';
    case '+':
    case '#':
    case '%':
    case '$':
    case '&':
    case '@':
    case '=':
    case '<':
    case '>':
    case '^':
    case '\\':
      return true;
    default:
      return false;
  }
}

constexpr auto kDone =
    std::to_array<std::string_view>({"COMPLETED", "COMPLETE", "DONE", "FIXED", "RESOLVED", "SHIPPED"});

std::string_view without_trailing(std::string_view text, std::initializer_list<std::string_view> marks) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : marks) {
      if (!text.ends_with(mark)) continue;
      text.remove_suffix(mark.size());
      again = true;
    }
  }
  return text;
}

}  // namespace

void plain_words(std::string_view title, std::string& out) {
  Words words(out);
  char before = ' ';
  for (std::size_t i = 0; i < title.size();) {
    const char c = title[i];
    const char after = i + 1 < title.size() ? title[i + 1] : ' ';
    if (static_cast<unsigned char>(c) < 0x80) {
      if (is_digit(c) || is_letter(c) || belongs(before, c, after))
        words.put(c);
      else if (c != '\'')
        words.close();
      before = c;
      ++i;
      continue;
    }
    const utf8::Decoded one = utf8::decode_one(title.substr(i));
    i += one.length;
    if (is_dash(one.character) && is_digit(before) && i < title.size() && is_digit(title[i]))
      words.put('-');
    else if (!separates(one.character))
      words.put(one.character);
    else if (one.character != 0x2019 && one.character != 0x200B && one.character != 0x200D)
      words.close();
    before = separates(one.character) ? ' ' : c;
  }
  words.finish();
}

std::string plain_words(std::string_view title) {
  std::string out;
  plain_words(title, out);
  return out;
}

Finished without_done_mark(std::string_view title) {
  constexpr std::size_t kIsoDay = 10;
  Finished out{title, std::nullopt};
  std::string_view rest = title;
  while (!rest.empty() && std::string_view(" ).*").contains(rest.back())) rest.remove_suffix(1);
  if (rest.size() > kIsoDay && rest[rest.size() - 3] == '-') {
    out.on = parse_iso_date(rest.substr(rest.size() - kIsoDay));
    if (out.on) rest = without_trailing(rest.substr(0, rest.size() - kIsoDay), {" ", "(", ":", "*", "on"});
  }
  if (!rest.ends_with('D') && !rest.ends_with('E')) return {title, std::nullopt};  // the last letters of these words
  const auto word = std::ranges::find_if(kDone, [&](std::string_view one) { return rest.ends_with(one); });
  if (word == kDone.end()) return {title, std::nullopt};
  rest.remove_suffix(word->size());
  if (!rest.empty() && is_word(rest.back()) && !rest.ends_with("✅")) return {title, std::nullopt};
  rest = without_trailing(rest, {" ", "—", "–", "-", ":", "✅", "✓", "✔", "☑", "*", "(", "["});
  if (rest.empty()) return {title, std::nullopt};
  out.title = rest;
  return out;
}

}  // namespace qd::assess
