-- Which texts said how to stop, by our words or by their own.

ALTER TABLE messages ADD COLUMN has_notice INTEGER NOT NULL DEFAULT 0;

UPDATE messages SET has_notice = 1 WHERE instr(fixes, '"F_SMS_STOP_APPENDED"');
