"""What a physicist would otherwise write: the line and its fit in NumPy and SciPy (numpy_glass.py), measured and checked.

    baseline.py time [--orders 5,4,4,2,1,1 --fine 65]   one round of times, as JSON
    baseline.py judge PROGRAM --amplitudes A,B,C,D,E,F;...  true error of its line, and minima on a converged one
    baseline.py check PROGRAM                           holds frequencies, line, chi^2 and fit against the program; no times

tests/benchmark/run uses the first two, the test regression.baseline the third.

The fit is scipy.optimize.least_squares as it comes (trust region reflective, 2-point differences, its default tolerances
of 1e-8), the scale solved linearly inside each evaluation, a row per prior. `orders` and `fine` are the rule of the
conditional integration, as numpy_glass.ConditionalLine takes it: those that the program chooses. The choice itself is
free for SciPy, and part of the program's time.
"""
import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import scipy
from scipy.optimize import least_squares

from numpy_glass import ConditionalLine, DirectLine, Glass

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DECK = SOURCE / "input" / "as2se3.toml"
CONVERGED = SOURCE / "tests" / "regression" / "line_converged" / "line_converged.json"
MEMBERS = 65536


class Data:
    def __init__(self):
        with open(SOURCE / "input" / "data" / "as2se3_glass_77K_reconstructed.csv") as file:
            rows = list(csv.reader(row for row in file if not row.startswith("#")))[1:]
        self.frequency, self.observed, self.sigma = np.array(rows, dtype=float).T


class Fit:
    """Data and priors against a line; x are the six amplitudes in degrees."""

    def __init__(self, glass, data, line):
        self.glass, self.data, self.line = glass, data, line
        self.weighted = data.observed / data.sigma

    def residuals(self, x):
        shape = self.line(x) / self.data.sigma
        scale = max(0.0, shape @ self.weighted / (shape @ shape))
        return np.concatenate((scale * shape - self.weighted, (x - self.glass.prior) / self.glass.prior_sigma))

    def chi2(self, x):
        """Of the data, and of the priors."""
        r = self.residuals(x)
        return r[:-6] @ r[:-6], r[-6:] @ r[-6:]

    def objective(self, x):
        return sum(self.chi2(x))

    def minimise(self):
        return least_squares(
            self.residuals, self.glass.amplitude, jac="2-point", bounds=(self.glass.lower, self.glass.upper)
        )


def converged_case():
    with open(CONVERGED) as file:
        cases = json.load(file)["cases"]
    (case,) = [c for c in cases if c["law"] == "normal" and c["scale"] == 1.0 and c["packet_fwhm_MHz"] == 1.0]
    return np.array(case["frequency_MHz"]), np.array(case["intensity"])


def true_error(frequency, line):
    """Largest deviation from the converged line on these frequencies, relative to its peak."""
    at, reference = converged_case()
    places = np.searchsorted(at, frequency)
    assert np.array_equal(at[places], frequency)
    return np.abs(line - reference[places]).max() / reference.max()


def converged_fit(glass, data):
    """The data against a line that further nodes change by 1e-7 of the peak: what chi^2 of different minima is compared on."""
    return Fit(glass, data, ConditionalLine(glass, data.frequency, glass.amplitude, (9, 7, 7, 4, 3, 2), 101))


def seconds(act, budget, least=3):
    """Processor times of single calls, after one to warm up, until the budget is used up. (Not times of the clock: other
    work on the machine should not count.)"""
    act()
    times = []
    while len(times) < least or (sum(times) < budget and len(times) < 1000):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return times


def measure(orders, fine):
    glass, data = Glass(DECK), Data()
    bins, x = data.frequency, glass.amplitude
    judge = converged_fit(glass, data)
    lines = {
        "direct": DirectLine(glass, bins, MEMBERS),
        "binned": DirectLine(glass, bins, MEMBERS, packets="binned"),
        "conditional": ConditionalLine(glass, bins, x, orders, fine),
    }
    times = {"frequency": [t / MEMBERS for t in seconds(lambda: lines["direct"].frequencies(x), 0.3)]}
    whole = DirectLine(glass, bins, MEMBERS, block=MEMBERS)
    times["line_whole"] = seconds(lambda: whole(x), 0.4)
    errors, fits = {"whole": true_error(bins, whole(x))}, {}
    for name, line in lines.items():
        fit = Fit(glass, data, line)
        result = fit.minimise()
        times[f"line_{name}"] = seconds(lambda: line(x), 0.4)
        times[f"fit_{name}"] = seconds(fit.minimise, 0.4, least=1)
        errors[name] = true_error(bins, line(x))
        fits[name] = {
            "objective": 2.0 * result.cost,
            "on_converged_line": judge.objective(result.x),
            "lines": result.nfev + 6 * result.njev,  # SciPy does not count those of its differences
        }
    best = least_squares(judge.residuals, result.x, bounds=(glass.lower, glass.upper), xtol=1e-12, ftol=1e-12)
    out = {
        "versions": f"NumPy {np.__version__}, SciPy {scipy.__version__}",
        "members": MEMBERS,
        "times": times,
        "errors": errors,
        "fits": fits,
        "best_objective": 2.0 * best.cost,
    }
    print(json.dumps(out))


def judge_program(program, minima):
    """The objective on the converged line at minima (amplitudes in degrees), and the true error of the program's line."""
    glass, data = Glass(DECK), Data()
    with tempfile.TemporaryDirectory() as folder:
        line, _ = line_of_program(program, pathlib.Path(folder), 'method = "conditional"')
    judge = converged_fit(glass, data)
    objectives = [judge.objective(np.array(x)) for x in minima]
    print(json.dumps({"objective": objectives, "line_error": true_error(data.frequency, line)}))


def line_of_program(program, folder, method):
    deck = folder / "line.toml"
    bins = Data().frequency
    deck.write_text(
        f'schema = 1\ninclude = "{DECK}"\n[nqr]\nensemble = {{ law = "normal", {method} }}\n'
        f"grid = {{ start = {bins[0]}, stop = {bins[-1]}, step = {bins[1] - bins[0]} }}\n"
    )
    run = subprocess.run([program, "line", deck], capture_output=True, text=True, check=True)
    rows = np.array([row.split(",") for row in run.stdout.splitlines()[1:]], dtype=float)
    assert np.allclose(rows[:, 0], bins, rtol=0, atol=1e-9)
    mean = float(run.stderr.split("mean ")[1].split(" MHz")[0])
    return rows[:, 1], mean


def fit_of_program(program, folder, fit):
    import h5py

    deck, results = folder / "fit.toml", folder / "fit.h5"
    deck.write_text(f'schema = 1\ninclude = "{DECK}"\n{fit}')
    subprocess.run([program, "run", deck, "-o", results, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    with h5py.File(results) as file:
        return tuple(file["fit"][name][0, 0] for name in ("amplitude", "chi2", "prior_chi2"))


def check(program):
    failures = 0

    def hold(what, deviation, limit):
        nonlocal failures
        failures += not deviation <= limit
        print(f"{'ok' if deviation <= limit else 'FAILED'} {what}: {deviation:.1e}, allowed {limit:.1e}")

    glass, data = Glass(DECK), Data()
    bins, x = data.frequency, glass.amplitude
    with tempfile.TemporaryDirectory() as folder_name:
        folder = pathlib.Path(folder_name)
        direct = DirectLine(glass, bins, MEMBERS)
        line, mean = line_of_program(program, folder, f'method = "direct", points = {MEMBERS}')
        own = direct(x)
        # Two ways to round a sum of 65536 numbers; the program drops packets below 1e-14 of their peak.
        hold("direct line, relative to the peak", np.abs(line - own).max() / own.max(), 1e-11)
        # The program prints six decimals.
        hold("mean of the members' frequencies, MHz", abs(direct.frequencies(x).mean() - mean), 6e-7)
        binned = DirectLine(glass, bins, MEMBERS, packets="binned")(x)
        # (step)^2/12 times the second derivative at the peak, 1/variance = 1/2.4 MHz^2, is 1.4e-5.
        hold("binned packets against exact ones, relative to the peak", np.abs(binned - own).max() / own.max(), 2e-5)

        line, _ = line_of_program(program, folder, 'method = "conditional"')
        hold("true error of the program's line", true_error(bins, line), 5e-4)
        hold("true error of the conditional line in NumPy", true_error(bins, ConditionalLine(glass, bins, x, (5, 4, 4, 2, 1, 1), 65)(x)), 5e-4)

        judge = converged_fit(glass, data)
        # Three standard errors of the reference: more nodes change the fifth digit of it.
        hold("true error of the line that judges fits", true_error(bins, judge.line(x)), 7.5e-5)
        minimum, chi2, prior_chi2 = fit_of_program(program, folder, '[fit]\nstarts = 1\nuncertainty = "linear"\n')
        own_chi2, own_prior_chi2 = judge.chi2(minimum)
        # d chi^2 = 2 r dI s/sigma summed over bins: with errors of 5e-4 of a peak of 67 sigma, 41 bins and residuals of
        # both signs around 1, some 2 sqrt(41) 0.03.
        hold("chi^2 at the program's minimum", abs(own_chi2 - chi2), 0.4)
        hold("prior's chi^2 at the program's minimum", abs(own_prior_chi2 - prior_chi2), 1e-9)
        best = least_squares(judge.residuals, minimum, bounds=(glass.lower, glass.upper), xtol=1e-12, ftol=1e-12)
        # The program's minimum is that of a line with errors up to 5e-4 of the peak, 0.03 sigma, which moves it by some
        # hundredths of a standard error.
        hold("the program's minimum above the best one on the converged line", judge.objective(minimum) - 2.0 * best.cost, 1e-2)
        scipy_fit = Fit(glass, data, ConditionalLine(glass, bins, x, (5, 4, 4, 2, 1, 1), 65)).minimise()
        # SciPy keeps the rule of its start, which is a few times worse at the minimum: 0.1 sigma.
        hold("SciPy's minimum above the best one on the converged line", judge.objective(scipy_fit.x) - 2.0 * best.cost, 0.1)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=("time", "judge", "check"))
    parser.add_argument("program", nargs="?", help="path of lpsglass")
    parser.add_argument("--orders", default="5,4,4,2,1,1")
    parser.add_argument("--fine", type=int, default=65)
    parser.add_argument("--amplitudes", help="of judge: of minima that were found, degrees")
    arguments = parser.parse_args()
    if arguments.mode == "check":
        check(os.path.abspath(arguments.program))
    elif arguments.mode == "judge":
        judge_program(os.path.abspath(arguments.program), [[float(a) for a in x.split(",")] for x in arguments.amplitudes.split(";")])
    else:
        measure(tuple(int(n) for n in arguments.orders.split(",")), arguments.fine)
