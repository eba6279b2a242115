// One process at a time delivers from a workspace.
//
// On one machine a file lock says at once when its owner has died. A workspace on a shared disk may be in use by
// another machine, where file locks say little: the owner also leaves a beat beside it, and who finds a fresh beat of
// another machine waits until it is old.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "ports/clock.hpp"

namespace qd::store {

class OutboxLock {
 public:
  struct Owner {
    std::string host;
    std::int64_t pid = 0;
  };
  inline static constexpr std::chrono::seconds kBeatEvery{10};
  inline static constexpr std::chrono::seconds kDeadAfter{60};

  /// Waits up to `patience`; `waiting` is told who holds it, once. ErrorKind::conflict when it is still held.
  [[nodiscard]] static Result<OutboxLock> take(const std::filesystem::path& workspace, std::chrono::seconds patience,
                                               ports::Clock& clock, const std::function<void(const Owner&)>& waiting);
  OutboxLock(OutboxLock&&) noexcept;
  OutboxLock& operator=(OutboxLock&&) noexcept;
  ~OutboxLock();

  /// Says that we are alive; call it often, it writes at most every kBeatEvery. ErrorKind::conflict when another
  /// machine took over, because we seemed dead: stop sending at once.
  [[nodiscard]] Result<void> beat(Moment now);

 private:
  struct Impl;
  explicit OutboxLock(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace qd::store
