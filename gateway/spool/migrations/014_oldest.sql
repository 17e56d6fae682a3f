-- Of what waits, the row that was accepted first in each state: entries end with the row's id.

CREATE INDEX deliveries_oldest ON deliveries (state) WHERE ends_at IS NOT NULL;
