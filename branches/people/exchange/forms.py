"""The upload."""

from django import forms

from branches.pages.fields import Plain
from branches.spreadsheet.reader import FILE_LIMIT


class PeopleFileForm(Plain, forms.Form):
    file = forms.FileField(label="人员文件", help_text=f".xlsx或.csv，不超过{FILE_LIMIT // 1024 // 1024}MB。")
