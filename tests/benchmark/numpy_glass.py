"""The NQR line of the glass in NumPy, as a physicist would write it, from docs/theory.md sections 1 to 4.

It shares no code with the program. Everything is vectorised over members; arrays of members are the last axis, so that
every operation runs over contiguous numbers.
"""
import math
import tomllib

import numpy as np
from scipy.stats import norm, qmc

HBAR2_OVER_M = 7.6199642  # eV A^2, CODATA 2018
NAMES = ("beta_1", "beta_2", "beta_3", "theta_12", "theta_23", "theta_13")
FIRST, SECOND = (0, 1, 0), (1, 2, 2)  # bonds of the pairs 12, 23, 13
# Members worked on at a time: the dozen arrays of a block stay in a cache of 1 MB. Measured against arrays of all
# members at once, this halves the time.
BLOCK = 4096


class Glass:
    """The constants of a deck, its bounds, priors and data, in radians, eV, A and MHz."""

    def __init__(self, path):
        with open(path, "rb") as file:
            deck = tomllib.load(file)
        structure, bonds, nqr = deck["structure"], deck["tight_binding"], deck["nqr"]
        column = lambda x: np.array(x, dtype=float)[:, None]
        self.angle = np.radians(column(structure["bond_angle"]))
        self.offset = np.radians(column(structure["hybrid_offset"]))
        self.lag = 1.0 - structure["hybrid_following"]
        tilt = math.radians(structure["selenium_tilt"])
        scale = HBAR2_OVER_M / column(structure["bond_length"]) ** 2
        self.sp = bonds["eta_sp_sigma"] * math.cos(tilt) * scale
        self.pp_sigma = bonds["eta_pp_sigma"] * math.cos(tilt) * scale
        self.pp_pi = bonds["eta_pp_pi"] * math.sin(tilt) * scale
        self.arsenic_s, self.arsenic_p, self.selenium_p = (bonds[k] for k in ("arsenic_s", "arsenic_p", "selenium_p"))
        self.coupling = nqr["coupling_4p"]
        self.packet = nqr["packet_fwhm"] / math.sqrt(8.0 * math.log(2.0))
        self.mean_polar = 0.0
        self.mean_polar = self._geometry(np.zeros((6, 1)))[1]

        amplitudes = [deck["amplitude"][name] for name in NAMES]
        self.amplitude, self.lower, self.upper, self.prior, self.prior_sigma = (
            np.array([a.get(key, math.nan) for a in amplitudes]) for key in ("value", "min", "max", "prior", "prior_sigma")
        )  # degree

    def _geometry(self, fluctuation):
        cos_angle = np.cos(self.angle + fluctuation[3:])
        c12, c23, c13 = cos_angle
        squares = c12 * c12 + c23 * c23 + c13 * c13
        determinant = 1.0 + 2.0 * c12 * c23 * c13 - squares
        adjugate = 3.0 - squares + 2.0 * (c13 * c23 + c12 * c23 + c12 * c13 - c12 - c23 - c13)
        cos2 = determinant / adjugate
        return cos_angle, np.arccos(np.sqrt(cos2)), cos2, determinant

    def frequency(self, fluctuation):
        """Frequencies, MHz, of members with these fluctuations (6 x members, rad); NaN where they are no pyramid."""
        with np.errstate(invalid="ignore", divide="ignore"):
            cos_angle, polar, cos2, determinant = self._geometry(fluctuation)
            misalignment = self.offset + fluctuation[:3] - self.lag * (polar - self.mean_polar)
            hybrid = polar + misalignment
            cos_beta, sin_beta = np.cos(hybrid), np.sin(hybrid)
            cos_azimuth = (cos_angle - cos2) / (1.0 - cos2)
            cosine = cos_beta[FIRST, :] * cos_beta[SECOND, :] + sin_beta[FIRST, :] * sin_beta[SECOND, :] * cos_azimuth
            c12, c23, c13 = cosine
            t = np.stack((-c12 * c13 / c23, -c12 * c23 / c13, -c13 * c23 / c12))
            s = t / (1.0 + t)
            lone_pair = 1.0 - s.sum(axis=0)
            pp = self.pp_sigma * np.cos(misalignment) + self.pp_pi * np.sin(misalignment)
            overlap = np.sqrt(s) * self.sp + np.sqrt(1.0 - s) * pp
            polar_energy = 0.5 * (s * self.arsenic_s + (1.0 - s) * self.arsenic_p - self.selenium_p)
            polarity = polar_energy / np.sqrt(overlap * overlap + polar_energy * polar_energy)
            w = (1.0 + polarity) * (1.0 - s)
            square = (w * w).sum(axis=0) + (w[FIRST, :] * w[SECOND, :] * (3.0 * cosine * cosine - 1.0)).sum(axis=0)
            nu = 0.5 * self.coupling * np.sqrt(square)
        no_pyramid = (determinant <= 0.0) | (cosine >= 0.0).any(axis=0) | (lone_pair < 0.0) | (lone_pair > 1.0)
        if no_pyramid.any():
            nu[no_pyramid] = math.nan
        return nu


class DirectLine:
    """Mean of Gaussian packets over the members of an unscrambled Sobol sequence.

    packets "exact": an exponential per member and bin. "binned": members shared out linearly to a grid of 0.02 MHz,
    which is then folded with the packet; it costs no exponential, and its error is (0.02 MHz)^2/12 times the line's
    second derivative, 1e-5 of the peak.
    """

    def __init__(self, glass, bins, members, packets="exact", block=BLOCK):
        self.glass, self.bins, self.packets, self.block = glass, np.asarray(bins), packets, block
        sequence = qmc.Sobol(d=6, scramble=False)
        sequence.fast_forward(1)  # without the origin
        self.zeta = np.ascontiguousarray(norm.ppf(sequence.random(members)).T)
        if packets == "binned":
            self.step, self.start = 0.02, self.bins[0] - 12.0
            self.cells = int((self.bins[-1] + 12.0 - self.start) / self.step) + 1
            centres = self.start + self.step * np.arange(self.cells)
            self.fold = _packet((self.bins[:, None] - centres) / glass.packet)

    def frequencies(self, amplitude_deg):
        x = np.radians(amplitude_deg)[:, None]
        starts = range(0, self.zeta.shape[1], self.block)
        nu = np.concatenate([self.glass.frequency(x * self.zeta[:, i : i + self.block]) for i in starts])
        return nu[np.isfinite(nu)] if np.isnan(nu).any() else nu

    def __call__(self, amplitude_deg):
        nu = self.frequencies(amplitude_deg)
        if self.packets == "exact":
            total = _sum_packets(self.bins, nu, self.glass.packet)
        else:
            place = (nu - self.start) / self.step
            cell = place.astype(np.int64)
            share = place - cell
            inside = (cell >= 0) & (cell < self.cells - 1)
            if not inside.all():  # too far for any bin
                cell, share = cell[inside], share[inside]
            total = self.fold @ (
                np.bincount(cell, 1.0 - share, self.cells) + np.bincount(cell + 1, share, self.cells)
            )
        return total / (nu.size * self.glass.packet * math.sqrt(2.0 * math.pi))


class ConditionalLine:
    """The conditional integration for the normal law: strands along the gradient, Gauss-Hermite across it.

    orders: nodes along the gradient, then across it, along the eigenvectors of the frequency's second derivative, the
    strongest first; fine: trapezoid nodes on +-6 along a strand. The basis is that of the amplitudes `at`, and turns with
    them by the smallest rotation that keeps its first vector on the gradient.
    """

    def __init__(self, glass, bins, at_deg, orders, fine):
        self.glass, self.bins = glass, np.asarray(bins)
        gradient, curvature = _derivatives(glass)
        x = np.radians(at_deg)
        u = x * gradient / np.linalg.norm(x * gradient)
        across = np.eye(6) - np.outer(u, u)
        values, vectors = np.linalg.eigh(across @ (x[:, None] * curvature * x) @ across + 1e6 * np.outer(u, u))
        order = np.argsort(-np.abs(values[:5]), kind="stable")
        self.gradient, self.first, self.others = gradient, u, vectors[:, order]
        self.node, _ = _hermite(orders[0])
        rules = [_hermite(n) for n in orders[1:]]
        self.across = np.stack([a.ravel() for a in np.meshgrid(*(r[0] for r in rules), indexing="ij")])  # 5 x strands
        weight = np.ones(1)
        for r in rules:
            weight = np.multiply.outer(weight, r[1]).ravel()
        fine_node = np.linspace(-6.0, 6.0, fine)
        fine_weight = np.exp(-0.5 * fine_node**2)
        self.weight = np.multiply.outer(weight, fine_weight / fine_weight.sum()).ravel()
        # Lagrange polynomials of the Gauss nodes at the fine nodes.
        self.interpolation = np.array(
            [np.prod([(fine_node - b) / (a - b) for b in self.node if b != a], axis=0) for a in self.node]
        )

    def __call__(self, amplitude_deg):
        x = np.radians(amplitude_deg)
        u = x * self.gradient
        along = u @ self.first
        u *= math.copysign(1.0, along) / np.linalg.norm(u)
        others = self.others - np.outer(u + self.first, u @ self.others) / (1.0 + u @ self.first)
        zeta = (others @ self.across)[:, :, None] + u[:, None, None] * self.node
        nu = self.glass.frequency((x[:, None, None] * zeta).reshape(6, -1)).reshape(-1, self.node.size)
        fine = (nu @ self.interpolation).ravel()
        total = _sum_packets(self.bins, fine, self.glass.packet, self.weight)
        return total / (self.glass.packet * math.sqrt(2.0 * math.pi))


def _packet(z):
    """exp(-z^2/2), in the place of z."""
    np.multiply(z, z, out=z)
    z *= -0.5
    return np.exp(z, out=z)


def _sum_packets(bins, nu, width, weight=None):
    """Sum of packets of unit height on the bins, a block of members at a time, so that a block stays in the cache."""
    size = min(1024, nu.size)
    total = np.zeros(bins.size)
    scaled = (bins / width)[:, None]
    place = nu / width
    room = np.empty((bins.size, size))
    for i in range(0, nu.size, size):
        block = place[i : i + size]
        z = np.subtract(scaled, block, out=room[:, : block.size])
        if weight is None:
            total += _packet(z).sum(axis=1)
        else:
            total += _packet(z) @ weight[i : i + size]
    return total


def _hermite(n):
    node, weight = np.polynomial.hermite_e.hermegauss(n)
    return node, weight / weight.sum()


def _derivatives(glass, step=1e-3):
    """First and second derivatives of the frequency by the fluctuations at the mean structure, by differences."""
    points = [np.zeros(6)]
    for i in range(6):
        for j in range(i, 6):
            for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
                points.append(step * (a * np.eye(6)[i] + b * np.eye(6)[j]))
    nu = glass.frequency(np.array(points).T)
    gradient, curvature = np.empty(6), np.empty((6, 6))
    place = 1
    for i in range(6):
        for j in range(i, 6):
            up, right, left, down = nu[place : place + 4]
            place += 4
            # For i = j the four points are 2 e_i, 0, 0, -2 e_i steps away.
            curvature[i, j] = curvature[j, i] = (up - right - left + down) / (4.0 * step * step)
            if i == j:
                gradient[i] = (up - down) / (4.0 * step)
    return gradient, curvature
