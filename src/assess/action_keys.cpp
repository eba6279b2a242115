#include "assess/action_keys.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include "assess/action_words.hpp"

namespace qd::assess {

struct ActionKeys::Hashes : boost::unordered_flat_map<model::Symbol, std::uint64_t> {};

ActionKeys::ActionKeys(const model::FactStore& facts)
    : facts_(facts),
      unassigned_(facts.table().symbols().find(model::kUnassigned)),
      hashes_(std::make_unique<Hashes>()) {}
ActionKeys::~ActionKeys() = default;

std::string_view ActionKeys::words(const model::Fact& item) {
  if (text_ == item.text && text_ != model::Symbol::none) return words_;
  plain_words(without_done_mark(facts_.text(item.text)).title, words_);
  text_ = item.text;
  return words_;
}

std::uint64_t ActionKeys::of(const model::Fact& item) {
  if (item.value != model::ValueKind::text) return 0;
  const auto [found, fresh] = hashes_->try_emplace(item.text, 0);
  if (fresh) {
    std::uint64_t hash = 0xCBF29CE484222325ull;
    for (const char c : words(item)) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    found->second = words_.empty() ? 0 : hash | 1;
  }
  if (found->second == 0) return 0;
  const auto entity = static_cast<std::uint64_t>(item.entity);
  const auto project = static_cast<std::uint64_t>(item.entity == unassigned_ ? item.subject : model::Symbol::none);
  std::uint64_t key = found->second ^ ((project << 32 | entity) * 0x9E3779B97F4A7C15ull);
  key = (key ^ (key >> 32)) * 0xD6E8FEB86659FD93ull;
  return (key ^ (key >> 32)) | 1;
}

}  // namespace qd::assess
