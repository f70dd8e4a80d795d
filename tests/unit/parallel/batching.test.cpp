#include "parallel/batching.hpp"

#include "support/catch.hpp"

using lpsglass::parallel::Batching;

TEST_CASE("before anything is known a rank holds one order", "[batching]") {
    CHECK(Batching(4).queue() == 1);
}

TEST_CASE("a queue holds 0.2 s of work besides the item in hand", "[batching]") {
    Batching batching(4);
    batching.note(10, 0.1); // 10 ms each
    CHECK(batching.item_time() == Approx(0.01));
    CHECK(batching.queue() == 21);
    Batching slow(4);
    slow.note(3, 30.0);
    CHECK(slow.queue() == 1);
    Batching fast(4);
    fast.note(1000, 1e-6);
    CHECK(fast.queue() == 4096);
    Batching timeless(4);
    timeless.note(1000, 0.0);
    CHECK(timeless.queue() == 4096);
}

TEST_CASE("with many ranks each holds more work, but never more orders than rank 0 can remember",
          "[batching]") {
    Batching batching(10000);
    batching.note(10, 1.0); // 0.1 s each, 0.5 s of work
    CHECK(batching.queue() == 6);
    batching.note(1000000, 1.0);
    CHECK(batching.queue() == (1 << 20) / 10000);
}

TEST_CASE("the item time follows what the items cost of late", "[batching]") {
    Batching batching(4);
    for (int i = 0; i < 100; ++i)
        batching.note(1, 1e-3);
    for (int i = 0; i < 100; ++i)
        batching.note(1, 1.0);
    CHECK(batching.item_time() > 0.99); // (15/16)^100 = 0.0016 of the older ones is left
    CHECK(batching.item_time() < 1.0);
}
