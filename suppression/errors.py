"""The root of the error tree, and the errors of the list."""


class GatewayError(Exception):
    """Something cannot go on. Outcomes are values; this is the root of all that is not."""


class StoreUnavailable(GatewayError):  # noqa: N818 - named for what the caller sees, not for being an error
    """The store could not be read or written: nothing may be sent (451, 503)."""


class StoreFull(StoreUnavailable):
    """The disk has no room for it: nothing was stored (452, 503)."""


class StoreBroken(StoreUnavailable):
    """What is on the disk is not to be trusted: a person has to look before anything goes on."""


class MalformedAddressError(GatewayError, ValueError):
    """An address or number that has no canonical key, and so cannot be checked."""


class UnreadableFileError(GatewayError):
    """A file that is no list, or a broken one: nothing of it was put on the list."""


class ImportUndone(GatewayError):  # noqa: N818 - an answer, not a failure of ours
    """An import was taken back while it ran: nothing more of its file is added."""
