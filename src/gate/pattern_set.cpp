#include "gate/pattern_set.hpp"

#include <cstring>

namespace qd::gate {

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
}

PatternSet::~PatternSet() {
  if (!next_.empty()) explicit_bzero(next_.data(), next_.size() * sizeof(State));
}

void PatternSet::add(std::string_view pattern, std::uint32_t number) {
  State state = 0;
  for (const char c : pattern) {
    const std::uint8_t byte_class = class_of_[static_cast<unsigned char>(c)];
    if (next(state, byte_class) == 0) {
      const auto fresh = static_cast<State>(nodes_.size());
      nodes_.emplace_back();
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
  scan(text, [&](const Match& match) { return found = match, false; });
  return found;
}

std::vector<PatternSet::Match> PatternSet::find_all(std::string_view text) const {
  std::vector<Match> found;
  scan(text, [&](const Match& match) { return found.push_back(match), true; });
  return found;
}

}  // namespace qd::gate
