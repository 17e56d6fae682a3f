-- What an import had dealt with when it was cut off: who reads the file otherwise by now begins anew.

ALTER TABLE imports ADD COLUMN passed TEXT NOT NULL DEFAULT '';   -- SHA-256 of its first `position` rows
