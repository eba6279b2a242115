// What is configured, by which spelling, and what is wrong with it, each with the fix.
//
// A question that could not be answered is `unknown`, never `ok`: a doctor who could not look has not found anybody
// healthy.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/session.hpp"
#include "base/moment.hpp"

namespace qd::app {

enum class Health : std::uint8_t { ok, warn, fail, unknown };
[[nodiscard]] std::string_view to_string(Health health);

struct DoctorCheck {
  std::string id;  ///< stable: "settings.region"; several rows may share one
  Health health = Health::ok;
  std::string what;          ///< one sentence without full stop; never holds the value of a secret
  std::string where;         ///< "repos.env:12", "quarterdeck.toml", "environment"; may be empty
  std::string fix;           ///< what to do; empty when ok
  bool unreachable = false;  ///< unknown because a service that deliveries need did not answer

  [[nodiscard]] std::string_view group() const { return std::string_view(id).substr(0, id.find('.')); }
};

/// Rows in the order in which they are shown.
class DoctorChecks {
 public:
  void ok(std::string id, std::string what, std::string where = {});
  void add(DoctorCheck check) { rows_.push_back(std::move(check)); }

  [[nodiscard]] std::span<const DoctorCheck> rows() const { return rows_; }
  [[nodiscard]] std::span<DoctorCheck> rows() { return rows_; }

 private:
  std::vector<DoctorCheck> rows_;
};

/// Files, definitions, roles, git; everything that reading the configuration had to say.
void examine_workspace(const Session& session, DoctorChecks& out);
/// Region, sender, recipients, archive, keys: by which spelling, from where.
void examine_settings(const Session& session, DoctorChecks& out);
/// Transport, readers, schedules and the ledger on disk.
void examine_delivery(const Session& session, Moment now, DoctorChecks& out);

}  // namespace qd::app
