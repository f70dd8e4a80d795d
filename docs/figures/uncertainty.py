"""Tables of docs/uncertainty.md from the results files that uncertainty.sh makes: uncertainty.py FOLDER"""

import sys

import h5py

folder = sys.argv[1]
quantities = ["alpha_at_tg", "beta_at_tg", "lambda_alpha_at_tg", "lambda_beta_at_tg"]


def interval(summary, name):
    return f"[{summary[name + '_lower'][0]:.2f}, {summary[name + '_upper'][0]:.2f}]"


def range_over_orders(file, name):
    values = file[f"exponents/{name}_by_order"][0]
    return f"{values.min():.2f} to {values.max():.2f}", 0.5 / values


print("| | alpha | beta | lambda from alpha | lambda from beta | a crossing | within 50 K |")
print("|---|---|---|---|---|---|---|")
with h5py.File(f"{folder}/linear.h5") as file:
    summary = file["summary"]
    values = [f"{summary[q][0]:.2f} +- {summary[q + '_errors'][0]:.2f}" for q in quantities]
    count = int(summary["crossing_count"][0])
    print(f"| best fit, `linear` | {' | '.join(values)} | {count or 'none'} | {int(summary['crosses_near_tg'][0]) or 'none'} |")
for way in ["profile", "bootstrap", "posterior"]:
    with h5py.File(f"{folder}/{way}.h5") as file:
        summary = file["summary"]
        shares = [f"{100 * summary[s][0]:.1f} %" if summary["draws"][0] else "-" for s in ("share_crossing", "share_crossing_near_tg")]
        print(f"| `{way}` | {' | '.join(interval(summary, q) for q in quantities)} | {' | '.join(shares)} |")
for name, title in [("linear", "best fit, six labellings"), ("paper", "printed amplitudes, six labellings")]:
    with h5py.File(f"{folder}/{name}.h5") as file:
        alpha, lambda_alpha = range_over_orders(file, "alpha")
        beta, lambda_beta = range_over_orders(file, "beta")
        lambdas = [f"{x.min():.2f} to {x.max():.2f}" for x in (lambda_alpha, lambda_beta)]
        print(f"| {title} | {alpha} | {beta} | {' | '.join(lambdas)} | | |")
with h5py.File(f"{folder}/paper.h5") as file:
    summary = file["summary"]
    values = [f"{summary[q][0]:.2f}" for q in quantities]
    print(f"| printed amplitudes | {' | '.join(values)} | at {summary['crossing_temperature'][0]:.0f} K | yes |")

print()
with h5py.File(f"{folder}/posterior.h5") as file:
    fit = file["fit"]
    print("R-hat", fit["r_hat"][0, 0].round(4), "effective sample size", fit["effective_sample_size"][0, 0].round())
    print("missing: alpha", file["summary/share_alpha_missing"][0], "beta", file["summary/share_beta_missing"][0])
    median = [f"{file['summary'][q + '_median'][0]:.2f}" for q in quantities]
    print("medians", median)
    for n in ("crossing_temperature", "lambda_at_crossing"):
        print(n, interval(file["summary"], n))
