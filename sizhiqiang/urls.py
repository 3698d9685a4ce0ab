"""Wires both apps; every URL below is registered with its access (see `branches.routes`)."""

from django.urls import include, path

handler400 = "branches.views.errors.bad_request"
handler403 = "branches.views.errors.forbidden"
handler404 = "branches.views.errors.not_found"
handler500 = "branches.views.errors.server_error"

urlpatterns = [
    path("", include("branches.urls")),
    path("", include("evaluation.urls")),
]
