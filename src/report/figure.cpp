#include "lpsglass/report/figure.hpp"

#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

namespace lpsglass::report {

namespace {

/// Width of a figure in the units of its fonts: narrow, so that 14 of them are legible on a telephone.
constexpr int kWidth = 480;
constexpr int kFont = 14;         ///< pixels in SVG; a PNG has points, of 4/3 pixel
constexpr double kPngScale = 3.0; ///< 1440 pixels wide: 300 per inch at 12 cm

std::string quoted(std::string_view text, std::string_view special) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        if (c == '\n') {
            out += ' ';
            continue;
        }
        if (special.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out + "'";
}

std::string block(const Table& table) {
    const std::size_t rows = table.columns.empty() ? 0 : table.columns.front().values.size();
    std::string out = fmt::format("# [{}]\n#", table.name);
    for (const Column& column : table.columns) {
        if (column.values.size() != rows)
            throw std::logic_error("table " + table.name + ": column " + column.name + " has another length");
        out += fmt::format(" {} [{}]", column.name, column.unit);
    }
    out += '\n';
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (i > 0) out += ' ';
            out += gnuplot_number(table.columns[i].values[row]);
        }
        out += '\n';
    }
    return out;
}

std::string comment(std::string_view text) {
    std::string out = "# ";
    for (const char c : text)
        out += c == '\n' ? ' ' : c;
    return out + '\n';
}

} // namespace

std::string gnuplot_text(std::string_view text) {
    return quoted(text, R"(\_^{}@&~)");
}

std::string gnuplot_enhanced(std::string_view text) {
    std::string out = "'";
    int open = 0; // indices and powers
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool mark = c == '_' || c == '^';
        if (mark && i + 1 < text.size() && text[i + 1] == '{') {
            out += {c, '{'};
            ++open;
            ++i;
        } else if (c == '}' && open > 0) {
            out += c;
            --open;
        } else {
            const std::string as_it_is = gnuplot_text(text.substr(i, 1));
            out += as_it_is.substr(1, as_it_is.size() - 2);
        }
    }
    return out + std::string(static_cast<std::size_t>(open), '}') + "'";
}

std::string gnuplot_number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return fmt::format("{}", value);
}

std::string data_file(const Figure& figure) {
    std::string out = comment(figure.title);
    out += "# Drawn by " + figure.name +
           ".gp. Missing values are NaN. Columns and their units stand above each block.\n\n\n";
    // gnuplot counts and names blocks by the comment right above their rows: two empty lines part them.
    for (std::size_t i = 0; i < figure.tables.size(); ++i) {
        if (i > 0) out += "\n\n";
        out += block(figure.tables[i]);
    }
    return out;
}

std::string script_mark(const std::string& name) {
    return fmt::format("# In this folder: gnuplot {0}.gp draws {0}.svg and {0}.png from {0}.dat.", name);
}

std::string script_file(const Figure& figure) {
    const int height = static_cast<int>(std::lround(kWidth * figure.aspect));
    std::string out = comment(figure.title);
    out += script_mark(figure.name) + '\n';
    out += "if (!exists(\"picture\")) { picture = 'svg' }\n";
    out += style_prelude();
    out += fmt::format("if (picture eq 'svg') {{ set terminal svg size {0},{1} dynamic enhanced font "
                       "'sans-serif,{2}' background 'white' }}\n"
                       "if (picture eq 'png') {{ set terminal pngcairo size {3:.0f},{4:.0f} enhanced font "
                       "'sans-serif,{2}' fontscale {6} "
                       "linewidth {5} pointscale {5} dashlength 2 background 'white' }}\n",
                       kWidth, height, kFont, kWidth * kPngScale, height * kPngScale, kPngScale,
                       0.75 * kPngScale);
    out += fmt::format("set output '{}.'.picture\ndata = '{}.dat'\n\n", figure.name, figure.name);
    out += figure.script;
    if (!out.ends_with('\n')) out += '\n';
    out +=
        fmt::format("\nunset output\n"
                    "if (picture eq 'svg') {{ picture = 'png'; load '{}.gp' }} else {{ undefine picture }}\n",
                    figure.name);
    return out;
}

} // namespace lpsglass::report
