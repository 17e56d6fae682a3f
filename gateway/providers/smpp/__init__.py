"""SMPP 3.4: a link to an SMSC that texts leave by, and that texts and reports come in by.

The client is our own. aiosmpplib, the library of the field, acknowledges what the SMSC delivers
whatever becomes of it, mixes the parts of two people's texts, has no TLS, and loses a text without
a word where the link breaks while it is sent: `docs/internals.md` says it in full.
"""
