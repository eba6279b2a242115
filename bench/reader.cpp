// What reading a hand-off costs, stage by stage, on one thread and with the files in memory: the least of some rounds,
// in µs a file. Each stage holds the ones before it.
//
//   reader FOLDER [ROUNDS]

#include <md4c.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ingest/handoff.hpp"
#include "text/markdown.hpp"

namespace {

using namespace qd;

struct File {
  std::string path;
  std::string bytes;
};

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<File> files_below(const std::filesystem::path& folder) {
  std::vector<File> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".md")
      files.push_back({entry.path().lexically_relative(folder).generic_string(), bytes_of(entry.path())});
  }
  std::ranges::sort(files, {}, &File::path);
  return files;
}

void parse_bare(const std::string& bytes) {
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
  parser.enter_block = parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
  parser.enter_span = parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.text = [](MD_TEXTTYPE, const MD_CHAR*, MD_SIZE, void*) { return 0; };
  md_parse(bytes.data(), static_cast<MD_SIZE>(bytes.size()), &parser, nullptr);
}

/// Prints the least that a round of `work` took for each of `files` files.
template <class Work>
void measure(const char* stage, std::size_t files, int rounds, Work work) {
  double least = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    least = std::min(least, took.count() / static_cast<double>(files));
  }
  std::printf("%-18s %7.2f µs\n", stage, least);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::vector<File> files = files_below(argv[1]);
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  if (files.empty()) return 2;

  Diagnostics diagnostics;
  const std::string words = bytes_of(QD_SOURCE_DIR "/definitions/vocabulary.toml");
  const ingest::Vocabulary::Text text{"definitions/vocabulary.toml", words};
  const ingest::Vocabulary vocabulary = ingest::Vocabulary::load({&text, 1}, diagnostics);
  const ingest::HandoffContext context{vocabulary, {}, Currency("USD")};
  ingest::HandoffReader reader(context);
  text::MarkdownParser parser;
  std::size_t facts = 0;

  const auto read_all = [&](bool append) {
    constexpr std::size_t kPiece = 256;  // files, as the program takes them
    model::FactTable whole;
    facts = 0;
    for (std::size_t first = 0; first < files.size(); first += kPiece) {
      model::FactTable piece;
      for (std::size_t i = first; i < std::min(first + kPiece, files.size()); ++i)
        reader.read({files[i].path, files[i].bytes, {}, {}}, piece, diagnostics);
      facts += piece.size();
      diagnostics.clear();
      if (append) whole.append(piece);
    }
  };
  measure("md4c alone", files.size(), rounds, [&] {
    for (const File& file : files) parse_bare(file.bytes);
  });
  measure("tree", files.size(), rounds, [&] {
    for (const File& file : files) parser.parse(text::SourceText(file.bytes));
  });
  measure("facts", files.size(), rounds, [&] { read_all(false); });
  measure("facts, appended", files.size(), rounds, [&] { read_all(true); });
  std::printf("%zu files, %zu facts\n", files.size(), facts);
}
