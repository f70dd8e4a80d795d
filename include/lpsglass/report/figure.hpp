#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Figures of the report: data, a gnuplot script, and what to say about them.
///
/// Titles and captions are plain text in UTF-8 in which `_{...}` and `^{...}` set an index and a power, as in
/// gnuplot's enhanced text.
namespace lpsglass::report {

struct Column {
    std::string name;
    std::string unit; ///< `1` without dimension
    std::vector<double> values;
};

/// Columns of equal length. A missing value is NaN, in the data file too; a curve has a gap there.
struct Table {
    std::string name; ///< letters, digits and _; the script reads it as `index '[name]'`
    std::vector<Column> columns;
};

/// One figure of the report. It becomes figures/NAME.svg, NAME.png, NAME.gp and NAME.dat.
struct Figure {
    std::string name;    ///< file stem: lower-case letters, digits and _
    std::string section; ///< heading of the page under which it stands, one of report::sections()
    std::string title;
    std::string caption; ///< what to see; says so where data are reconstructed
    std::vector<Table> tables;

    /// gnuplot commands after the common style (style_prelude()), without terminal and output. The data file
    /// is `data`: `plot data index '[alpha]' using 1:2 with lines ls 1`.
    std::string script;
    double aspect = 0.7; ///< height / width
};

/// What every figure's script begins with: fonts, axes, line styles 1 to 7 that differ in colour, dashes and
/// point shape, so that they can be told apart in grey and by colour-blind readers (palette of Okabe and
/// Ito), and the functions
/// `clip(x, low, high)`, which keeps the ends of a band within the axis (NaN stays NaN).
std::string style_prelude();

/// A text as a gnuplot string in single quotes. `gnuplot_text` shows every character as it is,
/// `gnuplot_enhanced` lets `_{...}` and `^{...}` work.
std::string gnuplot_text(std::string_view text);
std::string gnuplot_enhanced(std::string_view text);

/// A number as a script or a data file has it, to the last bit; `NaN`, `inf`, `-inf`.
std::string gnuplot_number(double value);

/// The data file: one block a table, its name, columns and units as comments before it.
std::string data_file(const Figure& figure);

/// The script that draws NAME.svg and NAME.png from NAME.dat, run in their folder: `gnuplot NAME.gp`.
std::string script_file(const Figure& figure);

/// The line by which a script of that name is known as one of a report.
std::string script_mark(const std::string& name);

/// Writes data and script of all figures into the folder, which exists, and draws them with one gnuplot.
/// Returns what gnuplot had to say; empty if all is well. Throws IoError if a file cannot be written, if
/// there is no gnuplot or if it fails; std::logic_error for a table with columns of unequal length.
std::string draw(const std::vector<Figure>& figures, const std::string& folder);

} // namespace lpsglass::report
