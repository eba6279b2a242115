#include "app/own_reputation.hpp"

#include <algorithm>

namespace qd::app {

Result<OwnReputation> own_reputation(const store::Outbox& outbox, Moment now) {
  const Moment since = now - kReputationSpan;
  const auto accepted = outbox.accepted_since(since, store::KeySpace::mail);
  if (!accepted) return std::unexpected(accepted.error());
  store::DeliveryFilter filter;
  filter.space = store::KeySpace::mail;
  filter.states = {mail::State::bounced, mail::State::complained};
  const auto bad = outbox.deliveries(filter);
  if (!bad) return std::unexpected(bad.error());
  OwnReputation out;
  out.counts.accepted = *accepted;
  for (const store::Delivery& row : *bad) {
    if (!row.accepted_at || *row.accepted_at < since) continue;
    (row.state == mail::State::bounced ? out.counts.bounced : out.counts.complained) += 1;
    if (std::ranges::find(out.bad_addresses, row.recipient) == out.bad_addresses.end())
      out.bad_addresses.push_back(row.recipient);
  }
  out.grade = mail::grade(out.counts);
  return out;
}

}  // namespace qd::app
