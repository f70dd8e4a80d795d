#include "lpsglass/model/frequency_kernel.hpp"

#include <algorithm>

#include "line_job.hpp"
#include "line_tables.hpp"

namespace lpsglass::model {

struct FrequencyKernel::Table : MemberTable {
    using MemberTable::MemberTable;
};

FrequencyKernel::FrequencyKernel(std::span<const Sextuple<double>> zeta)
    : table_(std::make_shared<const Table>(zeta, std::vector<double>(zeta.size(), 1.0))) {}

void FrequencyKernel::evaluate(const ParameterSet<double>& p, double temperature_K,
                               std::span<const int> active, std::vector<double>& frequency_MHz,
                               std::vector<double>& derivative) const {
    const GlassJob glass = glass_job(p, temperature_K, active);
    sweep::Job job{};
    job.glass = glass.glass;
    job.turn = turn_of(direct_rule(EnsembleLaw::normal, 0), p); // points: nothing turns
    job.members = table_->view();
    job.column = glass.columns.data();
    job.columns = static_cast<int>(glass.columns.size());
    job.all_raw = glass.all_raw;

    const std::size_t n = table_->count, padded = table_->weight.size();
    thread_local LaneArray slopes;
    frequency_MHz.resize(padded);
    slopes.resize(std::max(slopes.size(), padded * glass.columns.size()));
    sweep_functions().frequency(job, frequency_MHz.data(), slopes.data());
    frequency_MHz.resize(n);
    derivative.assign(active.size() * n, 0.0);
    for (std::size_t a = 0; a < active.size(); ++a) {
        if (const int column = glass.column_of[a]; column >= 0)
            std::copy_n(slopes.begin() + column * padded, n, derivative.begin() + a * n);
    }
}

} // namespace lpsglass::model
