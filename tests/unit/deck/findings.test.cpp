#include "lpsglass/deck/findings.hpp"

#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

Place at(const char* file, int line, int column) {
    return {std::make_shared<const std::string>(file), line, column};
}

std::vector<std::string> lines(const Findings& findings) {
    std::vector<std::string> out;
    try {
        findings.throw_if_any();
    } catch (const lpsglass::InputError& error) {
        for (const auto& diagnostic : error.diagnostics())
            out.push_back(diagnostic.text());
    }
    return out;
}

} // namespace

TEST_CASE("Findings come deck first, then file by file, each by line and column", "[deck][findings]") {
    Findings findings("deck");
    findings.add(at("data", 2, 1), "", "d");
    findings.add(at("deck", 10, 1), "k", "c");
    findings.add(at("base", 1, 1), "", "e");
    findings.add(at("deck", 9, 7), "", "b");
    findings.add(at("deck", 9, 3), "", "a");
    CHECK(lines(findings) == std::vector<std::string>{"deck:9:3: a", "deck:9:7: b", "deck:10:1: k: c",
                                                      "data:2:1: d", "base:1:1: e"});
}

TEST_CASE("No findings, no exception", "[deck][findings]") {
    CHECK_NOTHROW(Findings("deck").throw_if_any());
}

TEST_CASE("A key is mentioned by itself and by what is inside", "[deck][findings]") {
    Findings findings;
    findings.add(at("deck", 1, 1), "nqr.spectrum[12].data[3]", "x");
    CHECK(findings.mentions("nqr"));
    CHECK(findings.mentions("nqr.spectrum"));
    CHECK(findings.mentions("nqr.spectrum[12]"));
    CHECK_FALSE(findings.mentions("nqr.spectrum[1"));
    CHECK_FALSE(findings.mentions("nqr.spec"));
    CHECK_FALSE(findings.mentions("nqr.spectrum[12].data[3].x"));
    CHECK(findings.mentions_itself("nqr.spectrum[12].data[3]"));
    CHECK_FALSE(findings.mentions_itself("nqr.spectrum[12]"));
}

TEST_CASE("Only the first of many findings are taken over, the others are counted", "[deck][findings]") {
    Findings many;
    for (int i = 1; i <= 5; ++i)
        many.add(at("data", i, 1), "", "bad");
    Findings all("deck");
    all.add_first(many, 5, at("deck", 3, 8), "file");
    CHECK(lines(all).size() == 5);
    Findings some("deck");
    some.add_first(many, 2, at("deck", 3, 8), "file");
    CHECK(lines(some) == std::vector<std::string>{"deck:3:8: file: 3 more findings like these",
                                                  "data:1:1: bad", "data:2:1: bad"});
}
