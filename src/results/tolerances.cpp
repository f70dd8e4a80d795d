#include "tolerances.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace lpsglass::results {

namespace {

constexpr double kDirect = 1e-9;    ///< rounding, seen through the formulas
constexpr double kMinimum = 1e-4;   ///< two minimisers of one fit, seen through the formulas
constexpr double kOfErrors = 0.01;  ///< a hundredth of an error matters to nobody
constexpr double kOfInterval = 0.3; ///< two finite samples of one posterior
constexpr double kOfShare = 0.15;   ///< likewise

/// What depends on the way to a result: a rounding difference sends the minimiser or the chains another way.
constexpr std::array<std::string_view, 11> kOfTheWay{"/fit/evaluations",
                                                     "/fit/starts_agreeing",
                                                     "/fit/r_hat",
                                                     "/fit/effective_sample_size",
                                                     "/fit/weakest_combination",
                                                     "/fit/least_separated_first",
                                                     "/fit/least_separated_second",
                                                     "/fit/least_separated_correlation",
                                                     "/summary/draws_failed",
                                                     "/posterior/parameter",
                                                     "/tasks/message"};

/// What the deck alone decides, fit or not.
bool is_direct(const std::string& path) {
    for (const char* group : {"/coordinates/", "/structure/", "/scan/"})
        if (path.starts_with(group)) return true;
    return path.starts_with("/spectrum/") && !path.ends_with("/model") &&
           path.find("residual") == std::string::npos && path.find("_by_set") == std::string::npos;
}

bool ends_interval(const std::string& path) {
    return path.ends_with("_lower") || path.ends_with("_median") || path.ends_with("_upper");
}

} // namespace

std::string value_path(const std::string& path) {
    for (const std::string_view suffix : {"_errors", "_lower", "_median", "_upper", "_linear_disagrees"})
        if (path.ends_with(suffix)) return path.substr(0, path.size() - suffix.size());
    return path;
}

Tolerance tolerance_of(const std::string& path, const campaign::RunRecord& frame) {
    const auto& fit = frame.deck.deck.fit;
    Tolerance out;
    out.relative = kDirect;
    if (!fit || is_direct(path)) return out;
    if (std::ranges::find(kOfTheWay, path) != kOfTheWay.end() || path.ends_with("_linear_disagrees")) {
        out.compared = false;
        return out;
    }
    out.relative = kMinimum;
    const bool sampled =
        fit->uncertainty == deck::Uncertainty::posterior || fit->uncertainty == deck::Uncertainty::bootstrap;
    if (sampled && path.starts_with("/summary/share_"))
        out.absolute = kOfShare;
    else if (sampled && ends_interval(path))
        out.interval = kOfInterval;
    else if (!path.ends_with("_errors"))
        out.errors = kOfErrors;
    else
        out.relative = kOfErrors;
    return out;
}

} // namespace lpsglass::results
