-- By how much a crack's sides moved apart since the reference scan; empty where displacements were not measured or do not tell it.
ALTER TABLE feature ADD COLUMN opening_jump_um DOUBLE PRECISION;
ALTER TABLE feature ADD COLUMN opening_jump_u_um DOUBLE PRECISION;
