-- Volume of corrosion product, or another second phase, in place of the metal that a feature lost; empty where there is none.
ALTER TABLE feature ADD COLUMN product_um3 DOUBLE PRECISION;
ALTER TABLE feature ADD COLUMN product_u_um3 DOUBLE PRECISION;
