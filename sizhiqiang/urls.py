"""Wires both apps; every URL below is registered with its access (see `branches.pages.routes`)."""

from django.urls import include, path

handler400 = "branches.pages.errors.bad_request"
handler403 = "branches.pages.errors.forbidden"
handler404 = "branches.pages.errors.not_found"
handler500 = "branches.pages.errors.server_error"

urlpatterns = [
    path("", include("branches.urls")),
    path("", include("evaluation.urls")),
]
