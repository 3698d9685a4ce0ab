"""The names the site speaks with: its city, the two municipal bodies, the plan and the honour. Nowhere else is one typed.

Pages say them with the tags of the same names (`furniture`). Another city begins here.
"""

CITY = "平顶山市"

WORK_COMMITTEE = "市直工委"
WORK_COMMITTEE_OFFICIAL = "市委市直机关工委"
"""As documents call it in their text."""
WORK_COMMITTEE_FULL = f"中共{CITY}委市直机关工作委员会"

ORGANISATION_DEPARTMENT = "市委组织部"
ORGANISATION_DEPARTMENT_FULL = f"中共{CITY}委组织部"

HONOUR = "“四强”党支部"
CITY_HONOUR = f"{CITY}机关{HONOUR}"
PLAN = f"创建{CITY_HONOUR}实施方案"
"""The policy of 29 April 2024, without its book-title marks."""
