#include <numeric>
#include <stdexcept>

#include "draw.hpp"
#include "lpsglass/core/random.hpp"
#include "quantile.hpp"
#include "rows.hpp"

namespace lpsglass::scan {

namespace {

class MorrisRows : public Rows {
  public:
    explicit MorrisRows(const deck::Scan& scan) : scan_(scan), quantiles_(quantiles(scan)) {
        if (scan.levels < 2 || scan.levels % 2 != 0)
            throw std::invalid_argument("scan: morris needs an even number of levels");
    }

    [[nodiscard]] Row row(std::size_t i) const override {
        const std::size_t parameters = quantiles_.size();
        const std::size_t trajectory = i / (parameters + 1);
        const std::size_t moves = i % (parameters + 1);
        std::mt19937_64 stream = random_stream(scan_.seed, "scan morris", trajectory);

        const int jump = scan_.levels / 2; // the step in levels
        std::vector<int> from(parameters), to(parameters);
        for (std::size_t k = 0; k < parameters; ++k) {
            const int low = static_cast<int>(draw_below(stream, static_cast<std::uint64_t>(jump)));
            const bool up = draw_below(stream, 2) == 1;
            from[k] = up ? low : low + jump;
            to[k] = up ? low + jump : low;
        }
        std::vector<std::size_t> order(parameters);
        std::iota(order.begin(), order.end(), std::size_t{0});
        shuffle(std::span(order), stream);

        for (std::size_t move = 0; move < moves; ++move)
            from[order[move]] = to[order[move]];
        Row row{std::vector<double>(parameters), trajectory, Role::start};
        for (std::size_t k = 0; k < parameters; ++k)
            row.values[k] = quantiles_[k](probability(k, from[k]));
        if (moves > 0) {
            row.role = Role::step;
            row.parameter = static_cast<int>(order[moves - 1]);
        }
        return row;
    }

  private:
    [[nodiscard]] double probability(std::size_t parameter, int level) const {
        if (scan_.parameters[parameter].law == deck::Law::uniform)
            return static_cast<double>(level) / (scan_.levels - 1);
        return (level + 0.5) / scan_.levels;
    }

    deck::Scan scan_;
    std::vector<Quantile> quantiles_;
};

} // namespace

double morris_step(int levels) {
    return levels / (2.0 * (levels - 1));
}

std::unique_ptr<const Rows> morris_rows(const deck::Scan& scan) {
    return std::make_unique<MorrisRows>(scan);
}

} // namespace lpsglass::scan
