"""Writes whom a provider's identity means here."""

from django.db import IntegrityError, transaction

from branches import access, audit, clock
from branches.accounts.sso import queries as sso_queries
from branches.accounts.sso.providers import Identity
from branches.models import BindingList, ProposedBinding, ProviderAccount, User
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal


def bind(user: User, identity: Identity) -> bool:
    """Bind by the person himself, who is signed in and has just proved it; False where somebody else is bound to it.

    One person has one identity at a provider: the new one takes the place of the one before.
    """
    try:
        with transaction.atomic():
            ProviderAccount.objects.update_or_create(
                user=user,
                issuer=identity.issuer,
                defaults={"subject": identity.subject, "bound_at": clock.now()},
            )
            audit.record("绑定统一认证", user, by=user, issuer=identity.issuer, identity=identity.subject)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def unbind(user: User) -> None:
    bound = sso_queries.binding_of(user)
    if bound is None:
        raise Refusal("没有绑定，不用解除。")
    if not user.has_usable_password():
        raise Refusal("您还没有密码，解除后就登录不了。请先凭开通条和开通口令设置密码。")
    audit.record("解除统一认证绑定", user, by=user, issuer=bound.issuer, identity=bound.subject)
    bound.delete()


@transaction.atomic
def put_forward(bindings: list[ProposedBinding], *, by: User) -> BindingList:
    """A list of a system administrator; nothing of it is in force yet."""
    access.require(by, Perm.MANAGE_REGISTER)
    made = BindingList.objects.create(by=by, at=clock.now())
    for one in bindings:
        one.list = made
    ProposedBinding.objects.bulk_create(bindings)
    audit.record("提交绑定名单", made, by=by, lines=len(bindings))
    return made


@transaction.atomic
def confirm(pk: int, *, by: User) -> int:
    """A security administrator puts the whole list in force; how many people are bound by it."""
    made = _open_list(pk, by)
    try:
        with transaction.atomic():
            for one in made.bindings.select_related("user"):
                ProviderAccount.objects.update_or_create(
                    user=one.user, issuer=one.issuer, defaults={"subject": one.subject, "bound_at": clock.now()}
                )
    except IntegrityError as error:
        raise Refusal("名单里有的统一认证标识已绑定给别人，没有改动。请退回名单。") from error
    _decide(made, BindingList.Outcome.CONFIRMED, by)
    return made.bindings.count()


@transaction.atomic
def give_back(pk: int, *, by: User) -> None:
    _decide(_open_list(pk, by), BindingList.Outcome.RETURNED, by)


def _open_list(pk: int, by: User) -> BindingList:
    access.require(by, Perm.APPOINT)
    made = BindingList.objects.select_for_update().get(pk=pk)
    if made.outcome != BindingList.Outcome.OPEN:
        raise Conflict("名单已经办理过。")
    if made.by_id == by.pk:
        raise Refusal("提交人不能自己确认。")
    return made


def _decide(made: BindingList, outcome: BindingList.Outcome, by: User) -> None:
    made.outcome, made.decided_by, made.decided_at = outcome, by, clock.now()
    made.save(update_fields=["outcome", "decided_by", "decided_at"])
    audit.record(f"绑定名单{outcome.label}", made, by=by)
