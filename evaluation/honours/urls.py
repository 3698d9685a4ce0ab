"""URLs of titles and what belongs to them: plaques, subsidies, working methods."""

from branches.pages.routes import Access, page
from branches.permissions import Perm
from evaluation.honours.views import importing, methods, plaques, register, subsidies

WRITE, MANAGE = Perm.WRITE_METHOD, Perm.MANAGE_HONOURS

urlpatterns = [
    page("honours/", register.honour_list, name="honours", access=Access.SIGNED_IN),
    page("honours/holders/", register.holders, name="honour_holders", access=Access.SIGNED_IN),
    page("honours/import/", importing.upload, name="honour_import", access=MANAGE),
    page("honours/import/template/", importing.template, name="honour_import_template", access=MANAGE),
    page("honours/import/<str:ticket>/", importing.preview, name="honour_import_preview", access=MANAGE),
    page("branches/<int:pk>/honours/new/", importing.add, name="honour_add", access=MANAGE),
    page("honours/<int:pk>/", register.honour, name="honour", access=Access.SIGNED_IN),
    page("honours/<int:pk>/method/", methods.write, name="method_write", access=WRITE),
    page("honours/<int:pk>/method/save/", methods.save, name="method_save", access=WRITE),
    page("plaques/", plaques.plaque_list, name="plaques", access=MANAGE),
    page("plaques/make/", plaques.make, name="plaques_make", access=MANAGE),
    page("plaques/<int:pk>/", plaques.plaque, name="plaque", access=MANAGE),
    page("plaques/<int:pk>/receipt/", plaques.receipt, name="plaque_receipt", access=MANAGE),
    page("plaques/<int:pk>/issue/", plaques.issue, name="plaque_issue", access=MANAGE),
    page("plaques/<int:pk>/take-back/", plaques.take_back, name="plaque_take_back", access=MANAGE),
    page("plaques/<int:pk>/lose/", plaques.lose, name="plaque_lose", access=MANAGE),
    page("plaques/<int:pk>/replace/", plaques.replace, name="plaque_replace", access=MANAGE),
    page("subsidies/", subsidies.subsidy_list, name="subsidies", access=MANAGE),
    page("subsidies/<int:pk>/pay/", subsidies.pay, name="subsidy_pay", access=MANAGE),
    page("cycles/<int:year>/subsidies/", subsidies.grant, name="subsidies_grant", access=MANAGE),
    page("methods/", methods.method_list, name="methods", access=Access.SIGNED_IN),
    page("methods/<int:pk>/", methods.method, name="method", access=Access.SIGNED_IN),
    page("methods/<int:pk>/select/", methods.select, name="method_select", access=MANAGE),
    page("methods/<int:pk>/send-back/", methods.send_back, name="method_send_back", access=MANAGE),
]
