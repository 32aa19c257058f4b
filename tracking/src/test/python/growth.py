"""Expected values of GrowthFitterTest: numpy and scipy on the same numbers. Run with python3; needs numpy and scipy."""

import numpy as np
from scipy.optimize import least_squares


def covariance(u, shared):
    u = np.asarray(u)
    return np.diag(u**2 - shared**2) + shared**2


t, y, u = np.array([24.0, 48, 72]), np.array([10, 14.2, 17.9]), [0.5, 0.6, 0.7]
w = np.linalg.inv(covariance(u, 0.3))
x = np.stack([np.ones(3), t], 1)
c = np.linalg.inv(x.T @ w @ x)
print("line", c @ x.T @ w @ y, np.sqrt(c[1, 1]))

t = np.array([0.0, 24, 48, 96, 168, 240, 336])
y = np.array([0.6, 12.1, 17.9, 24.6, 32.9, 38.4, 46.5])
u = [0.5, 0.5, 0.6, 0.6, 0.7, 0.8, 0.9]
root = np.linalg.cholesky(np.linalg.inv(covariance(u, 0.3))).T


def off(p):
    k, t0, n = p
    return root @ (y - k * np.maximum(t - t0, 0) ** n)


best = min(
    (least_squares(off, [2, s, n], bounds=([0, -400, 0.05], [100, 0, 3]), x_scale=[1, 1, 0.1], xtol=1e-14, ftol=1e-14)
     for s in (-1, -5, -20) for n in (0.4, 0.6, 1)), key=lambda r: r.cost)
k, t0, n = best.x
print("power", best.x, "chi2", 2 * best.cost, "rate", k * n * (336 - t0) ** (n - 1))
