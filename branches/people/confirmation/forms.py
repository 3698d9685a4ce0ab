"""What a security administrator writes when posts go back."""

from django import forms

from branches.labels import labelled_by
from branches.models import ProposalList
from branches.pages.fields import Plain, Prose


@labelled_by(ProposalList)
class ReturnForm(Plain, forms.Form):
    reason = Prose(limit=300, help_text="提请人据此改正后重新提请。")
