-- When what an entry stops was asked for last, where that was more than once: seconds since 1970.

ALTER TABLE entries ADD COLUMN repeated_at REAL;
