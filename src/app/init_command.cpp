#include "app/init_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/embedded.hpp"
#include "base/json_writer.hpp"
#include "gate/gate.hpp"
#include "store/durable_file.hpp"

namespace qd::app {

namespace {

constexpr std::string_view kStart = "examples/start/";

/// What is built in under a plain name because a dot would hide it.
std::string name_in_workspace(std::string_view name) { return name == "gitignore" ? ".gitignore" : std::string(name); }

std::string dated(std::string_view text, Date today) {
  constexpr std::string_view kTag = "{{today}}";
  std::string out(text);
  for (std::size_t at; (at = out.find(kTag)) != std::string::npos;) out.replace(at, kTag.size(), to_string(today));
  return out;
}

struct Written {
  std::string path;
  bool fresh = false;
};

Result<Written> write_start(const EmbeddedFile& file, const std::filesystem::path& folder, Date today) {
  const std::string name = name_in_workspace(file.path.substr(kStart.size()));
  const std::filesystem::path path = folder / name;
  std::error_code failure;
  if (std::filesystem::symlink_status(path, failure).type() != std::filesystem::file_type::not_found)
    return Written{name, false};
  if (auto made = store::make_folders(path.parent_path()); !made) return std::unexpected(made.error());
  auto outgoing = gate::Gate({}).pass(dated(file.bytes, today), gate::Form::file, name);
  if (!outgoing) return std::unexpected(outgoing.error());
  if (auto written = store::write_file(path, *outgoing); !written) return std::unexpected(written.error());
  return Written{name, true};
}

void print_json(const std::vector<Written>& files, Console& console) {
  std::string out;
  JsonWriter json(out, true);
  json.begin_array();
  for (const Written& file : files)
    json.begin_object().member("path", file.path).member("written", file.fresh).end_object();
  json.end_array();
  console.out(out + "\n");
}

}  // namespace

Exit init_command(const CommonOptions& common, const InitOptions& options, Date today, Console& console) {
  const std::filesystem::path folder = options.folder.empty() ? common.workspace : options.folder;
  std::vector<Written> files;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(kStart)) continue;
    auto written = write_start(file, folder, today);
    if (!written) {
      console.error(written.error().what);
      return exit_of(written.error());
    }
    files.push_back(std::move(*written));
  }
  if (common.format == "json") {
    print_json(files, console);
    return Exit::done;
  }
  for (const Written& file : files)
    console.out(
        fmt::format("{} {}\n", file.fresh ? "wrote" : "kept ", (folder / file.path).lexically_normal().string()));
  const std::string where = folder == "." ? "" : fmt::format(" -w {}", folder.string());
  console.out(
      fmt::format("\nNext: put your hand-offs under agent_handoffs/projects, then\n"
                  "  quarterdeck{0} check   says what was read and what was not\n"
                  "  quarterdeck{0} run     writes the reports\n",
                  where));
  return Exit::done;
}

}  // namespace qd::app
