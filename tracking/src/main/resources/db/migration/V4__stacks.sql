-- A scan that was stitched from several stacks along z has a row for each, with where it begins and ends along the scan's own z.
ALTER TABLE transform ADD COLUMN stack INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE transform ADD COLUMN stack_from_um DOUBLE PRECISION;
ALTER TABLE transform ADD COLUMN stack_to_um DOUBLE PRECISION;
