// What Session keeps. Everything in it can be made again from the facts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "formula/formula.hpp"

namespace qd::formula {

struct Aggregate;
struct Sifted;

struct Session::Shared {
  explicit Shared(const model::FactStore& store);
  ~Shared();

  /// The entities, in the order of reports, of which nothing is known.
  const std::vector<std::string>& unknown_entities();
  /// Whether books cover the entity.
  bool covered(model::Symbol entity);
  /// The days from which to which books cover the project that holds them, if they say so.
  struct Coverage {
    std::optional<Date> start;
    std::optional<Date> end;
  };
  std::optional<Coverage> coverage(model::Symbol project);
  /// The newest date of the subject's documents.
  std::optional<Date> as_of(const model::Subject& subject);
  /// For each symbol what a comparison of its text gave: 0 not yet asked, else 1 + the truth. By comparison.
  std::vector<std::uint8_t>& matches(const std::string& comparison);

  /// What the aggregate's basis, books and `where` make of its predicate in the whole portfolio; `subject` decides
  /// about the books. Stays where it is.
  const Sifted& sifted(const Aggregate& aggregate, const model::Subject& subject, Date today);

  /// monthly figures already worked out; monthly.cpp knows what it holds.
  struct MonthlyMemo;
  std::shared_ptr<MonthlyMemo> monthly;

  const model::FactStore& facts;

 private:
  struct Sieve;
  void read_coverage();
  void read_dates();

  std::optional<std::vector<std::string>> unknown_entities_;
  bool coverage_read_ = false;
  std::vector<model::Symbol> covered_entities_;  // sorted
  std::unordered_map<std::uint32_t, Coverage> coverage_;
  bool dates_read_ = false;
  std::optional<Date> newest_;
  std::unordered_map<std::uint32_t, Date> newest_of_entity_;
  std::unordered_map<std::uint32_t, Date> newest_of_project_;
  std::unordered_map<std::string, std::vector<std::uint8_t>> matches_;
  std::vector<std::unique_ptr<Sieve>> sieves_;
};

}  // namespace qd::formula
