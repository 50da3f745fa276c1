-- Up Migration

-- What a journey file says, in a form that two of them can be compared in: where cards and notes stand, and the order in which
-- steps and lines are written, say nothing.
CREATE FUNCTION journey_content(file jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_object(
    'name', file -> 'name',
    'settings', coalesce(file -> 'settings', '{}'),
    'nodes', (SELECT jsonb_object_agg(node ->> 'id', node - 'position') FROM jsonb_array_elements(file -> 'nodes') AS node),
    'edges', (SELECT jsonb_object_agg(jsonb_build_array(edge -> 'from', edge -> 'outlet')::text, edge -> 'to')
                FROM jsonb_array_elements(file -> 'edges') AS edge),
    'notes', (SELECT jsonb_object_agg(note ->> 'id', note -> 'text')
                FROM jsonb_array_elements(coalesce(file -> 'notes', '[]')) AS note))
$$;

-- Whether the draft says something else than the version that customers enter: told as it is saved, so that a list asks no graph.
ALTER TABLE journey ADD COLUMN draft_differs boolean NOT NULL DEFAULT false;
UPDATE journey SET draft_differs = journey_content(journey.draft) IS DISTINCT FROM journey_content(version.graph)
  FROM version WHERE version.workspace = journey.workspace AND version.journey = journey.id AND version.number = journey.live_version;
