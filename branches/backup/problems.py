"""What ends a backup or a restore."""


class NotDone(Exception):
    """Nothing was left half done; the words say what to do, to whoever called the command."""
