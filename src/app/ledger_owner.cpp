#include "app/ledger_owner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mail/delivery.hpp"

namespace qd::app {

namespace {

constexpr std::chrono::seconds kPatience{60};

/// Rows in `sending` belong to nobody who lives: we hold the lock.
Result<std::size_t> settle_orphans(store::Outbox& outbox, Moment now) {
  store::DeliveryFilter in_the_middle;
  in_the_middle.states = {mail::State::sending};
  const auto orphans = outbox.deliveries(in_the_middle);
  if (!orphans) return std::unexpected(orphans.error());
  std::vector<store::Move> moves;
  for (const store::Delivery& row : *orphans) {
    const bool harmless = row.space == store::KeySpace::maildir;
    const auto step = mail::advance(row.state, mail::event::OwnerDied{harmless}, now, row.useful_until);
    ensure(step.has_value(), "what is being sent can lose its owner");
    moves.push_back({.delivery = row.id,
                     .from = row.state,
                     .step = *step,
                     .at = now,
                     .not_before = {},
                     .what = "interrupted",
                     .detail = harmless ? "the process ended while it was writing; it will be written again"
                                        : "the process ended before the answer came",
                     .answer = {},
                     .useful_until = {}});
  }
  if (moves.empty()) return 0;
  if (auto applied = outbox.apply(moves); !applied) return std::unexpected(applied.error());
  const auto is_unknown = [](const store::Move& move) { return move.step.next == mail::State::unknown; };
  return static_cast<std::size_t>(std::ranges::count_if(moves, is_unknown));
}

}  // namespace

Result<store::Outbox> open_ledger(const Session& session, bool read_only) {
  auto outbox = store::Outbox::open(session.workspace.root, read_only);
  if (!outbox && outbox.error().kind == ErrorKind::invalid) return fail(ErrorKind::io, std::move(outbox.error().what));
  return outbox;
}

Result<LedgerOwner> own_ledger(const Session& session, bool adopt, ports::Clock& clock, Console& console) {
  const std::filesystem::path& root = session.workspace.root;
  auto lock = store::OutboxLock::take(root, kPatience, clock, [&](const store::OutboxLock::Owner& owner) {
    console.note(fmt::format("process {} on {} is delivering from this workspace; waiting for it, at most {} s",
                             owner.pid, owner.host, kPatience.count()));
  });
  if (!lock) return std::unexpected(lock.error());
  auto outbox = open_ledger(session, false);
  if (!outbox) return std::unexpected(outbox.error());
  if (auto ours = outbox->claim(store::this_instance(root), adopt); !ours) return std::unexpected(ours.error());
  const auto orphans = settle_orphans(*outbox, clock.now());
  if (!orphans) return std::unexpected(orphans.error());
  return LedgerOwner{std::move(*lock), std::move(*outbox), *orphans};
}

}  // namespace qd::app
