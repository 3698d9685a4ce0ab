"""Texts of joint documents before they are issued: drafted, checked, signed with the list, consented to on paper (D19)."""
