-- What an import or a listening had to say was kept as an English sentence. It is kept by its name and values now, and said in the
-- language of who asks; the old sentences stay as they are.

ALTER TABLE captures ALTER COLUMN error TYPE jsonb USING
  CASE WHEN error IS NOT NULL
    THEN jsonb_build_object('key', 'as-it-is', 'params', jsonb_build_object('text', error)) END;

UPDATE captures SET warnings = (
  SELECT jsonb_agg(
    jsonb_build_object('key', 'as-it-is', 'params', jsonb_build_object('text', said.text)) ORDER BY said.place)
  FROM jsonb_array_elements_text(warnings) WITH ORDINALITY AS said (text, place)
) WHERE warnings <> '[]';
