#include "lpsglass/parallel/layout.hpp"

#include "support/catch.hpp"

using namespace lpsglass::parallel;

TEST_CASE("hosts are told in the order of their first rank", "[layout]") {
    CHECK(layout_text({"n1"}) == "1 rank: n1 x 1");
    CHECK(layout_text({"n2", "n2", "n1", "n2", "n1", "n3"}) == "6 ranks: n2 x 3, n1 x 2, n3 x 1");
}

TEST_CASE("a warning when Slurm's tasks and the ranks differ", "[layout]") {
    CHECK(task_warning(nullptr, 1).empty());
    CHECK(task_warning("4", 4).empty());
    CHECK(task_warning("", 4).empty());
    CHECK(task_warning("4x", 1).empty());
    CHECK(task_warning("4", 2) == "SLURM_NTASKS is 4, but this run has 2 ranks");
    const std::string serial = task_warning("4", 1);
    CHECK(serial.find("SLURM_NTASKS is 4, but this run has 1 rank") == 0);
    CHECK(serial.find("4 serial copies") != std::string::npos);
}
