#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/report/figure.hpp"

namespace lpsglass::report {

/// A table of the page. Cells are texts as in figure.hpp; the first column heads its row.
struct PageTable {
    std::string section;
    std::string title;
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows; ///< each as long as the header
    std::string note;                           ///< below the table; may be empty
};

/// A paragraph of the page, e.g. what is not shown and why.
struct Remark {
    std::string section;
    std::string text;
    bool warning = false; ///< set off from the rest
};

/// What one part of the report adds to the page.
struct Contents {
    std::vector<Figure> figures;
    std::vector<PageTable> tables;
    std::vector<Remark> remarks;

    void add(Contents other); ///< behind what is there
};

/// Headings of the page in their order. What names another section is an error (std::logic_error).
std::span<const std::string_view> sections();

namespace section {
inline constexpr std::string_view summary = "Summary";
inline constexpr std::string_view structure = "Structure and network";
inline constexpr std::string_view line = "NQR line";
inline constexpr std::string_view amplitudes = "What the line determines";
inline constexpr std::string_view energies = "Free energies";
inline constexpr std::string_view relaxation = "Relaxation";
inline constexpr std::string_view exponents = "Exponents";
inline constexpr std::string_view thermodynamics = "Specific heat";
inline constexpr std::string_view scan = "Scan";
inline constexpr std::string_view sensitivity = "Sensitivity";
inline constexpr std::string_view origin = "Where the numbers come from";
inline constexpr std::string_view provenance = "Provenance";
} // namespace section

} // namespace lpsglass::report
