"""The one refusal of a file that is no table."""

SAVE_AS = "在Excel或WPS中另存为.xlsx后再上传。"
OPEN_AND_SAVE_AS = "请在Excel或WPS中打开，取消密码，另存为.xlsx后再上传。"


class Unreadable(Exception):
    """The file cannot be taken as a table; the message is a sentence that says what to do."""


class Long(Unreadable):
    """The table has more lines than were asked for; the rest of it has not been looked at."""
