"""Opens a results file as its users do and checks what docs/results.md promises.

open_in_python.py RESULTS DECK given|fitted prints every broken promise and exits with 1 if there is one.
open_in_python.py RESULTS DECK sensitivity does so for the file of a saltelli scan after `lpsglass sensitivity`.
"""
import hashlib
import sys

import h5py
import numpy as np
import xarray

FLUCTUATIONS = ["beta_1", "beta_2", "beta_3", "theta_12", "theta_23", "theta_13"]
NAMED = {
    "fluctuation": FLUCTUATIONS,
    "bond": ["1", "2", "3"],
    "pair": ["12", "23", "13"],
    "family": ["beta", "theta"],
    "direction": ["x", "y", "z"],
    "order": ["123", "132", "213", "231", "312", "321"],
}
ROOT_ATTRIBUTES = """file_type schema_version program_version git_revision created ranks hostname command_line
    library_versions instruction_level deck_sha256 elapsed_s uncertainty""".split()

broken = []
checked = 0


def check(holds, promise):
    """Notes a promise that does not hold."""
    global checked
    checked += 1
    if not holds:
        broken.append(promise)


def walk(group):
    """All groups and datasets with their paths, each dataset under every path that it has."""
    for name in group:
        path = group.name.rstrip("/") + "/" + name
        yield path, group[name]
        if isinstance(group[name], h5py.Group):
            yield from walk(group[name])


def content(dataset):
    """The bytes that the attribute sha256 is of."""
    if h5py.check_string_dtype(dataset.dtype):
        texts = np.atleast_1d(dataset.asstr()[()])
        return b"\0".join(text.encode("utf-8") for text in texts)
    return dataset[()].tobytes()


def check_datasets(file):
    """Attributes of every dataset."""
    for path, dataset in walk(file):
        if not isinstance(dataset, h5py.Dataset):
            continue
        attributes = dataset.attrs
        for name in ("units", "long_name"):
            check(isinstance(attributes.get(name), str) and attributes[name], f"{path} has {name}")
        check(attributes.get("sha256") == hashlib.sha256(content(dataset)).hexdigest(), f"{path}: hash of its bytes")
        check(dataset.size > 0, f"{path} is not empty")
        if "flag_values" in attributes:
            known = attributes["flag_values"].tolist()
            check(len(known) == len(attributes["flag_meanings"].split()), f"{path}: a word for every flag")
            check(set(np.unique(dataset[()])) <= set(known), f"{path}: every value has a word")


def check_xarray(name, file):
    """Every group opens with named coordinates and the values that h5py reads."""
    groups = ["/"] + [path for path, item in walk(file) if isinstance(item, h5py.Group)]
    for group in groups:
        with xarray.open_dataset(name, group=group, engine="h5netcdf") as opened:
            for dimension in opened.dims:
                check(dimension in opened.coords, f"{group}: dimension {dimension} has its coordinate")
                if dimension in NAMED and dimension in opened.coords:
                    check(opened[dimension].values.tolist() == NAMED[dimension], f"{group}: names of {dimension}")
            for variable in opened.variables:
                dataset = file[group][variable]
                if h5py.check_string_dtype(dataset.dtype):
                    same = np.array_equal(opened[variable].values.astype(str), dataset.asstr()[()])
                else:
                    same = np.array_equal(opened[variable].values, dataset[()], equal_nan=True)
                check(same, f"{group}/{variable}: xarray reads what h5py reads")
            stored = {key for key, item in file[group].items() if isinstance(item, h5py.Dataset)}
            check(stored == set(map(str, opened.variables)), f"{group}: xarray sees every dataset")


def check_plottable(file):
    """NXdata groups name a signal and axes that fit it."""
    check(file.attrs["NX_class"] == "NXroot", "NXroot")
    check(file.attrs["default"] in file, "the default group exists")
    plottable = [item for _, item in walk(file) if isinstance(item, h5py.Group) and item.attrs.get("NX_class") == "NXdata"]
    check({group.name for group in plottable} >= {"/exponents", "/thermal", "/line", "/spectrum/1"}, "NXdata groups")
    for group in plottable:
        signal = group[group.attrs["signal"]]
        axes = group.attrs["axes"]
        check(len(axes) == signal.ndim, f"{group.name}: an axis for every dimension")
        for length, axis in zip(signal.shape, axes):
            check(axis == "." or group[axis].shape == (length,), f"{group.name}: length of axis {axis}")
        for other in group.attrs.get("auxiliary_signals", []):
            check(group[other].shape == signal.shape, f"{group.name}: shape of {other}")


def check_missing_values(file):
    """A missing value has a status other than ok beside it, and the other way round."""
    alpha_and_beta = np.stack([file["exponents/alpha"][()], file["exponents/beta"][()]], axis=-1)
    check(np.array_equal(np.isfinite(alpha_and_beta), file["exponents/status"][()] == 0), "status of alpha and beta")
    log_eta = file["energy/log_eta"][()]
    check(np.array_equal(np.isfinite(log_eta), file["energy/extinction_status"][()] == 0), "status of ln eta")
    for path, lower in walk(file):
        if not path.endswith("_lower") or path.startswith("/sensitivity/"):
            continue
        base = path[: -len("_lower")]
        ends = [file[base + suffix][()] for suffix in ("_lower", "_median", "_upper")]
        missing = np.isnan(ends)
        check(np.all(missing.all(axis=0) == missing.any(axis=0)), f"{base}: an interval is whole or missing")
        there = ~missing[0]
        check(np.all((ends[0] <= ends[1])[there] & (ends[1] <= ends[2])[there]), f"{base}: the median is within")
        if base + "_linear_disagrees" not in file:
            continue
        value, errors = file[base][()], file[base + "_errors"][()]
        with np.errstate(invalid="ignore"):
            off = np.fmax(abs(ends[0] - (value - errors)), abs(ends[2] - (value + errors))) > 0.5 * errors
        disagrees = np.where(missing[0] | np.isnan(errors), missing[0] != np.isnan(errors), off)
        check(np.array_equal(file[base + "_linear_disagrees"][()], disagrees), f"{base}_linear_disagrees")


def check_summary(name):
    """A table of the summary in one line."""
    with xarray.open_dataset(name, group="summary", engine="h5netcdf") as opened:
        table = opened.to_dataframe()
        check(table.index.name == "set" and table.index.tolist() == [0], "the summary is indexed by set")
        check(len(table.columns) == len(opened.data_vars), "a column for every summary value")
        check(np.isfinite(table.at[0, "alpha_at_tg"]), "alpha at the glass temperature")


def check_line(name):
    """The measured line and the model's."""
    with xarray.open_dataset(name, group="spectrum/1", engine="h5netcdf") as line:
        check(np.array_equal(line.observed - line.model, line.residual), "residual")
        check(line.attrs["reconstructed"] == 1, "the shipped line is told to be reconstructed")
        check(line.frequency.attrs["units"] == "MHz", "unit of the frequency")


def check_fit(name, file, fitted):
    """What only a fit gives, and what stands in its place without one."""
    check(file.attrs["uncertainty"] == ("posterior" if fitted else "none"), "attribute uncertainty")
    check(("parameter" in file["fit"]) == fitted, "/fit/parameter is there with a fit only")
    with xarray.open_dataset(name, group="fit", engine="h5netcdf") as fit:
        one = fit.amplitude.sel(set=0, spectrum=1, fluctuation="theta_13")
        check(one.item() == file["fit/amplitude"][0, 0, 5], "an amplitude is found by its name")
        states = dict(zip(fit.status.attrs["flag_values"].tolist(), fit.status.attrs["flag_meanings"].split()))
        check((states[fit.status.item()] == "given") != fitted, "the fit's state")
        if not fitted:
            check(bool(np.isnan(fit.amplitude_errors).all()), "given amplitudes have no error")
            return
        check(fit.fit_parameter.values.tolist() == FLUCTUATIONS, "names of the fitted parameters")
        variance = np.diagonal(fit.covariance.values[0, 0])
        # The error is the root of the variance, both rounded once: two units in the last place.
        check(np.allclose(fit.parameter_errors.values[0, 0] ** 2, variance, rtol=1e-15, atol=0), "errors and covariance")
        check(fit.parameter.attrs["units"] == "degree", "unit of the fitted parameters")


def check_sensitivity_group(name, group, dimensions):
    """Measures, intervals, convergence and checks of one group of outputs."""
    with xarray.open_dataset(name, group=f"sensitivity/{group}", engine="h5netcdf") as opened:
        parameters = opened.scan_parameter.values.tolist()
        for measure in ("first_order", "total"):
            one = opened[measure]
            check(one.dims == dimensions + ("scan_parameter",), f"{group}/{measure}: dimensions")
            check(one.attrs["units"] == "1", f"{group}/{measure}: units")
            lower, upper = opened[measure + "_lower"], opened[measure + "_upper"]
            there = np.isfinite(one.values)
            check(np.array_equal(np.isfinite(lower.values), there), f"{group}/{measure}: intervals where values are")
            check(bool(((lower <= one) & (one <= upper)).values[there].all()), f"{group}/{measure}: within its interval")
            stages = opened[measure + "_convergence"]
            check(stages.dims == ("base_samples",) + one.dims, f"{group}/{measure}: convergence")
            last = stages.sel(base_samples=opened.base_samples[-1])
            check(np.array_equal(last.values, one.values, equal_nan=True), f"{group}/{measure}: the last stage is all")
            has_indices = opened.status == 0
            check(np.array_equal(there.all(axis=-1), has_indices.values), f"{group}/{measure}: a status where there is none")
        check(opened.second_order.dims == dimensions + ("scan_parameter", "scan_parameter_2"), f"{group}: pairs")
        check(opened.scan_parameter_2.values.tolist() == parameters, f"{group}: names of the second of a pair")
        withheld = (opened.dropped_share > 0.2).values
        check(np.array_equal(opened.status.values == 2, withheld), f"{group}: withheld above 20 percent")


def check_sensitivity(name, file):
    """What `lpsglass sensitivity --second-order` adds."""
    attributes = file["sensitivity"].attrs
    check(attributes["design"] == "saltelli" and attributes["confidence"] == 0.95, "attributes of /sensitivity")
    check(set(file["sensitivity"]) == {"summary", "alpha", "beta", "alpha_minus_beta"}, "groups of /sensitivity")
    for group in ("alpha", "beta", "alpha_minus_beta"):
        check_sensitivity_group(name, group, ("temperature",))
    check_sensitivity_group(name, "summary", ("output",))
    with xarray.open_dataset(name, group="sensitivity/summary", engine="h5netcdf") as opened:
        table = opened.total.sel(output="beta_at_tg").to_series().sort_values(ascending=False)
        check(table.index[0] == "stiffness", "the parameter that decides beta")


def main():
    name, deck, kind = sys.argv[1:]
    with h5py.File(name, "r") as file:
        check(file.attrs["file_type"] == "lpsglass results", "file_type")
        check(file.attrs["schema_version"].tolist() == [1, 0], "schema_version")
        for attribute in ROOT_ATTRIBUTES:
            check(attribute in file.attrs, f"root attribute {attribute}")
        with open(deck, encoding="utf-8") as text:
            check(file["deck/text"].asstr()[()] == text.read(), "/deck/text is the deck")
        check_datasets(file)
        check_xarray(name, file)
        if kind == "sensitivity":
            check_sensitivity(name, file)
            finish(name)
        check_plottable(file)
        check_missing_values(file)
        check_summary(name)
        check_line(name)
        check_fit(name, file, kind == "fitted")
    finish(name)


def finish(name):
    """Tells what is broken and ends."""
    print("\n".join(f"BROKEN: {promise}" for promise in broken) or f"{name}: all {checked} promises hold.")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
