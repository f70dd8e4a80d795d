#include "support/session.hpp"

int main(int argc, char** argv) {
    return run_test_session(argc, argv);
}
