#include "app/check_command.hpp"

#include <algorithm>
#include <string_view>

#include "render/check_output.hpp"

namespace qd::app {

Exit check_command(const Session& session, const CommonOptions& common, const CheckOptions& options, Console& console) {
  const Reading reading = read(session, common, console);
  Diagnostics diagnostics = session.diagnostics;
  diagnostics.insert(diagnostics.end(), reading.diagnostics.begin(), reading.diagnostics.end());
  sort_by_place(diagnostics);

  const render::CheckInput input{diagnostics, reading.facts};
  const auto out = [&console](std::string_view text) { console.out(text); };
  if (common.format == "json") {
    render::write_check_json(input, out);
  } else if (common.format == "sarif") {
    render::write_check_sarif(input, out);
  } else {
    render::write_check_text(input, options.all, out);
  }
  return render::count(diagnostics).errors > 0 ? Exit::problems_found : Exit::done;
}

}  // namespace qd::app
