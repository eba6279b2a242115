// The bytes of one file after another, into one buffer: for the hundred thousand small files of a workspace.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"

namespace qd::sources {

/// Larger files are refused: no person wrote them, and reading one would take the memory that the rest needs.
inline constexpr std::size_t kLargestFile = std::size_t{64} << 20;

struct FileContent {
  std::string_view bytes;  ///< valid until the next call
  Instant modified;
};

/// Keeps its buffer from one file to the next: one for each thread.
class FileReader {
 public:
  /// Fails when the folder cannot be opened.
  [[nodiscard]] static Result<FileReader> open(const std::filesystem::path& root);
  FileReader(FileReader&& other) noexcept;
  FileReader& operator=(FileReader&&) = delete;
  ~FileReader();

  /// `path` is relative to the root and must not end in a link. Anything but a regular file is refused, and a pipe that
  /// took the file's place since the folder was listed holds nothing up.
  [[nodiscard]] Result<FileContent> read(const std::string& path);

 private:
  explicit FileReader(int folder) : folder_(folder) {}

  int folder_ = -1;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
};

}  // namespace qd::sources
