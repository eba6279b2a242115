#include "gate/pattern_set.hpp"

#include <algorithm>
#include <cstring>

namespace qd::gate {

namespace {

constexpr std::size_t kBlock = 3;
constexpr int kHashBits = 14;

/// Of the three bytes before `end`.
std::size_t block_hash(const char* end) {
  const auto byte = [end](int back) { return static_cast<std::uint32_t>(static_cast<unsigned char>(end[-back])); };
  const std::uint32_t block = (byte(3) << 16) | (byte(2) << 8) | byte(1);
  return (block * 0x9E3779B1u) >> (32 - kHashBits);
}

}  // namespace

PatternSet::PatternSet(const std::vector<std::string_view>& patterns) {
  for (const std::string_view pattern : patterns) {
    for (const char c : pattern) {
      std::uint8_t& byte_class = class_of_[static_cast<unsigned char>(c)];
      // 255 classes at most, and class 0 for all other bytes: a text with every byte value shares one class with
      // "none".
      if (byte_class == 0 && classes_ < 256) byte_class = static_cast<std::uint8_t>(classes_++);
    }
  }
  nodes_.emplace_back();
  next_.resize(classes_);
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    lengths_.push_back(patterns[i].size());
    if (!patterns[i].empty()) add(patterns[i], static_cast<std::uint32_t>(i));
  }
  link();
  fill_skips(patterns);
}

PatternSet::~PatternSet() {
  if (!next_.empty()) explicit_bzero(next_.data(), next_.size() * sizeof(State));
  if (!skips_.empty()) explicit_bzero(skips_.data(), skips_.size());
}

void PatternSet::fill_skips(const std::vector<std::string_view>& patterns) {
  for (const std::size_t length : lengths_) {
    if (length > 0) shortest_ = shortest_ == 0 ? length : std::min(shortest_, length);
  }
  if (shortest_ <= kBlock) return;
  const std::size_t most = std::min<std::size_t>(shortest_ - kBlock + 1, UINT8_MAX);
  skips_.assign(std::size_t{1} << kHashBits, static_cast<std::uint8_t>(most));
  for (const std::string_view pattern : patterns) {
    for (std::size_t end = kBlock; end <= std::min(pattern.size(), shortest_); ++end) {
      std::uint8_t& skip = skips_[block_hash(pattern.data() + end)];
      skip = static_cast<std::uint8_t>(std::min<std::size_t>(skip, shortest_ - end));
    }
  }
}

void PatternSet::add(std::string_view pattern, std::uint32_t number) {
  State state = 0;
  for (const char c : pattern) {
    const std::uint8_t byte_class = class_of_[static_cast<unsigned char>(c)];
    if (next(state, byte_class) == 0) {
      const auto fresh = static_cast<State>(nodes_.size());
      const std::uint32_t depth = nodes_[state].depth + 1;
      nodes_.emplace_back().depth = depth;
      next_.resize(next_.size() + classes_);
      next(state, byte_class) = fresh;
    }
    state = next(state, byte_class);
  }
  if (nodes_[state].pattern == kNone) nodes_[state].pattern = number;
}

/// Breadth first: when a state's turn comes, the state of its longest proper suffix has all its transitions already.
void PatternSet::link() {
  std::vector<State> suffix(nodes_.size());
  std::vector<State> queue{0};
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const State state = queue[at];
    for (std::size_t c = 0; c < classes_; ++c) {
      State& target = next(state, static_cast<std::uint8_t>(c));
      const State fallback = state == 0 ? 0 : next(suffix[state], static_cast<std::uint8_t>(c));
      if (target == 0) {
        target = fallback;
        continue;
      }
      suffix[target] = fallback;
      nodes_[target].next_match = nodes_[fallback].pattern != kNone ? fallback : nodes_[fallback].next_match;
      queue.push_back(target);
    }
  }
}

/// `visit` returns false to stop.
template <class Visit>
void PatternSet::scan(std::string_view text, Visit visit) const {
  State state = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    state = next_[state * classes_ + class_of_[static_cast<unsigned char>(text[i])]];
    State match = nodes_[state].pattern != kNone ? state : nodes_[state].next_match;
    for (; match != 0; match = nodes_[match].next_match) {
      const std::uint32_t pattern = nodes_[match].pattern;
      if (!visit(Match{pattern, i + 1 - lengths_[pattern], i + 1})) return;
    }
  }
}

std::optional<PatternSet::Match> PatternSet::find(std::string_view text) const {
  std::optional<Match> found;
  if (skips_.empty()) {
    scan(text, [&](const Match& match) { return found = match, false; });
    return found;
  }
  for (std::size_t begin = 0; begin + shortest_ <= text.size();) {
    if (const std::size_t skip = skips_[block_hash(text.data() + begin + shortest_)]; skip > 0) {
      begin += skip;
      continue;
    }
    // A pattern may begin here, and none before. Goes on until what may still become one has just begun.
    State state = 0;
    for (std::size_t end = begin + 1;; ++end) {
      state = next_[state * classes_ + class_of_[static_cast<unsigned char>(text[end - 1])]];
      const State match = nodes_[state].pattern != kNone ? state : nodes_[state].next_match;
      if (match != 0) {
        const std::uint32_t pattern = nodes_[match].pattern;
        return Match{pattern, end - lengths_[pattern], end};
      }
      if (end == text.size()) return std::nullopt;
      if (end < begin + shortest_ || nodes_[state].depth > 1) continue;
      begin = end - nodes_[state].depth;
      break;
    }
  }
  return std::nullopt;
}

std::vector<PatternSet::Match> PatternSet::find_all(std::string_view text) const {
  std::vector<Match> found;
  scan(text, [&](const Match& match) { return found.push_back(match), true; });
  return found;
}

}  // namespace qd::gate
