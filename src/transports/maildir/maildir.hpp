// Mail as files: each message becomes one file in a Maildir, which every mail program reads, and nothing leaves.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "ports/transport.hpp"

namespace qd::transports {

/// One file a message, whoever its readers are, with exactly its bytes. The name is made of the envelope's key: what
/// lies there under its name, read or not, is not written again. A file is in `new` as a whole and synced, or not
/// there.
class Maildir final : public ports::Transport {
 public:
  /// Makes the folder, and cur, new and tmp in it, when the first message needs them.
  explicit Maildir(const std::filesystem::path& folder);

  void start(ports::Envelope envelope) override;
  [[nodiscard]] std::vector<ports::Attempted> wait(std::chrono::milliseconds longest) override;
  [[nodiscard]] bool repeats_harmlessly() const override { return true; }
  [[nodiscard]] std::size_t most_recipients() const override { return 100'000; }

 private:
  [[nodiscard]] mail::Answer deliver(const ports::Envelope& envelope);
  [[nodiscard]] bool was_read(const std::string& name);

  std::filesystem::path folder_;
  std::optional<std::unordered_set<std::string>> read_;  ///< names in `cur` without their flags, once asked for
  std::vector<ports::Attempted> done_;
};

}  // namespace qd::transports
