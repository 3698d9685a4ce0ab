"""Whom a provider's identity means here."""

from django.conf import settings
from django.shortcuts import get_object_or_404

from branches.accounts.sso.providers import Identity
from branches.models import BindingList, ProposedBinding, ProviderAccount, User


def person_of(identity: Identity) -> User | None:
    """Whoever was bound to it; never by name, telephone or mail."""
    bound = ProviderAccount.objects.filter(issuer=identity.issuer, subject=identity.subject).select_related("user")
    return next((one.user for one in bound), None)


def is_let_in(user: User) -> bool:
    """A provider opens no account and wakes none."""
    return user.is_active and user.opened_at is not None and user.asleep_since is None


def binding_of(user: User) -> ProviderAccount | None:
    """To the provider of this site."""
    return ProviderAccount.objects.filter(user=user, issuer=settings.OIDC_ISSUER).first()


def lists() -> list[BindingList]:
    return list(BindingList.objects.select_related("by", "decided_by").order_by("-pk")[:50])


def list_or_404(pk: int) -> BindingList:
    return get_object_or_404(BindingList.objects.select_related("by", "decided_by"), pk=pk)


def bindings_of(made: BindingList) -> list[ProposedBinding]:
    return list(made.bindings.select_related("user__branch__unit"))
