// Finds any of many fixed texts in one pass, however many there are: Aho and Corasick's automaton, which looks only
// where a table of three-byte blocks (as Wu and Manber's) says that one may begin.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qd::gate {

/// Immutable; may be shared by threads. Wipes its tables when it dies, because they may spell secrets.
class PatternSet {
 public:
  PatternSet() : PatternSet(std::vector<std::string_view>()) {}
  /// Empty patterns are never found.
  explicit PatternSet(const std::vector<std::string_view>& patterns);
  PatternSet(PatternSet&&) noexcept = default;
  PatternSet& operator=(PatternSet&&) noexcept = default;
  ~PatternSet();

  struct Match {
    std::size_t pattern = 0;  ///< its number in the list that was given
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  /// The match that ends first; of several that end there the longest.
  [[nodiscard]] std::optional<Match> find(std::string_view text) const;
  /// All matches, also those that overlap, by their ends.
  [[nodiscard]] std::vector<Match> find_all(std::string_view text) const;

 private:
  using State = std::uint32_t;
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  struct Node {
    std::uint32_t pattern = kNone;
    State next_match = 0;  // the longest proper suffix that is a pattern
    std::uint32_t depth = 0;
  };

  [[nodiscard]] State& next(State state, std::uint8_t byte_class) { return next_[state * classes_ + byte_class]; }
  void add(std::string_view pattern, std::uint32_t number);
  void link();
  void fill_skips(const std::vector<std::string_view>& patterns);
  template <class Visit>
  void scan(std::string_view text, Visit visit) const;

  std::array<std::uint8_t, 256> class_of_{};  // 0: in no pattern
  std::size_t classes_ = 1;
  std::vector<State> next_;
  std::vector<Node> nodes_;
  std::vector<std::size_t> lengths_;
  std::size_t shortest_ = 0;
  // By hash of the last three bytes of a window of the shortest pattern's length: how far it can move without passing
  // the beginning of a pattern. Empty where a pattern is too short for that.
  std::vector<std::uint8_t> skips_;
};

}  // namespace qd::gate
