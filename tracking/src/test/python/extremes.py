"""Data sets and expected values of ExtremeFitTest: maximum likelihood with scipy.stats. Run with python3; needs scipy.

Writes ../resources/patina/growth/extremes_N.csv and expected.csv beside them: file, model, limit, location, scale, shape
(xi = -c of scipy), log likelihood, return level of period 50.
"""

import pathlib

import numpy as np
from scipy import optimize, stats

out = pathlib.Path(__file__).parent.parent / "resources" / "patina" / "growth"
tight = lambda f, x0, args=(), disp=0: optimize.fmin(
    f, optimize.fmin(f, x0, args=args, disp=0, xtol=1e-10, ftol=1e-12, maxiter=9999, maxfun=9999),
    args=args, disp=0, xtol=1e-10, ftol=1e-12, maxiter=9999, maxfun=9999)
rng = np.random.default_rng(1994)
sets = {
    "extremes_1": (stats.gumbel_r(80, 12).rvs(20, random_state=rng), None),
    "extremes_2": (stats.genextreme(0.2, 120, 25).rvs(50, random_state=rng), None),
    "extremes_3": (stats.genextreme(-0.25, 40, 9).rvs(100, random_state=rng), None),
    "extremes_4": (stats.gumbel_r(30, 10).rvs(60, random_state=rng), 25.0),
    "extremes_5": (stats.weibull_min(3, 0, 60).rvs(35, random_state=rng), None),
}
rows = ["file,model,limit,location,scale,shape,loglikelihood,level50"]
for name, (x, limit) in sets.items():
    x = np.round(x, 2)
    (out / f"{name}.csv").write_text("cell,depth_um\n" + "".join(f"{i},{v}\n" for i, v in enumerate(x)))
    for model in ("gumbel", "gev"):
        if limit is None:
            if model == "gumbel":
                p = stats.gumbel_r.fit(x, optimizer=tight)
                d, shape = stats.gumbel_r(*p), 0.0
            else:
                p = stats.genextreme.fit(x, 0.0 if name != "extremes_3" else -0.2, optimizer=tight)
                d, shape = stats.genextreme(*p), -p[0]
            ll = d.logpdf(x).sum()
            location, scale = p[-2:]
        else:
            above, below = x[x >= limit], (x < limit).sum()

            def dist(q):
                return stats.gumbel_r(q[0], np.exp(q[1])) if model == "gumbel" else stats.genextreme(-q[2], q[0], np.exp(q[1]))

            def cost(q):
                return -(dist(q).logpdf(above).sum() + below * dist(q).logcdf(limit))

            start = [np.mean(above), np.log(np.std(above))] + ([0.01] if model == "gev" else [])
            q = tight(cost, start)
            location, scale, shape = q[0], np.exp(q[1]), q[2] if model == "gev" else 0.0
            d, ll = dist(q), -cost(q)
        rows.append(f"{name},{model},{'' if limit is None else limit},{location:.8g},{scale:.8g},{shape:.8g},{ll:.8g},{d.ppf(1 - 1 / 50):.8g}")
(out / "expected.csv").write_text("\n".join(rows) + "\n")
print("\n".join(rows))
