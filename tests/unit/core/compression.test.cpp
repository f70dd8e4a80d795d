#include "lpsglass/core/compression.hpp"

#include <cstring>
#include <limits>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using namespace lpsglass;

TEST_CASE("numbers come back from a compressed block to the last bit", "[core][compression]") {
    const double inf = std::numeric_limits<double>::infinity();
    std::vector<double> numbers{0.0,
                                -0.0,
                                1.0 / 3.0,
                                inf,
                                -inf,
                                std::numeric_limits<double>::quiet_NaN(),
                                std::numeric_limits<double>::denorm_min()};
    for (int i = 0; i < 1000; ++i)
        numbers.push_back(1e-3 * i * i);
    for (std::size_t count : {std::size_t{0}, std::size_t{1}, numbers.size()}) {
        const std::vector<double> some(numbers.begin(), numbers.begin() + count);
        const std::vector<double> back = decompressed(compressed(some));
        REQUIRE(back.size() == count);
        CHECK((count == 0 || std::memcmp(back.data(), some.data(), count * sizeof(double)) == 0));
    }
    // A smooth curve leaves less than it was.
    CHECK(compressed(std::vector<double>(10000, 453.0)).size() < 1000);
}

TEST_CASE("a damaged block is told", "[core][compression]") {
    Bytes block = compressed(std::vector<double>{1.0, 2.0, 3.0, 4.0, 5.0});
    CHECK_THROWS_AS(decompressed(std::span(block).first(4)), IoError);
    CHECK_THROWS_AS(decompressed(std::span(block).first(block.size() - 3)), IoError);
    Bytes too_many = block;
    too_many[0] = std::byte{6};
    CHECK_THROWS_AS(decompressed(too_many), IoError);
    too_many[6] = std::byte{255}; // would be petabytes
    CHECK_THROWS_AS(decompressed(too_many), IoError);
    block[block.size() - 1] ^= std::byte{1}; // of the check sum
    CHECK_THROWS_AS(decompressed(block), IoError);
}
