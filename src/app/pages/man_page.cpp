#include <fmt/format.h>

#include "app/pages/pages.hpp"

namespace lpsglass::app::pages {

namespace {

/// Text of a man page: hyphens of options stay hyphens, nothing is taken for a request.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
    }
    return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string bold(const std::string& text) {
    return "\\fB" + escaped(text) + "\\fR";
}

std::string italic(const std::string& text) {
    return "\\fI" + escaped(text) + "\\fR";
}

std::string sentence(const std::string& text) {
    return escaped(text) + (text.ends_with('.') ? "\n" : ".\n");
}

std::string option_text(const OptionWords& option) {
    std::string names;
    for (const std::string& name : option.names)
        names += (names.empty() ? "" : ", ") + bold(name);
    if (!option.choices.empty()) {
        names += "[=" + italic(fmt::format("{}", fmt::join(option.choices, "|"))) + "]";
    } else if (!option.value.empty()) {
        names += " " + italic(option.value);
    }
    const std::string range = option.range.empty() ? "" : fmt::format(" ({})", option.range);
    return fmt::format(".TP\n{}\n{}", names, sentence(option.description + range));
}

std::string command_text(const CommandWords& command) {
    std::string usage = bold("lpsglass " + command.name) + " [" + italic("OPTION") + "...]";
    for (const PositionalWords& positional : command.positionals) {
        const std::string name = italic(positional.name) + (positional.repeated ? "..." : "");
        usage += positional.required ? " " + name : " [" + name + "]";
    }
    std::string out =
        fmt::format(".SS {}\n{}\n.PP\n{}", escaped(command.name), usage, sentence(command.description));
    for (const PositionalWords& positional : command.positionals)
        out += fmt::format(".TP\n{}\n{}", italic(positional.name), sentence(positional.description));
    for (const OptionWords& option : command.options)
        out += option_text(option);
    return out;
}

// What the command line itself does not tell.
constexpr const char* kRest = R"(.SH EXIT STATUS
.TP
.B 0
Done.
Missing values that are results (no extinction, no crossing) are no failure.
.TP
.B 1
Done, but some sets failed, or targets are unmet.
The file is complete; what is printed says what failed.
.TP
.B 2
The input is wrong: deck, data or arguments. Nothing was written.
.TP
.B 3
The machine failed: disk full, file not writable, MPI.
.TP
.B 4
Interrupted, by a signal or by
.BR \-\-max\-time .
What is done is saved, and the same call with
.B \-\-resume
goes on.
.SH FILES
.TP
.I DECK
The input, in TOML.
.B lpsglass check \-\-reference
prints all its keys. Data files that it names are relative to it.
.TP
.I FILE
The results, in HDF5: they open in h5py, xarray, HDFView, silx and MATLAB.
It appears complete or not at all.
.TP
.I FILE.parts/
Work of a run that is not complete yet. It is removed when
.I FILE
is written; until then
.B status
and
.B snapshot
look at it, and
.B run \-\-resume
goes on from it.
.TP
.I FILE.part\-I\-of\-N/
Work of
.BR "run \-\-part I/N" ,
for
.BR merge .
.TP
.I share/lpsglass/
Beside an installed program: decks in
.IR input ,
Slurm scripts in
.IR jobs ,
the manual in
.IR docs .
.SH ENVIRONMENT
.TP
.B SLURM_NTASKS
Only compared with the number of ranks: a warning tells when Slurm counts more,
as with an
.B srun
that is not of the MPI in use.
.TP
.B LPSGLASS
For the Slurm scripts: the program they start.
.TP
.B LAUNCH
For the Slurm scripts:
.B srun
(the default) or
.BR mpirun .
.SH EXAMPLES
What a deck would do, and what it would cost:
.PP
.RS
.nf
lpsglass check \-\-estimate as2se3.toml
.fi
.RE
.PP
Run it on four cores; go on after an interruption:
.PP
.RS
.nf
mpirun \-n 4 lpsglass run as2se3.toml
mpirun \-n 4 lpsglass run as2se3.toml \-\-resume
.fi
.RE
.PP
Which parameters of a scan matter to alpha:
.PP
.RS
.nf
mpirun \-n 4 lpsglass run sensitivity.toml
lpsglass sensitivity sensitivity.h5 \-\-output alpha
.fi
.RE
.PP
A scan in two parts, and their results in one file:
.PP
.RS
.nf
lpsglass run scan.toml \-\-part 1/2
lpsglass run scan.toml \-\-part 2/2
lpsglass merge scan.h5
.fi
.RE
.SH NOTES
Results are identical to the last bit on any number of ranks.
Answers go to the standard output, progress and warnings to the standard error.
.SH SEE ALSO
.BR mpirun (1),
.BR h5dump (1)
)";

} // namespace

std::string man_page(const ProgramWords& words, const std::string& version) {
    std::string out =
        fmt::format(".\\\" Made from the program's own command line.\n"
                    ".TH LPSGLASS 1 \"\" \"lpsglass {}\" \"User Commands\"\n"
                    ".SH NAME\nlpsglass \\- locally preferred structures of glass: from NQR lines to "
                    "relaxation exponents\n"
                    ".SH SYNOPSIS\n{} {} [{}...]\n.br\n{} {} {}\n",
                    version, bold("lpsglass"), italic("COMMAND"), italic("ARGUMENT"), bold("mpirun -n"),
                    italic("N"), bold("lpsglass run") + " " + italic("DECK"));
    out += ".SH DESCRIPTION\n" + sentence(words.program.description) + ".SH OPTIONS\n";
    for (const OptionWords& option : words.program.options)
        out += option_text(option);
    out += ".SH COMMANDS\n";
    for (const CommandWords& command : words.commands)
        out += command_text(command);
    return out + kRest;
}

} // namespace lpsglass::app::pages
