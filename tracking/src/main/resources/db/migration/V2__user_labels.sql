-- What the user called a feature in a volume of labels; empty for what was detected.
ALTER TABLE feature ADD COLUMN user_labels INTEGER ARRAY DEFAULT CAST(ARRAY[] AS INTEGER ARRAY) NOT NULL;
