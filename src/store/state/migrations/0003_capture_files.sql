-- Where the file of a capture lies, to analyse it again. Kept: it is ours, in the data folder, by its name alone.

ALTER TABLE captures ADD COLUMN file_path text, ADD COLUMN file_kept boolean NOT NULL DEFAULT false;
