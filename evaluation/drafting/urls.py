"""URLs of this room: whatever is drafted is open to both municipal bodies, and 市直工委 writes."""

from branches.pages.routes import page
from branches.permissions import Perm
from evaluation.drafting.views import correction, drafting, passing, sample

READ, WRITE = Perm.EVALUATE, Perm.NAME
TEXT = "texts/<number:pk>"

urlpatterns = [
    page("decisions/<number:pk>/text/", drafting.of_decision, name="drafting_decision", access=READ),
    page(
        "cycles/<year:year>/naming/public-notice/text/",
        drafting.of_public_notice,
        name="drafting_public_notice",
        access=READ,
    ),
    page("notices/<number:pk>/text/", drafting.of_correction, name="drafting_correction", access=READ),
    page(f"{TEXT}/give-up/", drafting.give_up, name="drafting_give_up", access=WRITE),
    page(f"{TEXT}/", drafting.now, name="drafting_text", access=READ),
    page(f"{TEXT}/check/", passing.check, name="drafting_check", access=WRITE),
    page(f"{TEXT}/sign/", correction.sign, name="drafting_sign", access=Perm.SIGN),
    page(f"{TEXT}/sign/withdraw/", correction.withdraw, name="drafting_unsign", access=Perm.SIGN),
    page(f"{TEXT}/return/", correction.send_back, name="drafting_return", access=Perm.SIGN),
    page(f"{TEXT}/issue/", correction.issue, name="drafting_issue", access=WRITE),
    page(f"{TEXT}/consent/", passing.consent, name="drafting_consent", access=WRITE),
    page(f"{TEXT}/sample/", sample.all_pages, name="drafting_sample", access=READ),
    page(f"{TEXT}/sample/<number:number>.png", sample.page, name="drafting_page", access=READ),
    page(f"{TEXT}/sample.pdf", sample.pdf, name="drafting_pdf", access=READ),
    page(f"{TEXT}/issuing-form.pdf", sample.form, name="drafting_form", access=READ),
    page("consents/<number:pk>/withdraw/", passing.withdraw, name="drafting_withdraw", access=WRITE),
    page("consents/<number:pk>/scan/", passing.scan, name="drafting_scan", access=READ),
]
