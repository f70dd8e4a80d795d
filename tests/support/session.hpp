#pragma once

/// Runs the test cases as Catch's own main would; 0 when all passed.
/// In a source of its own, because compiling Catch's runner takes longer than any test.
int run_test_session(int argc, char** argv);
