// What each business owns, as its documents and its machines list it: each thing once, by kind. Made once for all
// reports of a run.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/fact_store.hpp"
#include "report/aliases.hpp"

namespace qd::report {

/// A kind of assets as reports list it.
struct AssetSort {
  std::string_view kind;  ///< the last part of the predicate
  std::string_view title;
  std::string_view noun;
};

/// In the order in which a report lists them.
inline constexpr auto kAssetSorts = std::to_array<AssetSort>({{"domain", "Domains", "domain"},
                                                              {"site", "Sites", "site"},
                                                              {"function", "Functions", "function"},
                                                              {"bucket", "Buckets", "bucket"},
                                                              {"table", "Tables", "table"},
                                                              {"distribution", "Distributions", "distribution"},
                                                              {"zone", "DNS zones", "DNS zone"},
                                                              {"other", "Other", "other asset"}});

class Inventory {
 public:
  struct Asset {
    model::FactIndex first{};    ///< that names it
    model::FactIndex purpose{};  ///< the first that says its purpose, if one does
    bool has_purpose = false;
    bool measured = false;
    /// Words instead of a name ("job tracking"): they say what it is for.
    bool described = false;
  };
  struct Shelf {
    std::vector<Asset> assets;  ///< in the order in which they were read
    std::string count;          ///< where a document gives only a number
  };

  /// The facts must outlive it.
  explicit Inventory(const model::FactStore& facts);

  /// `sort` is a place in kAssetSorts. Empty where nothing is listed.
  [[nodiscard]] const Shelf& shelf(std::string_view entity, std::size_t sort) const;
  [[nodiscard]] std::string_view name(const Asset& asset) const;
  [[nodiscard]] std::string_view purpose(const Asset& asset) const;

  /// The kind under which a word is the exact name of an asset that goes by an alias; empty for any other word.
  [[nodiscard]] std::string_view aliased_kind(std::string_view word) const;

  /// Gives an alias to the first assets of each kind of each business, in the order of the facts. Those of the others
  /// that a report comes to show get theirs then.
  void assign_first(Aliases& aliases) const;

 private:
  using Shelves = std::array<Shelf, kAssetSorts.size()>;

  void shelve(std::size_t sort);
  void note_names(std::string_view kind, std::uint8_t rank);

  const model::FactStore& facts_;
  std::vector<Shelves> shelves_;            // by entity, in the order of the store
  std::vector<std::uint8_t> aliased_kind_;  // by symbol of a name: 1 + its kind's place in the alphabet, 0 for no name
};

}  // namespace qd::report
