#include "lpsglass/report/report.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/report/figures.hpp"
#include "lpsglass/report/page.hpp"
#include "report_folder.hpp"
#include "text_output.hpp"

namespace lpsglass::report {

namespace fs = std::filesystem;

WrittenReport write_report(const std::string& results, const std::string& folder, bool force) {
    const RunData data(results);
    check_folder(folder, force);

    Contents contents = drawings(data);
    contents.add(figures_of_run(data));
    contents.add(figures_of_scan(data));

    const ScratchFolder scratch(folder);
    const std::string pictures = scratch.path() + "/figures";
    make_folder(pictures);
    const std::string warnings = draw(contents.figures, pictures);
    const std::string title =
        data.deck().title.empty() ? fs::path(results).stem().string() : data.deck().title;
    const std::string subtitle = "Report of " + fs::path(results).filename().string() +
                                 (data.set_count() > 1 ? fmt::format(", {} sets", data.set_count()) : "");
    write_text(scratch.path() + "/index.html", page(title, subtitle, contents, pictures));
    move_into_place(scratch.path(), folder);
    return {(fs::path(folder) / "index.html").string(), contents.figures.size(), warnings};
}

} // namespace lpsglass::report
