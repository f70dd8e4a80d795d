#include "lpsglass/scan/pawn.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "base_samples.hpp"
#include "bootstrap.hpp"
#include "lpsglass/core/random.hpp"
#include "ranks.hpp"

namespace lpsglass::scan {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_classes = 256;

/// Class of each set along one parameter; below 2 classes there is no measure.
struct Classes {
    std::vector<std::uint8_t> of;
    std::vector<double> size;

    [[nodiscard]] bool any() const { return size.size() > 1; }
};

Classes classes_of(std::span<const double> x, bool text, std::size_t wanted) {
    const Order order(x);
    const double n = static_cast<double>(x.size());
    Classes out;
    out.of.resize(x.size());
    double last = -1.0;
    for (std::size_t first = 0; first < x.size();) {
        std::size_t end = first + 1;
        while (end < x.size() && order.tied[end] != 0)
            ++end;
        // By the middle of equal values; so classes of few distinct values are these values.
        const double middle = 0.5 * static_cast<double>(first + end);
        const double place = text ? last + 1.0 : std::floor(middle / n * static_cast<double>(wanted));
        if (place > last) out.size.push_back(0.0);
        if (out.size.size() > most_classes) return {};
        last = place;
        out.size.back() += static_cast<double>(end - first);
        for (; first < end; ++first)
            out.of[order.at[first]] = static_cast<std::uint8_t>(out.size.size() - 1);
    }
    return out;
}

/// Counts of one walk along the output.
struct Walk {
    double seen = 0.0;                      // share of all
    std::array<double, most_classes> of{};  // share of each class
    std::array<double, most_classes> gap{}; // largest difference so far
    void compare(std::size_t c) { gap[c] = std::max(gap[c], std::abs(seen - of[c])); }
};

/// sum_c (n_c/n) max |F - F_c|. `classes` and `weights` in the rising order of the output.
double distance(std::span<const std::uint8_t> classes, std::span<const char> tied,
                std::span<const double> weights, std::size_t count) {
    std::array<double, most_classes> size{};
    double total = 0.0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        size[classes[i]] += weights[i];
        total += weights[i];
    }
    Walk walk;
    std::array<double, most_classes> share{};
    for (std::size_t c = 0; c < count; ++c)
        share[c] = size[c] > 0.0 ? 1.0 / size[c] : 0.0;
    // F_c steps only where the class has a value: just before and just after the difference is largest.
    for (std::size_t first = 0; first < classes.size();) {
        std::size_t end = first + 1;
        while (end < classes.size() && tied[end] != 0)
            ++end;
        for (std::size_t i = first; i < end; ++i)
            if (weights[i] > 0.0) walk.compare(classes[i]);
        for (std::size_t i = first; i < end; ++i) {
            walk.seen += weights[i] / total;
            walk.of[classes[i]] += weights[i] * share[classes[i]];
        }
        for (std::size_t i = first; i < end; ++i)
            if (weights[i] > 0.0) walk.compare(classes[i]);
        first = end;
    }
    double sum = 0.0;
    for (std::size_t c = 0; c < count; ++c)
        sum += size[c] / total * walk.gap[c];
    return sum;
}

template <typename T> void arrange(std::span<const T> values, const Order& order, std::vector<T>& sorted) {
    sorted.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        sorted[i] = values[order.at[i]];
}

/// Rows of a group at one stage.
struct Stage {
    std::size_t stage = 0, rows = 0;
    std::vector<Classes> classes; ///< parameters
    std::vector<Order> order;     ///< outputs of the group
};

Stage stage_of(const ScanTable& table, const std::vector<OutputValues>& outputs, const Group& group,
               std::size_t stage, std::size_t rows, const SensitivityOptions& options) {
    Stage out;
    out.stage = stage;
    out.rows = rows;
    const std::size_t wanted = std::min({options.pawn_classes, rows / 10, most_classes});
    std::vector<double> column(rows);
    for (std::size_t k = 0; k < table.parameters; ++k) {
        for (std::size_t i = 0; i < rows; ++i)
            column[i] = table.value(group.rows[i], k);
        const bool text = !table.text.empty() && table.text[k];
        out.classes.push_back(wanted < 2 ? Classes{} : classes_of(column, text, wanted));
    }
    for (const std::size_t q : group.outputs) {
        for (std::size_t i = 0; i < rows; ++i)
            column[i] = outputs[q][group.rows[i]];
        out.order.emplace_back(column);
    }
    return out;
}

void add_replicate(const Stage& stage, const Group& group, std::span<const double> weights,
                   std::size_t replicate, MeasureBuilder& builder) {
    std::vector<double> own_weights;
    std::vector<std::uint8_t> own_classes;
    for (std::size_t g = 0; g < group.outputs.size(); ++g) {
        const Order& order = stage.order[g];
        arrange<double>(weights, order, own_weights);
        for (std::size_t k = 0; k < stage.classes.size(); ++k) {
            const Classes& classes = stage.classes[k];
            if (!classes.any()) continue;
            arrange<std::uint8_t>(classes.of, order, own_classes);
            builder.add(replicate, stage.stage, group.outputs[g], k,
                        distance(own_classes, order.tied, own_weights, classes.size.size()));
        }
    }
}

struct Noise {
    double mean = missing, high = missing;
};

/// The measure of dummies with the same classes. It depends on the output by its ties alone.
Noise noise_of(const Classes& classes, const Order& order, const SensitivityOptions& options) {
    const std::vector<double> ones(classes.of.size(), 1.0);
    std::vector<double> found;
    double sum = 0.0;
    for (std::size_t p = 0; p < options.pawn_replicates; ++p) {
        std::vector<std::uint8_t> dealt = classes.of;
        std::mt19937_64 stream = random_stream(options.seed, "sensitivity dummy", p);
        for (std::size_t i = dealt.size(); i > 1; --i)
            std::swap(dealt[i - 1],
                      dealt[static_cast<std::size_t>(uniform01(stream) * static_cast<double>(i))]);
        found.push_back(distance(dealt, order.tied, ones, classes.size.size()));
        sum += found.back();
    }
    if (found.empty()) return {};
    std::sort(found.begin(), found.end());
    const double place = std::ceil(options.confidence * static_cast<double>(found.size()));
    return {sum / static_cast<double>(found.size()), found[static_cast<std::size_t>(place) - 1]};
}

void set_noise(const Stage& stage, const Group& group, const Sensitivity& frame,
               const SensitivityOptions& options, Measure& measure) {
    std::map<std::vector<double>, Noise> without_ties; // by the sizes of the classes
    for (std::size_t g = 0; g < group.outputs.size(); ++g) {
        const Order& order = stage.order[g];
        const bool ties = std::find(order.tied.begin(), order.tied.end(), 1) != order.tied.end();
        std::map<std::vector<double>, Noise> of_output;
        std::map<std::vector<double>, Noise>& known = ties ? of_output : without_ties;
        for (std::size_t k = 0; k < stage.classes.size(); ++k) {
            const Classes& classes = stage.classes[k];
            if (!classes.any()) continue;
            if (!known.contains(classes.size)) known[classes.size] = noise_of(classes, order, options);
            const Noise& noise = known[classes.size];
            const std::size_t at = (stage.stage * frame.outputs + group.outputs[g]) * frame.parameters + k;
            measure.stages.value[at] = noise.mean;
            measure.stages.upper[at] = noise.high;
        }
    }
}

} // namespace

Sensitivity pawn(const ScanTable& table, const std::vector<OutputValues>& outputs,
                 const SensitivityOptions& options) {
    Sensitivity result = frame(table, outputs, table.rows(), options);
    MeasureBuilder builder({"pawn", "distance of distributions (PAWN)", Per::parameter, Unit::one, {}, {}},
                           result.stages.size(), outputs.size(), table.parameters);
    Measure noise{"pawn_noise", "PAWN of a parameter without influence", Per::parameter, Unit::one, {}, {}};
    const std::size_t cells = outputs.size() * table.parameters;
    for (std::vector<double>* ends : {&noise.stages.value, &noise.stages.lower, &noise.stages.upper})
        ends->assign(result.stages.size() * cells, missing);

    std::vector<std::size_t> used;
    std::vector<double> weights(table.rows());
    for (const Group& group : group_outputs(outputs, options, result, used)) {
        std::vector<Stage> stages;
        for (std::size_t s = 0; s < result.stages.size(); ++s) {
            const std::size_t rows = used[s * outputs.size() + group.outputs.front()];
            if (rows == 0) continue;
            stages.push_back(stage_of(table, outputs, group, s, rows, options));
            set_noise(stages.back(), group, result, options, noise);
        }
        std::vector<double> own(group.rows.size());
        for (std::size_t r = 0; r <= options.pawn_replicates; ++r) {
            fill_weights(options.seed, r, weights);
            for (std::size_t i = 0; i < group.rows.size(); ++i)
                own[i] = weights[group.rows[i]];
            for (const Stage& stage : stages)
                add_replicate(stage, group, {own.data(), stage.rows}, r, builder);
        }
    }
    const auto tail = [cells](const std::vector<double>& x) {
        return std::vector<double>(x.end() - static_cast<std::ptrdiff_t>(cells), x.end());
    };
    noise.all = {tail(noise.stages.value), tail(noise.stages.lower), tail(noise.stages.upper)};
    result.measures.push_back(builder.finish(used, options.confidence));
    result.measures.push_back(std::move(noise));
    return result;
}

} // namespace lpsglass::scan
