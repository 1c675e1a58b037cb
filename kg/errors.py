"""What can go wrong, named for who must act."""


class KGError(Exception):
    """Root of all errors that are raised on purpose; the message is written for the user."""


class UsageError(KGError):
    """The call or command is wrong: the user changes it."""


class SchemaError(KGError):
    """A file in schemas/ is wrong; the message names file and line."""


class SeedError(KGError):
    """A file in seeds/ is wrong; the message names file and line."""


class ReadError(KGError):
    """A document cannot be read; the message names file and cure."""


class StoreError(KGError):
    """A database or an output file cannot be written, read or asked."""
