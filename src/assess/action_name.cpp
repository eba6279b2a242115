#include "assess/action_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "assess/action_words.hpp"
#include "base/slug.hpp"
#include "base/utf8.hpp"

namespace qd::assess {

namespace {

constexpr std::size_t kWordsInId = 80;  // characters; enough to tell two actions apart, short enough to type

bool is_plain(std::string_view words) {
  return words.size() <= kWordsInId && std::ranges::all_of(words, [](char c) {
           return c == ' ' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

/// Five characters of 32, of all the words.
void append_mark(std::string& out, std::string_view words) {
  constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const char c : words) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDull;
  for (int n = 0; n < 5; ++n, hash >>= 5) out += kDigits[(hash >> 20) & 31];
}

}  // namespace

void append_action_id(std::string& out, const model::FactStore& facts, const model::Fact& item, std::string_view words,
                      std::uint32_t variant) {
  const std::string_view entity = facts.text(item.entity);
  out.append(entity).append("-");
  if (entity == model::kUnassigned) out.append(facts.text(item.subject)).append("-");
  const bool plain = is_plain(words);
  if (plain)
    std::ranges::replace_copy(words, std::back_inserter(out), ' ', '-');
  else
    out += slug(utf8::prefix(words, kWordsInId));
  if (const std::uint32_t n = variant & ActionName::kCount; n > 1)
    fmt::format_to(std::back_inserter(out), "-{}-{}", facts.text(item.subject), n);
  if (plain && (variant & ActionName::kMarked) == 0) return;
  out += '-';
  append_mark(out, words);
}

std::string action_id(const model::FactStore& facts, const model::Fact& item, std::uint32_t variant) {
  std::string out;
  append_action_id(out, facts, item, plain_words(without_done_mark(facts.text(item.text)).title), variant);
  return out;
}

}  // namespace qd::assess
