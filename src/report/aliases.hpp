// Exact names of functions, buckets and the like stay inside; reports speak of F-1, B-2, T-1, D-1.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace qd::report {

/// Kinds whose names are no secret: everybody can look them up, or they are things and no resources.
[[nodiscard]] bool goes_by_name(std::string_view kind);

/// Ordinals by first appearance. Keep the entries from run to run (they are plain text), so that F-1 stays F-1.
class Aliases {
 public:
  using Entries = std::map<std::string, std::string, std::less<>>;  ///< "function/nightly-report" → "F-1"

  Aliases() = default;
  explicit Aliases(Entries entries);

  /// `kind` is the last part of the predicate: "function", "bucket". Gives a new alias to a name not met before.
  std::string_view of(std::string_view kind, std::string_view name);
  /// What is known; nothing is added.
  [[nodiscard]] std::string_view find(std::string_view kind, std::string_view name) const;
  /// The exact name of an alias, as "kind/name"; empty when there is none.
  [[nodiscard]] std::string_view resolve(std::string_view alias) const;
  [[nodiscard]] const Entries& entries() const { return entries_; }

 private:
  Entries entries_;
  std::map<std::string, unsigned, std::less<>> last_;  // by letter
};

}  // namespace qd::report
