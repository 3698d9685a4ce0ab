"""The day for which reminders are foretold."""

from datetime import date, timedelta

from django import forms

from branches import clock
from branches.fields import Plain

FURTHEST = timedelta(days=400)


class PreviewForm(Plain, forms.Form):
    on = forms.DateField(label="日期", help_text="今天或以后的一天。")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not clock.today() <= day <= clock.today() + FURTHEST:
            raise forms.ValidationError("日期应在今天以后、一年以内，请重新选择")
        return day
