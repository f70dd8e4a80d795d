#pragma once

#include <string>
#include <string_view>

#include "lpsglass/report/contents.hpp"

namespace lpsglass::report {

/// A text for HTML and XML: & < > and quotes as entities, characters that XML does not allow left out.
std::string escaped(std::string_view text);

/// The same, with `_{...}` and `^{...}` as <sub> and <sup>.
std::string rich(std::string_view text);

/// A picture of gnuplot made fit to stand with others in one page: its ids and the references to them bear
/// `name` in front, width and height go (the page sets them), title and description are for readers that
/// cannot see it. Throws std::invalid_argument if it is no SVG.
std::string inline_svg(std::string_view svg, const std::string& name, const std::string& title,
                       const std::string& description);

/// The page: one self-contained HTML document. The figures' pictures are read from `figure_folder`/NAME.svg.
/// `title` heads it, `subtitle` stands below. Throws IoError if a picture cannot be read; std::logic_error if
/// something names no section of sections(), if two figures have one name or a row is too short or long.
std::string page(const std::string& title, const std::string& subtitle, const Contents& contents,
                 const std::string& figure_folder);

} // namespace lpsglass::report
