"""Holds `lpsglass line` against converged lines: compare.py PROGRAM FOLDER REFERENCE.

FOLDER holds the deck of the reference as base.toml. For every case of the reference a deck that includes it sets
law, packet width and amplitudes; the method is the default, with its default tolerance.

Goals (docs/theory.md section 4), largest deviation relative to the peak: 5e-4 for the normal law at the default
amplitudes, 2e-3 at 2.5 times those and for the other laws. The estimated error is neither below a third of nor above
thirty times the true error. The reference has an error of its own, given as one standard error of the largest
deviation: a true error is known to within two of them, so the estimate is held against the nearer end of that range.
"""
import json
import os
import re
import subprocess
import sys

PRINTED = {"beta_1": -0.20, "beta_2": -0.19, "beta_3": -0.18, "theta_12": -0.12, "theta_23": -0.175, "theta_13": -0.25}

program, folder, reference_file = sys.argv[1:]
with open(reference_file) as file:
    cases = json.load(file)["cases"]

failed = len(cases) != 5
for case in cases:
    law, scale, fwhm = case["law"], case["scale"], case["packet_fwhm_MHz"]
    frequency, reference = case["frequency_MHz"], case["intensity"]
    step = frequency[1] - frequency[0]
    deck = os.path.join(folder, "case.toml")
    with open(deck, "w") as file:
        amplitudes = "\n".join(f"{name} = {{ value = {scale * value!r} }}" for name, value in PRINTED.items())
        file.write(
            f"""schema = 1
include = "base.toml"
[nqr]
packet_fwhm = {fwhm}
ensemble = {{ law = "{law}", method = "conditional" }}
grid = {{ start = {frequency[0]}, stop = {frequency[-1]}, step = {step} }}
[amplitude]
{amplitudes}
"""
        )
    run = subprocess.run([program, "line", deck], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{program} line {deck} ended with {run.returncode}:\n{run.stderr}")
    rows = [tuple(map(float, row.split(","))) for row in run.stdout.splitlines()[1:]]
    if [row[0] for row in rows] != frequency:
        sys.exit("the line stands on other frequencies")
    estimated = float(re.search(r"estimated quadrature error (\S+) of the peak", run.stderr)[1])

    peak = max(reference)
    error = max(abs(row[1] - value) for row, value in zip(rows, reference)) / peak
    uncertainty = 2.0 * case["standard_error_of_peak"]
    goal = 5e-4 if law == "normal" and scale == 1.0 else 2e-3
    meets_goal = error <= goal
    trusted = (error - uncertainty) / 3.0 <= estimated <= 30.0 * (error + uncertainty)
    failed |= not (meets_goal and trusted)
    print(
        f"{'ok' if meets_goal and trusted else 'FAILED'} {law}, scale {scale}, packets of {fwhm} MHz: error {error:.1e} "
        f"(goal {goal:.0e}, reference uncertain by {uncertainty:.1e}), estimated {estimated:.1e}"
    )
sys.exit(1 if failed else 0)
