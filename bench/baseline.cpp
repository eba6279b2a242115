// The floor that `run` is measured against: read every hand-off of a workspace and let md4c parse it, on two threads,
// and keep nothing.
//
//   baseline WORKSPACE [THREADS]

#include <fcntl.h>
#include <md4c.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace {

int ignore_block(MD_BLOCKTYPE, void*, void*) { return 0; }
int ignore_span(MD_SPANTYPE, void*, void*) { return 0; }
int ignore_text(MD_TEXTTYPE, const MD_CHAR*, MD_SIZE, void*) { return 0; }

/// Reads a whole file into `buffer`, as few system calls as it takes.
bool read_file(const std::string& path, std::string& buffer) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct stat status{};
  bool fine = fstat(file, &status) == 0;
  buffer.resize(static_cast<std::size_t>(status.st_size));
  fine = fine && read(file, buffer.data(), buffer.size()) == status.st_size;
  close(file);
  return fine;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const unsigned threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 2;
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(argv[1]) + "/agent_handoffs"))
    if (entry.path().extension() == ".md") paths.push_back(entry.path());
  std::ranges::sort(paths);

  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> bytes = 0;
  const auto work = [&] {
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
    parser.enter_block = parser.leave_block = ignore_block;
    parser.enter_span = parser.leave_span = ignore_span;
    parser.text = ignore_text;
    std::string buffer;
    for (std::size_t i; (i = next.fetch_add(1)) < paths.size();) {
      if (!read_file(paths[i], buffer)) continue;
      md_parse(buffer.data(), static_cast<MD_SIZE>(buffer.size()), &parser, nullptr);
      bytes += buffer.size();
    }
  };
  std::vector<std::jthread> pool;
  for (unsigned i = 0; i < threads; ++i) pool.emplace_back(work);
  pool.clear();
  std::printf("%zu files, %zu bytes\n", paths.size(), bytes.load());
}
