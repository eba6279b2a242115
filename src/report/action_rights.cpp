#include "report/action_rights.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/slug.hpp"

namespace qd::report {

namespace {

/// The parts of "cto, captain and @cfo" as slugs.
std::vector<std::string> owners_in(std::string_view text) {
  std::vector<std::string> out;
  const auto take = [&out](std::string_view part) {
    std::string words = slug(part);
    for (std::size_t at = 0; (at = words.find("-and-")) != std::string::npos; words.erase(0, at + 5))
      out.push_back(words.substr(0, at));
    out.push_back(std::move(words));
  };
  for (std::size_t end; (end = text.find_first_of(",;/&+")) != std::string_view::npos; text.remove_prefix(end + 1))
    take(text.substr(0, end));
  take(text);
  return out;
}

bool is_one_of(const Role& role, std::string_view owners) {
  constexpr std::string_view kReport = "-report";
  std::string title = slug(role.title);
  if (title.ends_with(kReport)) title.resize(title.size() - kReport.size());
  return std::ranges::any_of(owners_in(owners), [&](const std::string& owner) {
    return !owner.empty() && (owner == slug(role.id) || owner == title);
  });
}

}  // namespace

bool is_readers(const Role& role, std::string_view owners, std::string_view check) {
  return owners.empty() ? !check.empty() : is_one_of(role, owners);
}

bool ActionRights::sees(std::size_t i) {
  if (!readable_) return false;
  const assess::ActionList& actions = context_.assessment().actions;
  const std::string_view check = actions.check(i);
  if ((!check.empty() && !sees_check(check)) || (!context_.whole() && !sees_entity(actions.entity(i)))) return false;
  if (!context_.role().own_actions) return true;
  return actions.row(i).owned ? names_reader(i) : !check.empty();
}

bool ActionRights::names_reader(std::size_t i) {
  const assess::ActionList& actions = context_.assessment().actions;
  if (!actions.row(i).owned) return false;
  const auto [found, fresh] = owners_.try_emplace(actions.owner(i), false);
  if (fresh) found->second = is_one_of(context_.role(), found->first);
  return found->second;
}

bool ActionRights::sees_entity(std::string_view entity) {
  const auto [found, fresh] = entities_.try_emplace(entity, false);
  if (fresh) found->second = context_.in_scope(entity);
  return found->second;
}

bool ActionRights::sees_check(std::string_view check) {
  const auto [found, fresh] = checks_.try_emplace(check, false);
  if (fresh) {
    const assess::Check* const definition = context_.definitions().check(check);
    found->second = definition != nullptr && context_.role().may_read(*definition);
  }
  return found->second;
}

}  // namespace qd::report
