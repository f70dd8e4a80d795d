// What must not matter to a fit: the order of a line's points, and the unit of its amplitude.
#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"
#include "unit/campaign/same_bits.hpp"
#include "unit/deck/deck_files.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

namespace {

using Points = std::vector<deck::LinePoint>;

/// The shipped line with sigmas that differ, so that the order of sums shows.
Points shipped_line() {
    Points points = decks::shipped("as2se3.toml").deck.nqr.spectra.at(0).points;
    for (std::size_t j = 0; j < points.size(); ++j)
        points[j].sigma = 0.013 + 0.0007 * static_cast<double>(j % 7);
    return points;
}

Points descending(Points points) {
    std::reverse(points.begin(), points.end());
    return points;
}

/// Point 17 j + 5 modulo 41 in place j: every point once, since 41 is a prime.
Points shuffled(const Points& points) {
    REQUIRE(points.size() == 41);
    Points out;
    for (std::size_t j = 0; j < points.size(); ++j)
        out.push_back(points[(17 * j + 5) % points.size()]);
    return out;
}

Points scaled(Points points, double factor) {
    for (deck::LinePoint& point : points) {
        point.amplitude *= factor;
        point.sigma *= factor;
    }
    return points;
}

/// A row for each point, with every digit.
std::string rows(const Points& points, const char* open, const char* close) {
    std::ostringstream out;
    out.precision(std::numeric_limits<double>::max_digits10);
    for (const deck::LinePoint& p : points)
        out << open << p.frequency_MHz << ", " << p.amplitude << ", " << p.sigma << close;
    return out.str();
}

/// A deck around the text of its spectrum's data; with a baseline.
std::string deck_text(const std::string& data, const char* uncertainty) {
    std::string text = "schema = 1\n[[nqr.spectrum]]\n" + data + "\nbaseline = true\n";
    text += "[fit]\nstarts = 2\ndraws = " + std::to_string(decks::kThorough ? 200 : 100);
    text += "\nuncertainty = \"" + std::string(uncertainty) + "\"\n[amplitude]\n";
    const char* names[] = {"beta_1", "beta_2", "beta_3", "theta_12", "theta_23", "theta_13"};
    const char* means[] = {"-0.20", "-0.19", "-0.18", "-0.12", "-0.175", "-0.25"};
    for (int k = 0; k < 6; ++k)
        text += std::string(names[k]) + " = { prior = " + means[k] + ", prior_sigma = 0.05 }\n";
    return text + "[temperature]\nvalues = [77.0, 300.0, 453.0, 500.0]\n";
}

SetResult fit_inline(const Points& points, const char* uncertainty) {
    const deck::LoadedDeck deck = deck::read_deck_text(
        deck_text("data = [" + rows(points, "[", "], ") + "]", uncertainty), "inline.toml");
    return run_campaign(deck, in_order).sets.front();
}

SetResult fit_file(const Points& points, const char* uncertainty) {
    const deck_files::Folder folder;
    folder.write("line.csv", "frequency_MHz,amplitude,sigma\n" + rows(points, "", "\n"));
    const std::string file = folder.write("deck.toml", deck_text("file = \"line.csv\"", uncertainty));
    return run_campaign(deck::read_deck(file), in_order).sets.front();
}

/// Largest difference of numbers, relative to their own size; infinite where one of them alone is missing.
double furthest(const std::vector<double>& a, const std::vector<double>& b) {
    REQUIRE(a.size() == b.size());
    double worst = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) continue;
        const double difference = std::abs(a[i] - b[i]) / std::max(std::abs(a[i]), std::abs(b[i]));
        worst =
            std::max(worst, std::isnan(difference) ? std::numeric_limits<double>::infinity() : difference);
    }
    return worst;
}

/// All numbers of the line and of the temperatures, but the count of evaluations.
std::vector<double> lines_and_temperatures(SetResult set) {
    set.spectrum.at(0).evaluations = 0;
    std::vector<double> out;
    pack_results(set.spectrum, out);
    pack_results(set.temperature, out);
    return out;
}

/// Values, errors and intervals of the summary. A draw whose alpha and beta just touch has a crossing that
/// moves without bound when the draw does by a rounding, so that little can be asked of them.
std::vector<double> summary_of(const SetResult& set) {
    std::vector<double> out;
    detail::Packer{out}(set.summary, set.summary_errors, set.summary_interval);
    return out;
}

/// The result of a line in the unit of the one it was scaled from: what carries the unit of the data.
SetResult unscaled(SetResult set, double factor) {
    SpectrumResult& r = set.spectrum.at(0);
    for (double* x : {&r.scale, &r.scale_errors, &r.baseline, &r.baseline_errors})
        *x /= factor;
    for (double& x : r.fitted)
        x /= factor;
    return set;
}

} // namespace

TEST_CASE("a line given on a descending or shuffled frequency axis gives the same fit to the last bit",
          "[campaign][invariance]") {
    const Points points = shipped_line();
    const SetResult ascending = fit_inline(points, "linear");
    CHECK(ascending.spectrum.at(0).state == FitState::converged);
    for (const Points& other : {descending(points), shuffled(points)}) {
        REQUIRE(other.front() != points.front());
        CHECK(decks::same_bits(fit_inline(other, "linear"), ascending));
        CHECK(decks::same_bits(fit_file(other, "linear"), ascending));
    }
    CHECK(decks::same_bits(fit_file(shuffled(points), "posterior"), fit_inline(points, "posterior")));
    // It is the data that decide: one point moved by a thousandth of its sigma shows.
    Points moved = points;
    moved[20].amplitude += 1e-3 * moved[20].sigma;
    CHECK_FALSE(decks::same_bits(fit_inline(moved, "linear"), ascending));
}

TEST_CASE("a thousandfold line with thousandfold sigma changes scale and baseline only",
          "[campaign][invariance]") {
    const Points points = shipped_line();
    for (const char* uncertainty : {"linear", "posterior"}) {
        CAPTURE(uncertainty);
        const SetResult one = fit_inline(points, uncertainty);
        CHECK(one.spectrum.at(0).state == FitState::converged);
        CHECK(one.spectrum[0].baseline != 0.0);

        // A power of two only moves exponents, so that nothing is rounded differently.
        const SetResult exact = fit_inline(scaled(points, 1024.0), uncertainty);
        CHECK(exact.spectrum.at(0).scale == 1024.0 * one.spectrum[0].scale);
        CHECK(exact.spectrum[0].baseline == 1024.0 * one.spectrum[0].baseline);
        CHECK(decks::same_bits(unscaled(exact, 1024.0), one));

        // A thousand rounds the data, which moves the place where the minimiser stops: its tolerance is 1e-8
        // of the parameters. Exponents and baths amplify that up to a thousandfold; tenfold room.
        const SetResult thousand = unscaled(fit_inline(scaled(points, 1000.0), uncertainty), 1000.0);
        CHECK(furthest(lines_and_temperatures(thousand), lines_and_temperatures(one)) < 1e-4);
        CHECK(furthest(summary_of(thousand), summary_of(one)) < 1e-2);
        CHECK(thousand.draws.crossing == one.draws.crossing);
    }
}
