#pragma once

namespace lpsglass::model {

/// Law of the standardised fluctuations zeta_k, zero mean and unit variance (docs/theory.md section 4).
enum class EnsembleLaw { normal, uniform, arcsine };

/// How the expectation over the ensemble is integrated (docs/theory.md section 4).
enum class IntegrationMethod { conditional, direct };

/// Level that enters the partition function: u = E0/N or |E0|/N (docs/theory.md section 6).
enum class Weight { well, barrier };

/// Which fluctuation of a family freezes first (docs/theory.md section 6).
enum class FreezingOrder { listed, by_probability };

} // namespace lpsglass::model
