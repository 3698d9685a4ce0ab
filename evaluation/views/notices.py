"""Official documents as files."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evaluation.notices import typeset
from evaluation.queries import decisions


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The document typeset from its frozen data, shown in the browser under its Chinese name."""
    notice = decisions.notice_or_404(pk)
    response = HttpResponse(typeset.render(notice.kind, notice.data), content_type="application/pdf")
    name = f"{notice.number}{notice.get_kind_display()}.pdf"
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    return response
