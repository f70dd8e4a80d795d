#include "fetch.hpp"
#include "lpsglass/campaign/model_input.hpp"

namespace lpsglass::results {

namespace {

using campaign::Pair;
using Names = GroupTable::Names;

enum Family : std::size_t { beta_family = 0, theta_family = 1 };

/// One family's value at every temperature.
Fetch of_family(Pair<double> TemperatureResult::*member, Family family) {
    return per_temperature([member, family](const TemperatureResult& t) { return (t.*member)[family]; });
}

/// Whether lambda has a meaning as a stretching exponent (docs/theory.md section 7).
std::array<int, 2> lambda_is_physical(const TemperatureResult& t) {
    const auto physical = [](double lambda) { return lambda > 0.0 && lambda <= 1.0 ? 1 : 0; };
    return {physical(t.lambda[beta_family]), physical(t.lambda[theta_family])};
}

/// ln S at the glass temperature, from the spectrum whose amplitudes hold there.
void single_length(const RunRecord& run, const Place& at, std::vector<double>& out) {
    const double glass_temperature = run.deck.deck.exponents.glass_temperature_kelvin;
    const auto chosen = static_cast<std::size_t>(campaign::spectrum_at(run.spectra, glass_temperature));
    const std::vector<SpectrumResult>& spectra = at.set.spectrum;
    if (chosen < spectra.size())
        append(spectra[chosen].single_length, out);
    else
        append_missing<Pair<double>>(out);
}

/// Its interval.
std::array<Fetch, 3> interval_of_family(Pair<campaign::Interval> TemperatureResult::*member, Family family) {
    return interval_of([](auto get) { return per_temperature(get); },
                       [member, family](const TemperatureResult& t) { return (t.*member)[family]; });
}

Fetch by_order(Family family) {
    return per_set([family](const SetResult& set) {
        std::array<double, std::tuple_size_v<decltype(SetResult::exponent_by_order)>> values{};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = set.exponent_by_order[i][family];
        return values;
    });
}

/// An element of an array of the set.
template <class Array> Fetch element_of(Array SetResult::*member, std::size_t i) {
    return per_set([member, i](const SetResult& set) { return (set.*member)[i]; });
}

} // namespace

void add_exponents(std::vector<Dataset>& table) {
    GroupTable group(table, "/exponents", deck::Detail::exponents);
    const Names curve{"set", "temperature"};
    const Names per_family{"set", "temperature", "family"};

    group.with_interval("alpha", curve, "1", "exponent alpha(T) of the beta family",
                        of_family(&TemperatureResult::exponent, beta_family),
                        of_family(&TemperatureResult::exponent_errors, beta_family),
                        interval_of_family(&TemperatureResult::exponent_interval, beta_family),
                        {{"symbol", "xi_beta"}, {"interpretation", "spectrum"}});
    group.with_interval("beta", curve, "1", "exponent beta(T) of the theta family",
                        of_family(&TemperatureResult::exponent, theta_family),
                        of_family(&TemperatureResult::exponent_errors, theta_family),
                        interval_of_family(&TemperatureResult::exponent_interval, theta_family),
                        {{"symbol", "xi_theta"}, {"interpretation", "spectrum"}});
    group.with_interval("lambda_alpha", curve, "1", "stretching exponent lambda of the beta family",
                        of_family(&TemperatureResult::lambda, beta_family),
                        of_family(&TemperatureResult::lambda_errors, beta_family),
                        interval_of_family(&TemperatureResult::lambda_interval, beta_family));
    group.with_interval("lambda_beta", curve, "1", "stretching exponent lambda of the theta family",
                        of_family(&TemperatureResult::lambda, theta_family),
                        of_family(&TemperatureResult::lambda_errors, theta_family),
                        interval_of_family(&TemperatureResult::lambda_interval, theta_family));
    group.flag("lambda_physical", per_family, "whether 0 < lambda <= 1",
               {{-1, "not_computed"}, {0, "no"}, {1, "yes"}}, per_temperature(lambda_is_physical));
    group.flag("status", per_family, "whether the exponent exists",
               flags_from_zero({"ok", "no_extinction", "gauge_phase_undefined", "degenerate"}),
               per_temperature(&TemperatureResult::status));
    group.real("network_length", per_family, "1", "ln R, logarithm of the network's length",
               per_temperature(&TemperatureResult::network_length));
    group.real("single_length", {"set", "family"}, "1",
               "ln S, logarithm of the single structure's length, at the glass temperature", single_length);
    group.real("alpha_by_order", {"set", "order"}, "1",
               "alpha at the glass temperature for each freezing order", by_order(beta_family));
    group.real("beta_by_order", {"set", "order"}, "1",
               "beta at the glass temperature for each freezing order", by_order(theta_family));
}

void add_summary(std::vector<Dataset>& table) {
    GroupTable group(table, "/summary", deck::Detail::summary);
    const auto& summary = campaign::summary_table();
    for (std::size_t i = 0; i < summary.size(); ++i) {
        const campaign::SummaryInfo& info = summary[i];
        const Fetch value = element_of(&SetResult::summary, i);
        if (info.has_error)
            group.with_interval(info.name, {"set"}, info.unit, info.long_name, value,
                                element_of(&SetResult::summary_errors, i),
                                interval_of([](auto get) { return per_set(get); },
                                            [i](const SetResult& set) { return set.summary_interval[i]; }));
        else
            group.real(info.name, {"set"}, info.unit, info.long_name, value);
    }
    using campaign::DrawShares;
    const auto share = [&](const std::string& name, const std::string& long_name,
                           double DrawShares::*member) {
        group.real(name, {"set"}, "1", long_name, per_set([member](const SetResult& set) {
                       return set.draws.count > 0 ? set.draws.*member : kMissing;
                   }));
    };
    group.integer("draws", {"set"}, "draws from the posterior, or bootstrap replicas",
                  per_set([](const SetResult& set) { return set.draws.count; }));
    group.integer("draws_failed", {"set"}, "bootstrap replicas left out: their fit found no minimum",
                  per_set([](const SetResult& set) { return set.draws.failed; }));
    share("share_crossing", "share of draws in which alpha and beta cross in the temperature range",
          &DrawShares::crossing);
    share("share_crossing_near_tg", "share of draws in which they cross within 50 K of the glass temperature",
          &DrawShares::crossing_near_tg);
    share("share_alpha_missing", "share of draws without alpha at the glass temperature",
          &DrawShares::alpha_missing);
    share("share_beta_missing", "share of draws without beta at the glass temperature",
          &DrawShares::beta_missing);
}

} // namespace lpsglass::results
