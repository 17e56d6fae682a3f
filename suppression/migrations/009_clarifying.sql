-- Which purposes the confirmation of a stop asked about, whether they are to go on: JSON, sorted.

ALTER TABLE texts ADD COLUMN offered TEXT NOT NULL DEFAULT '[]';
