// The rate bucket of an account and region, shared by all processes of this user on this machine.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/moment.hpp"
#include "base/result.hpp"
#include "mail/rate_bucket.hpp"

namespace qd::store {

/// $XDG_STATE_HOME/quarterdeck/rate, else ~/.local/state/quarterdeck/rate, else a folder of the user's under /tmp.
[[nodiscard]] std::filesystem::path rate_folder();

class RateFile {
 public:
  /// `account` tells accounts apart without naming one: any text, hashed into the file name.
  [[nodiscard]] static Result<RateFile> open(const std::filesystem::path& folder, std::string_view account,
                                             std::string_view region);
  RateFile(RateFile&& other) noexcept;
  RateFile& operator=(RateFile&&) noexcept;
  ~RateFile();

  /// mail::take and mail::answered on the shared value, under a lock held for microseconds. What cannot be read is a
  /// bucket that is empty, not full.
  [[nodiscard]] Result<std::chrono::milliseconds> take(const mail::RateLimit& limit, unsigned recipients, Moment now);
  [[nodiscard]] Result<void> answered(const mail::RateLimit& limit, unsigned recipients, bool throttled, Moment now);
  [[nodiscard]] Result<mail::RateState> state(Moment now);

 private:
  explicit RateFile(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace qd::store
