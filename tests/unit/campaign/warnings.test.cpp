#include <algorithm>
#include <string>

#include "lpsglass/campaign/campaign.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;

namespace {

/// A record of one set with one measured spectrum of which there is nothing to say.
RunRecord quiet() {
    RunRecord record;
    record.deck.deck.nqr.ensemble.tolerance = 5e-4;
    SpectrumData data;
    data.frequency = {57.0, 58.0, 59.0};
    data.observed = {0.5, 1.0, 0.5};
    data.sigma = {0.03, 0.015, 0.02};
    record.spectra.push_back(data);
    SpectrumResult r;
    r.state = FitState::converged;
    r.line_error = 4e-4;
    r.fitted = {0.6, 1.1, 0.6};
    r.baseline = 0.1;
    record.sets.resize(1);
    record.sets[0].spectrum.push_back(r);
    return record;
}

bool mentions(const std::vector<std::string>& warnings, const std::string& words) {
    return std::any_of(warnings.begin(), warnings.end(),
                       [&](const std::string& w) { return w.find(words) != std::string::npos; });
}

} // namespace

TEST_CASE("a good fit is not warned of", "[campaign][warnings]") {
    CHECK(warnings(quiet()).empty());
}

TEST_CASE("a flat direction is warned of", "[campaign][warnings]") {
    RunRecord record = quiet();
    record.sets[0].spectrum[0].state = FitState::flat_direction;
    CHECK(warnings(record).size() == 1);
    CHECK(mentions(warnings(record), "not determined"));
}

TEST_CASE("members left out are warned of", "[campaign][warnings]") {
    RunRecord record = quiet();
    record.sets[0].spectrum[0].dropped_share = 0.012;
    CHECK(warnings(record).size() == 1);
    CHECK(mentions(warnings(record), "no pyramid"));
}

TEST_CASE("a quadrature that misses its goal is warned of", "[campaign][warnings]") {
    RunRecord record = quiet();
    record.sets[0].spectrum[0].line_error = 6e-4;
    CHECK(warnings(record).size() == 1);
    CHECK(mentions(warnings(record), "misses the goal"));
    // Method direct has no goal.
    record.deck.deck.nqr.ensemble.method = model::IntegrationMethod::direct;
    CHECK(warnings(record).empty());
}

TEST_CASE("a quadrature error above a third of the smallest sigma is warned of", "[campaign][warnings]") {
    RunRecord record = quiet();
    record.deck.deck.nqr.ensemble.tolerance = 0.1;
    // The peak above the baseline is 1.0, a third of the smallest sigma 0.005.
    record.sets[0].spectrum[0].line_error = 4.9e-3;
    CHECK(warnings(record).empty());
    record.sets[0].spectrum[0].line_error = 5.1e-3;
    CHECK(warnings(record).size() == 1);
    CHECK(mentions(warnings(record), "third of the smallest sigma"));
}

TEST_CASE("warnings say which spectrum and, where there are several, which set", "[campaign][warnings]") {
    RunRecord record = quiet();
    record.spectra.push_back(record.spectra[0]);
    record.sets[0].spectrum.push_back(record.sets[0].spectrum[0]);
    record.sets[0].spectrum[1].dropped_share = 0.1;
    CHECK(mentions(warnings(record), "spectrum 2"));
    record.sets.push_back(record.sets[0]);
    CHECK(mentions(warnings(record), "set 2, spectrum 2"));
}
