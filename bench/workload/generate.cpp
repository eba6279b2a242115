// Writes a workspace of any size for tests and benchmarks, with its own books beside it (truth.json).
//
//   generate --out DIR [--handoffs 1000] [--seed 1] [--entities N] [--variety recommended|survey]
//
// The same arguments give the same bytes. DIR must not exist or be empty.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "workload/handoff.hpp"
#include "workload/random.hpp"
#include "workload/words.hpp"

namespace {

namespace fs = std::filesystem;
using qd::workload::Company;
using qd::workload::Ledger;
using qd::workload::Variety;

struct Options {
  std::string out;
  std::uint64_t handoffs = 1000;
  std::uint64_t seed = 1;
  std::uint64_t entities = 0;  ///< 0: one for each thousand hand-offs, at least 7, at most 100
  Variety variety = Variety::survey;
};

std::vector<Company> make_companies(const Options& options) {
  std::uint64_t count = options.entities;
  if (count == 0) count = std::clamp<std::uint64_t>(options.handoffs / 1000, 7, 100);
  using namespace qd::workload;
  std::vector<Company> companies;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto first = kFirstNames[i % kFirstNames.size()];
    const auto second = kSecondNames[(i / kFirstNames.size() + i) % kSecondNames.size()];
    std::string name = fmt::format("{} {} {}", first, second, kTrades[i * 5 % kTrades.size()]);
    if (i >= kFirstNames.size() * kSecondNames.size()) name += fmt::format(" {}", i);
    std::string id = name;
    std::ranges::transform(id, id.begin(), [](char c) { return c == ' ' ? '-' : static_cast<char>(c | 0x20); });
    companies.push_back({std::move(id), std::move(name)});
  }
  return companies;
}

bool write_file(const std::string& path, std::string_view content) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
  if (file < 0) return false;
  const bool whole = ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  return ::close(file) == 0 && whole;
}

struct Share {
  std::vector<Ledger> ledgers;  ///< in the order of the companies
  std::uint64_t bytes = 0;
  bool failed = false;
};

/// Takes documents until there are none left. Any number of these may run at once.
void write_share(const Options& options, const std::vector<Company>& companies, std::atomic<std::uint64_t>& next,
                 Share& share) {
  constexpr std::uint64_t kBatch = 256;
  share.ledgers.resize(companies.size());
  const std::string root = options.out + "/agent_handoffs/projects/";
  std::string text;
  for (std::uint64_t begin = 0; (begin = next.fetch_add(kBatch)) < options.handoffs;) {
    for (std::uint64_t i = begin; i < std::min(begin + kBatch, options.handoffs); ++i) {
      const std::size_t owner = i % companies.size();
      write_handoff(options.seed, i, options.variety, companies[owner], text, share.ledgers[owner]);
      share.bytes += text.size();
      const std::string path = root + companies[owner].id + '/' + qd::workload::file_name(options.seed, i);
      if (!write_file(path, text)) share.failed = true;
    }
  }
}

bool write_settings(const Options& options, const std::vector<Company>& companies) {
  std::string toml =
      "[portfolio]\nname = \"Generated Group\"\ncurrency = \"USD\"\ntimezone = \"America/Los_Angeles\"\n";
  for (const Company& company : companies) {
    fs::create_directories(options.out + "/agent_handoffs/projects/" + company.id);
    toml += fmt::format("\n[[entity]]\nid = \"{}\"\nname = \"{}\"\nkind = \"operating\"\n", company.id, company.name);
  }
  return write_file(options.out + "/quarterdeck.toml", toml) &&
         write_file(options.out + "/repos.env",
                    "AWS_REGION=us-west-2\nSES_SENDER_EMAIL=reports@example.com\nSES_RECIPIENTS=ceo@example.com\n");
}

bool write_truth(const Options& options, const std::vector<Company>& companies, const std::vector<Share>& shares) {
  std::string truth = fmt::format("{{\"seed\":{},\"handoffs\":{},\"as_of\":\"2026-05-31\",\"entities\":[\n",
                                  options.seed, options.handoffs);
  for (std::size_t i = 0; i < companies.size(); ++i) {
    Ledger whole;
    for (const Share& share : shares) whole.add(share.ledgers[i]);
    if (i != 0) truth += ",\n";
    append_json(truth, companies[i].id, companies[i].name, whole);
  }
  return write_file(options.out + "/truth.json", truth + "\n]}\n");
}

int generate(const Options& options) {
  std::error_code error;
  if (fs::exists(options.out, error) && !fs::is_empty(options.out, error)) {
    std::fprintf(stderr, "generate: %s is not empty\n", options.out.c_str());
    return 2;
  }
  const std::vector<Company> companies = make_companies(options);
  if (!write_settings(options, companies)) {
    std::fprintf(stderr, "generate: cannot write to %s\n", options.out.c_str());
    return 5;
  }
  std::vector<Share> shares(std::clamp(std::thread::hardware_concurrency(), 1U, 8U));
  std::atomic<std::uint64_t> next = 0;
  {
    std::vector<std::jthread> threads;
    for (Share& share : shares) threads.emplace_back([&] { write_share(options, companies, next, share); });
  }
  std::uint64_t bytes = 0;
  bool failed = !write_truth(options, companies, shares);
  for (const Share& share : shares) bytes += share.bytes, failed = failed || share.failed;
  if (failed) {
    std::fprintf(stderr, "generate: some files could not be written to %s\n", options.out.c_str());
    return 5;
  }
  std::printf("%s\n",
              fmt::format("{} hand-offs, {} entities, {} bytes", options.handoffs, companies.size(), bytes).c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Writes a workspace of any size, and what is in it to truth.json", "generate");
  app.add_option("--out", options.out, "Folder to write; must be empty or not exist")->required();
  app.add_option("--handoffs", options.handoffs, "How many documents")->check(CLI::PositiveNumber);
  app.add_option("--seed", options.seed, "The same seed gives the same bytes");
  app.add_option("--entities", options.entities, "How many companies; 0: one for each thousand documents, 7 to 100");
  app.add_option("--variety", options.variety, "How the documents are written")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Variety>{{"recommended", Variety::recommended}, {"survey", Variety::survey}}));
  CLI11_PARSE(app, argc, argv);
  return generate(options);
}
