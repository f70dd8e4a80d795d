#include "support/session.hpp"

#define CATCH_CONFIG_RUNNER // version 2 makes its implementation here; version 3 brings it as a library
#include "support/catch.hpp"

int run_test_session(int argc, char** argv) {
    return Catch::Session().run(argc, argv);
}
