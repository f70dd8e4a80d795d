// Not under the address sanitizer, which has operators of its own.
#if !defined(__SANITIZE_ADDRESS__)

#include <cstddef>
#include <cstdlib>
#include <new>

#include "lpsglass/campaign/line_fit.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

// Every allocation of this executable is counted here: the operators replace those of the whole program.
namespace {

thread_local long allocations = 0;

void* counted(std::size_t size, std::size_t border) {
    ++allocations;
    void* p = border > alignof(std::max_align_t)
                  ? std::aligned_alloc(border, (size + border - 1) / border * border)
                  : std::malloc(size > 0 ? size : 1);
    if (!p) throw std::bad_alloc();
    return p;
}

} // namespace

void* operator new(std::size_t size) {
    return counted(size, 0);
}
void* operator new(std::size_t size, std::align_val_t border) {
    return counted(size, static_cast<std::size_t>(border));
}
void operator delete(void* p) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}
void operator delete(void* p, std::align_val_t) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t, std::align_val_t) noexcept {
    std::free(p);
}

using namespace lpsglass;
using namespace lpsglass::campaign;

TEST_CASE("a warm evaluation of a fit allocates nothing", "[campaign][allocations]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra[0].baseline = true;
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const FitModel model = FitModel::from_deck(deck, data).front();
    const std::vector<model::LineKernel> lines{
        {choose_rule(deck.nqr.ensemble, model_parameters(deck), 77.0, data[0].frequency).rule,
         data[0].frequency}};
    const fit::Problem problem(model.space(), model.residual_function(lines));
    std::vector<double> x(model.space().start().begin(), model.space().start().end());
    fit::Point slope, value;
    fit::Problem::Workspace workspace;
    const auto evaluate = [&] {
        problem.evaluate(x, fit::Derivatives::jacobian, slope, workspace);
        problem.evaluate(x, fit::Derivatives::none, value, workspace);
    };
    const long cold = allocations;
    evaluate();
    CHECK(allocations > cold); // they are counted
    const double before = slope.objective();
    evaluate(); // the vectors of the value without derivatives have their sizes now, too
    const long warm = allocations;
    for (double& parameter : x) {
        parameter *= 0.9;
        evaluate();
    }
    const long after = allocations;
    CHECK(after == warm);
    CHECK(slope.finite);
    CHECK(slope.objective() != before); // it was at work
    CHECK(value.objective() == slope.objective());
}

#endif
