-- Up Migration

-- How a journey stood from when on: tells of an event that came while nobody could enter. One row for each change of its state,
-- or of the version that customers enter; so few that they are kept.
CREATE TABLE journey_state (
  workspace   integer NOT NULL,
  journey     uuid NOT NULL,
  at          timestamptz NOT NULL,
  state       text NOT NULL CHECK (state IN ('live', 'paused', 'stopped')),
  version     integer NOT NULL,
  PRIMARY KEY (workspace, journey, at),
  FOREIGN KEY (workspace, journey) REFERENCES journey ON DELETE CASCADE
);

-- Of before, what is known: when each version came, when everybody was stopped or let go, and how it stands.
INSERT INTO journey_state (workspace, journey, at, state, version)
SELECT workspace, journey, published_at, 'live', number FROM version ORDER BY number DESC
ON CONFLICT DO NOTHING;
INSERT INTO journey_state (workspace, journey, at, state, version)
SELECT c.workspace, c.journey, c.at, CASE c.reason WHEN 'stopped' THEN 'stopped' ELSE 'paused' END,
       (SELECT max(v.number) FROM version v WHERE v.workspace = c.workspace AND v.journey = c.journey AND v.published_at <= c.at)
  FROM journey_cut c
 WHERE EXISTS (SELECT FROM version v WHERE v.workspace = c.workspace AND v.journey = c.journey AND v.published_at <= c.at)
ON CONFLICT DO NOTHING;
INSERT INTO journey_state (workspace, journey, at, state, version)
SELECT j.workspace, j.id, greatest(j.updated_at, (SELECT max(s.at) + interval '1 millisecond' FROM journey_state s
         WHERE s.workspace = j.workspace AND s.journey = j.id)), j.state, j.live_version
  FROM journey j
 WHERE j.live_version IS NOT NULL AND j.state <> coalesce((SELECT s.state FROM journey_state s
         WHERE s.workspace = j.workspace AND s.journey = j.id ORDER BY s.at DESC LIMIT 1), '')
ON CONFLICT DO NOTHING;
