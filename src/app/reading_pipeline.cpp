#include "app/reading_pipeline.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "sources/files/file_reader.hpp"
#include "store/digest.hpp"

namespace qd::app {

namespace {

/// Large enough that a table of its own is cheap, small enough that the last pieces end together.
constexpr std::size_t kFilesInPiece = 256;

struct Piece {
  model::FactTable table;
  Diagnostics diagnostics;
  std::size_t files = 0;
};

/// Puts pieces together in their order, whoever brings them. Nobody waits: a thread that finds another at work leaves
/// its piece with it.
class Assembly {
 public:
  Assembly(model::FactTable& table, Diagnostics& diagnostics, const PipelineInput& input)
      : table_(table), diagnostics_(diagnostics), input_(input) {}

  void bring(std::size_t number, Piece piece) {
    std::unique_lock lock(mutex_);
    waiting_.emplace(number, std::move(piece));
    if (busy_) return;
    busy_ = true;
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == next_; next = waiting_.begin()) {
      const Piece taken = std::move(waiting_.extract(next).mapped());
      ++next_;
      lock.unlock();
      append(taken);
      lock.lock();
    }
    busy_ = false;
  }

 private:
  // Only by the thread that set busy_.
  void append(const Piece& piece) {
    table_.append(piece.table);
    diagnostics_.insert(diagnostics_.end(), piece.diagnostics.begin(), piece.diagnostics.end());
    done_ += piece.files;
    if (input_.progress) input_.progress(done_, input_.files.size());
  }

  model::FactTable& table_;
  Diagnostics& diagnostics_;
  const PipelineInput& input_;
  std::size_t done_ = 0;

  std::mutex mutex_;  // guards what follows
  std::map<std::size_t, Piece> waiting_;
  std::size_t next_ = 0;
  bool busy_ = false;
};

/// Reads pieces until none is left; one for each thread.
class Worker {
 public:
  Worker(const PipelineInput& input, sources::FileReader files, std::span<InputFile> inputs)
      : input_(input), files_(std::move(files)), inputs_(inputs), handoffs_(input.context) {}

  Piece read(std::size_t first, std::size_t last) {
    Piece piece;
    piece.files = last - first;
    for (std::size_t i = first; i < last; ++i) read_file(input_.files[i], inputs_[i], piece);
    return piece;
  }

 private:
  void read_file(const sources::FoundFile& file, InputFile& out, Piece& piece) {
    const auto content = files_.read(file.real());
    if (!content) {
      piece.diagnostics.push_back(unreadable_file(file.path, content.error()));
      return;
    }
    out = input_file(file, content->bytes, input_.history, digester_);
    ingest::HandoffInput handoff{.path = file.path,
                                 .bytes = content->bytes,
                                 .modified = input_.zone.day_of(content->modified),
                                 .committed = std::nullopt};
    if (!out.commit.empty()) handoff.committed = input_.zone.day_of(committed(file));
    handoffs_.read(handoff, piece.table, piece.diagnostics);
  }

  [[nodiscard]] Instant committed(const sources::FoundFile& file) const {
    return input_.history->commits[input_.history->files.at(file.real()).commit].when;
  }

  const PipelineInput& input_;
  sources::FileReader files_;
  std::span<InputFile> inputs_;
  ingest::HandoffReader handoffs_;
  store::Digester digester_;
};

}  // namespace

Diagnostic unreadable_file(const std::string& path, const Error& error) {
  return {.severity = Severity::error,
          .code = "file-unreadable",
          .message = error.what,
          .file = path,
          .at = {},
          .line = {},
          .hint = "what it says is missing from every figure"};
}

InputFile input_file(const sources::FoundFile& file, std::string_view bytes, const sources::History* history,
                     store::Digester& digester) {
  InputFile out{.path = file.path, .size = bytes.size(), .sha256 = digester.sha256(bytes), .commit = {}};
  if (history == nullptr) return out;
  const auto committed = history->files.find(file.real());
  if (committed != history->files.end() && committed->second.blob == digester.git_blob(bytes))
    out.commit = history->commits[committed->second.commit].id;
  return out;
}

void read_handoffs(const PipelineInput& input, model::FactTable& table, std::span<InputFile> inputs,
                   Diagnostics& diagnostics) {
  const std::size_t pieces = (input.files.size() + kFilesInPiece - 1) / kFilesInPiece;
  Assembly assembly(table, diagnostics, input);
  std::atomic<std::size_t> next = 0;
  const auto work = [&](sources::FileReader files) {
    Worker worker(input, std::move(files), inputs);
    for (std::size_t piece = next++; piece < pieces; piece = next++) {
      const std::size_t first = piece * kFilesInPiece;
      assembly.bring(piece, worker.read(first, std::min(first + kFilesInPiece, input.files.size())));
    }
  };
  auto mine = sources::FileReader::open(input.root);
  if (!mine) {
    diagnostics.push_back(unreadable_file(input.root.string(), mine.error()));
    return;
  }
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < std::min<std::size_t>(input.threads, pieces); ++i) {
    // Fewer threads do as well when files are scarce.
    if (auto files = sources::FileReader::open(input.root)) threads.emplace_back(work, std::move(*files));
  }
  work(std::move(*mine));
}

}  // namespace qd::app
