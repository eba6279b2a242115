// What a document says about itself before it says anything else: front matter, title, "Last updated …", currency.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ingest/page.hpp"
#include "model/document.hpp"
#include "text/front_matter.hpp"

namespace qd::ingest {

/// The id under which facts about the whole group stand; no entity has it.
inline constexpr std::string_view kPortfolio = "portfolio";

/// Entities by the slug of their id, names and aliases.
class EntityNames {
 public:
  explicit EntityNames(std::span<const model::Entity> entities);

  /// The id of the entity that the text names; empty when it is none of them.
  [[nodiscard]] std::string_view find(std::string_view text) const;
  /// The first entity whose name stands in the text, as whole words.
  [[nodiscard]] std::string_view find_within(std::string_view text) const;
  /// A name that the text may have been meant to be; empty when none is near.
  [[nodiscard]] std::string_view nearest(std::string_view text) const;
  [[nodiscard]] bool empty() const { return ids_.empty(); }

 private:
  std::map<std::string, std::string, std::less<>> ids_;  // slug → id
  std::map<std::string, std::string, std::less<>> reserved_;
  std::size_t most_words_ = 1;
};

/// The path below agent_handoffs/projects, without its extension.
[[nodiscard]] std::string_view project_path(std::string_view path);
/// The slug of that path, folders that name the entity left out.
[[nodiscard]] std::string project_id(std::string_view path, std::string_view entity);

struct Head {
  std::string_view title;
  std::uint32_t title_block = 0;  ///< 0 when there is none
  std::string entity;             ///< id; "unassigned" when nobody says
  std::string project;
  std::optional<Date> as_of;
  Currency currency;
  bool historical = false;
};

/// Looks at front matter and at what stands before the second heading. `body` is read for the rest.
[[nodiscard]] Head read_head(Page& page, const text::FrontMatterReader& front, const EntityNames& entities);

}  // namespace qd::ingest
