#include "lpsglass/scan/variance_indices.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base_samples.hpp"
#include "bootstrap.hpp"

namespace lpsglass::scan {

namespace {

constexpr std::size_t absent = std::numeric_limits<std::size_t>::max();

/// Where the table has the rows of each base sample.
struct SaltelliRows {
    std::size_t samples = 0, parameters = 0;
    bool second_order = false;
    std::vector<std::size_t> a, b;   ///< samples
    std::vector<std::size_t> ab, ba; ///< samples x parameters
};

SaltelliRows saltelli_rows(const ScanTable& table, std::size_t samples) {
    SaltelliRows out;
    out.samples = samples;
    out.parameters = table.parameters;
    out.a.assign(samples, absent);
    out.b.assign(samples, absent);
    out.ab.assign(samples * table.parameters, absent);
    out.ba.assign(samples * table.parameters, absent);
    for (std::size_t i = 0; i < table.rows(); ++i) {
        const std::size_t j = table.base[i];
        const std::size_t exchanged = j * table.parameters + static_cast<std::size_t>(table.parameter[i]);
        switch (table.role[i]) {
        case Role::a:
            out.a[j] = i;
            break;
        case Role::b:
            out.b[j] = i;
            break;
        case Role::ab:
            out.ab[exchanged] = i;
            break;
        case Role::ba:
            out.ba[exchanged] = i;
            out.second_order = true;
            break;
        default:
            break;
        }
    }
    return out;
}

/// The terms of the sums, in this order; those of second order last.
struct Terms {
    std::size_t k;     ///< parameters
    bool second_order; ///< also the rows BA
    [[nodiscard]] std::size_t count() const {
        return 3 + 3 * k + (second_order ? 2 * k + k * (k - 1) / 2 : 0);
    }
    static constexpr std::size_t number = 0, both = 1, squares = 2;
    [[nodiscard]] std::size_t first(std::size_t i) const { return 3 + i; }               // b d_i
    [[nodiscard]] std::size_t d(std::size_t i) const { return 3 + k + i; }               // f(AB^i) - a
    [[nodiscard]] std::size_t total(std::size_t i) const { return 3 + 2 * k + i; }       // d_i^2
    [[nodiscard]] std::size_t e(std::size_t i) const { return 3 + 3 * k + i; }           // f(BA^i) - b
    [[nodiscard]] std::size_t first_again(std::size_t i) const { return 3 + 4 * k + i; } // a e_i
    [[nodiscard]] std::size_t pairs() const { return 3 + 5 * k; } // e_i d_k + e_k d_i, of all i < k
};

/// Of one output: base samples that are whole, and the pooled mean that keeps the sums free of cancellation.
struct Centred {
    Present present;
    double centre = 0.0;
};

Centred centre(const SaltelliRows& rows, const OutputValues& f) {
    Centred out;
    out.present.whole.resize(rows.samples);
    double sum = 0.0;
    std::size_t count = 0;
    std::vector<std::size_t> own;
    const auto columns = static_cast<std::ptrdiff_t>(rows.parameters);
    for (std::size_t j = 0; j < rows.samples; ++j) {
        own = {rows.a[j], rows.b[j]};
        const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(j) * columns;
        own.insert(own.end(), rows.ab.begin() + at, rows.ab.begin() + at + columns);
        if (rows.second_order) own.insert(own.end(), rows.ba.begin() + at, rows.ba.begin() + at + columns);
        if (!std::all_of(own.begin(), own.end(),
                         [&f](std::size_t i) { return i != absent && std::isfinite(f[i]); }))
            continue;
        for (const std::size_t i : own)
            out.present.take(f[i]);
        out.present.whole[j] = 1;
        sum += 0.5 * f[rows.a[j]] + 0.5 * f[rows.b[j]];
        ++count;
    }
    if (count > 0) out.centre = sum / static_cast<double>(count);
    return out;
}

void fill_terms(const SaltelliRows& rows, const Terms& at, const OutputValues& f, double centre,
                std::size_t j, std::span<double> terms) {
    const double a = f[rows.a[j]] - centre;
    const double b = f[rows.b[j]] - centre;
    terms[Terms::number] = 1.0;
    terms[Terms::both] = a + b;
    terms[Terms::squares] = a * a + b * b;
    for (std::size_t i = 0; i < at.k; ++i) {
        const double d = (f[rows.ab[j * at.k + i]] - centre) - a;
        terms[at.first(i)] = b * d;
        terms[at.d(i)] = d;
        terms[at.total(i)] = d * d;
        if (!at.second_order) continue;
        const double e = (f[rows.ba[j * at.k + i]] - centre) - b;
        terms[at.e(i)] = e;
        terms[at.first_again(i)] = a * e;
    }
    if (!at.second_order) return;
    std::size_t pair = at.pairs();
    for (std::size_t i = 0; i < at.k; ++i)
        for (std::size_t k = i + 1; k < at.k; ++k)
            terms[pair++] = terms[at.e(i)] * terms[at.d(k)] + terms[at.e(k)] * terms[at.d(i)];
}

/// The measures under construction.
struct Indices {
    MeasureBuilder first, total, second, closed;
};

void add_indices(const Terms& at, std::span<const double> sums, std::size_t replicate, std::size_t stage,
                 std::size_t output, Indices& indices) {
    const double n = sums[Terms::number];
    const double mean = sums[Terms::both] / (2.0 * n); // less the centre
    const double variance = sums[Terms::squares] / (2.0 * n) - mean * mean;
    const double scale = 1.0 / (n * variance);
    for (std::size_t i = 0; i < at.k; ++i) {
        indices.first.add(replicate, stage, output, i, (sums[at.first(i)] - mean * sums[at.d(i)]) * scale);
        indices.total.add(replicate, stage, output, i, 0.5 * sums[at.total(i)] * scale);
    }
    if (!at.second_order) return;
    const auto doubled = [&](std::size_t i) {
        return 0.5 * scale *
               (sums[at.first(i)] + sums[at.first_again(i)] - mean * (sums[at.d(i)] + sums[at.e(i)]));
    };
    std::size_t pair = at.pairs();
    for (std::size_t i = 0; i < at.k; ++i)
        for (std::size_t k = i + 1; k < at.k; ++k) {
            const double second = 0.5 * sums[pair++] * scale;
            const double closed = second + doubled(i) + doubled(k);
            for (const std::size_t cell : {i * at.k + k, k * at.k + i}) {
                indices.second.add(replicate, stage, output, cell, second);
                indices.closed.add(replicate, stage, output, cell, closed);
            }
        }
}

Indices empty_indices(const Sensitivity& frame, bool second_order) {
    const auto builder = [&frame](const char* name, const char* long_name, Per per, bool wanted) {
        return MeasureBuilder({name, long_name, per, Unit::one, {}, {}}, wanted ? frame.stages.size() : 0,
                              frame.outputs, frame.parameters);
    };
    return {builder("first_order", "first-order index S", Per::parameter, true),
            builder("total", "total index S_T", Per::parameter, true),
            builder("second_order", "second-order index S_ik", Per::pair, second_order),
            builder("closed_second_order", "closed second-order index S_i + S_k + S_ik", Per::pair,
                    second_order)};
}

} // namespace

Sensitivity variance_indices(const ScanTable& table, const std::vector<OutputValues>& outputs,
                             const SensitivityOptions& options) {
    Sensitivity result = frame(table, outputs, count_bases(table), options);
    const SaltelliRows rows = saltelli_rows(table, result.base_samples);
    const Terms at{rows.parameters, rows.second_order};
    Indices indices = empty_indices(result, rows.second_order);

    std::vector<std::size_t> used(result.stages.size() * outputs.size(), 0);
    std::vector<Centred> centred;
    for (std::size_t q = 0; q < outputs.size(); ++q) {
        centred.push_back(centre(rows, outputs[q]));
        const std::vector<std::size_t> of_output =
            check_output(centred[q].present, options, q, Constant::undefined, result);
        for (std::size_t s = 0; s < of_output.size(); ++s)
            used[s * outputs.size() + q] = of_output[s];
    }
    std::vector<SumTerms> work;
    std::vector<std::size_t> which;
    for (std::size_t q = 0; q < outputs.size(); ++q) {
        if (result.checks[q].status != OutputStatus::ok) continue;
        which.push_back(q);
        work.push_back(
            [&rows, &at, &f = outputs[q], &own = centred[q]](std::size_t j, std::span<double> terms) {
                if (own.present.whole[j] != 0) fill_terms(rows, at, f, own.centre, j, terms);
            });
    }
    weighted_sums(result.stages, at.count(), options, work,
                  [&](std::size_t w, std::size_t s, std::size_t r, std::span<const double> sums) {
                      if (used[s * outputs.size() + which[w]] > 0)
                          add_indices(at, sums, r, s, which[w], indices);
                  });

    result.measures.push_back(indices.first.finish(used, options.confidence));
    result.measures.push_back(indices.total.finish(used, options.confidence));
    if (rows.second_order) {
        result.measures.push_back(indices.second.finish(used, options.confidence));
        result.measures.push_back(indices.closed.finish(used, options.confidence));
    }
    return result;
}

} // namespace lpsglass::scan
