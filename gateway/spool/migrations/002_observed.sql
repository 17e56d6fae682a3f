-- What is observed leaves unchanged; here stands what would have been done about it.

ALTER TABLE messages ADD COLUMN is_observed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN would_fix TEXT NOT NULL DEFAULT '[]';   -- JSON list of codes

ALTER TABLE deliveries ADD COLUMN would  TEXT NOT NULL DEFAULT '';      -- verdict; '' unless observed
ALTER TABLE deliveries ADD COLUMN waived TEXT NOT NULL DEFAULT '[]';    -- findings not obeyed; JSON

CREATE INDEX messages_observed ON messages (accepted_at) WHERE is_observed = 1;
