#include "lpsglass/app/closing_table.hpp"

#include "closing_parts.hpp"

namespace lpsglass::app {

std::string closing_table(const campaign::RunRecord& record) {
    std::string out = record.deck.deck.title.empty() ? "" : record.deck.deck.title + "\n\n";
    for (std::size_t d = 0; d < record.spectra.size(); ++d)
        out += spectrum_text(record, d) + '\n';
    return out + exponents_text(record);
}

} // namespace lpsglass::app
