#include "lpsglass/report/contents.hpp"

#include <array>
#include <iterator>
#include <utility>

namespace lpsglass::report {

namespace {

template <class T> void append(std::vector<T>& to, std::vector<T>&& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

void Contents::add(Contents other) {
    append(figures, std::move(other.figures));
    append(tables, std::move(other.tables));
    append(remarks, std::move(other.remarks));
}

std::span<const std::string_view> sections() {
    static constexpr std::array all{
        section::summary,  section::structure,   section::line,      section::amplitudes,
        section::energies, section::relaxation,  section::exponents, section::thermodynamics,
        section::scan,     section::sensitivity, section::origin,    section::provenance,
    };
    return all;
}

} // namespace lpsglass::report
