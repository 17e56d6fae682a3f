"""DKIM: signing, trying keys, and signatures that edits have broken."""
