// A `where` made ready for many facts: words are compared once for each different text, not once for each fact.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "formula/field_reading.hpp"
#include "formula/node.hpp"
#include "formula/session.hpp"

namespace qd::formula {

/// What one comparison of a text, word, day or amount with the constants gives.
class Matcher {
 public:
  Matcher(const Condition& condition, Date today);

  [[nodiscard]] Truth match_text(std::string_view text) const;
  [[nodiscard]] Truth match_date(Date date) const;
  /// A month or a quarter, by its first day, against those that hold the constants.
  [[nodiscard]] Truth match_span(Date first, int months) const;
  [[nodiscard]] Truth match_truth(bool truth) const;
  [[nodiscard]] Truth match_number(std::uint32_t number) const;
  [[nodiscard]] Truth match_quantity(const Quantity& quantity) const;
  /// Differs for comparisons that differ.
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  struct Operand {
    std::string text;  // folded; of a number its spelling
    bool is_text = false;
    std::optional<Date> date;
    std::optional<Amount> amount;
    std::optional<bool> truth;
  };

  template <class MatchOne>
  [[nodiscard]] Truth any_of(const MatchOne& match_one) const;
  [[nodiscard]] Truth text_with(std::string_view folded, const Operand& operand) const;

  Comparison comparison_;
  std::vector<Operand> operands_;
  std::string key_;
};

class Filter {
 public:
  /// `condition` must outlive the filter, and so must `shared`.
  Filter(const Condition& condition, Session::Shared& shared, Date today);

  [[nodiscard]] Truth test(const model::Fact& fact) { return test(tests_.back(), fact); }
  /// Whether the condition asks for the value of the fact, so that a missing one leaves it open.
  [[nodiscard]] bool reads_value() const { return reads_value_; }

 private:
  struct Test {
    Condition::Op op;
    Field field;
    std::vector<std::uint32_t> children;  // indices of tests
    std::optional<Matcher> matcher;
    std::vector<std::uint8_t>* memo = nullptr;  // by symbol
    std::array<Truth, 8> words{};               // by enumerator, for fields with a closed list
  };

  std::uint32_t compile(const Condition& condition, Date today);
  void tabulate_words(Test& test) const;
  [[nodiscard]] Truth test(const Test& one, const model::Fact& fact);
  [[nodiscard]] Truth compare(const Test& one, const model::Fact& fact);
  [[nodiscard]] Truth compare_text(const Test& one, model::Symbol symbol);

  Session::Shared& shared_;
  std::vector<Test> tests_;
  bool reads_value_ = false;
};

}  // namespace qd::formula
