#include "report/action_rights.hpp"

namespace qd::report {

bool ActionRights::sees(std::size_t i) {
  if (!readable_) return false;
  const assess::ActionList& actions = context_.assessment().actions;
  const std::string_view check = actions.check(i);
  return (check.empty() || sees_check(check)) && (context_.whole() || sees_entity(actions.entity(i)));
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
