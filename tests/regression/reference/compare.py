"""Compares a results file with reference values: compare.py RESULTS REFERENCE DECK.

Everything but the line agrees to 1e-9 of each value (derivatives are exact, so that only rounding is left); the
direct line, its mean and its standard deviation to 1e-9 of the peak, of the mean and of the deviation. Prints the
largest deviation of every quantity and exits with 1 if one is too large.
"""
import json
import re
import sys

import h5py
import numpy as np

RELATIVE = 1e-9

failed = False
compared = 0


def compare(name, ours, reference, scale=None):
    """Deviation relative to each reference value, or to `scale`."""
    global failed, compared
    ours, reference = np.asarray(ours, float), np.asarray(reference, float)
    if ours.shape != reference.shape:
        print(f"FAILED {name}: shape {ours.shape} instead of {reference.shape}")
        failed = True
        return
    worst = np.max(np.abs(ours - reference) / (np.abs(reference) if scale is None else scale))
    good = worst <= RELATIVE  # not a number is not good
    failed |= not good
    compared += reference.size
    print(f"{'ok' if good else 'FAILED'} {name}: {worst:.1e}")


results_file, reference_file, deck_file = sys.argv[1:]
with open(reference_file) as file:
    reference = json.load(file)
with open(deck_file) as file:
    coupling = float(re.search(r"^coupling = (\S+)", file.read(), re.MULTILINE)[1])

with h5py.File(results_file) as results:
    get = lambda path: results[path][0] if results[path].shape[0] == 1 else sys.exit(f"{path}: not one set")
    spectrum = lambda path: get(path)[0]  # the deck has no spectrum: one row, its own amplitudes

    structure = reference["mean_structure"]
    compare("frequency", get("structure/frequency"), structure["frequency_MHz"])
    compare("asymmetry", get("structure/asymmetry"), structure["asymmetry"])
    compare("bond polar angle", get("structure/bond_polar_angle"), structure["bond_polar_angle_deg"])
    compare("valence energy", get("structure/valence_energy"), structure["valence_energy_eV"])
    for name in ("s_character", "polarity", "hybrid_cosine"):
        compare(name, get("structure/" + name), structure[name])

    line = reference["line"]
    compare("line frequencies", results["line/frequency"][:], line["frequency_MHz"])
    compare("line", results["line/intensity"][0], line["intensity"], max(line["intensity"]))
    compare("line mean", results["line/mean"][0], line["mean_MHz"])
    compare("line standard deviation", results["line/standard_deviation"][0], line["sd_MHz"])

    energy = reference["energy"]
    compare("ground states", spectrum("energy/ground_state"), energy["ground_state_eV"])
    compare("forces", spectrum("energy/force"), energy["force"])
    compare("forces through the overlap", spectrum("energy/force_overlap")[3:], energy["force_overlap_theta"])
    compare("frustration", np.linalg.norm(spectrum("energy/frustration"), axis=1), energy["frustration_norm_eV_A"])
    compare("Re Phi", spectrum("energy/phi_real"), energy["Phi_real"])
    compare("Im Phi / coupling", spectrum("energy/phi_imag") / coupling, energy["Phi_imag_per_coupling"])
    compare("gauge phase", spectrum("energy/gauge_phase"), energy["gauge_phase"])
    compare("bath", spectrum("energy/bath"), energy["bath_A"])
    compare("ln eta", spectrum("energy/log_eta"), energy["log_eta"])

    thermal = reference["thermal"]
    column = lambda key: [row[key] for row in thermal]
    compare("temperatures", results["exponents/temperature"][:], column("T"))
    for name in ("probability", "log10_rate", "log10_extinction_time", "specific_heat"):
        compare(name, get("thermal/" + name), column(name))
    for name in ("alpha", "beta"):
        compare(name, get("exponents/" + name), column(name))

    if "crossing" in reference:
        compare("crossing temperature", get("summary/crossing_temperature"), reference["crossing"]["T"])
        compare("lambda at the crossing", get("summary/lambda_at_crossing"), reference["crossing"]["lam"])
    elif get("summary/crossing_count") != 0.0 or not np.isnan(get("summary/crossing_temperature")):
        print("FAILED: alpha and beta cross, which they do not in the reference")
        failed = True

expected = 389 if "crossing" in reference else 387
if compared != expected:
    print(f"FAILED: {compared} values compared instead of {expected}")
    failed = True
sys.exit(1 if failed else 0)
