"""URLs of titles and what belongs to them: plaques, subsidies, working methods."""

from branches.pages.routes import Access, page
from branches.permissions import Data, Perm
from evaluation.honours.views import importing, methods, nominations, outside, plaques, register, subsidies

WRITE, MANAGE = Perm.WRITE_METHOD, Perm.MANAGE_HONOURS

urlpatterns = [
    page("honours/", register.honour_list, name="honours", access=Access.SIGNED_IN),
    page("honours/holders/", register.holders, name="honour_holders", access=Access.SIGNED_IN),
    page("honours/import/", importing.upload, name="honour_import", access=MANAGE),
    page("honours/import/template/", importing.template, name="honour_import_template", access=MANAGE),
    page("honours/import/<str:ticket>/", importing.preview, name="honour_import_preview", access=MANAGE),
    page("honours/import/<str:ticket>/marked/", importing.returned, name="honour_import_returned", access=MANAGE),
    page("branches/<number:pk>/honours/new/", importing.add, name="honour_add", access=MANAGE),
    page("honours/<number:pk>/", register.honour, name="honour", access=Access.SIGNED_IN),
    page("honours/<number:pk>/method/", methods.write, name="method_write", access=WRITE),
    page("honours/<number:pk>/method/save/", methods.save, name="method_save", access=WRITE),
    page("honours/<number:pk>/nominations/new/", nominations.add, name="honour_nominate", access=MANAGE),
    page("nominations/<number:pk>/correct/", nominations.correct, name="nomination_correct", access=MANAGE),
    page("plaques/", plaques.plaque_list, name="plaques", access=MANAGE),
    page("plaques/make/", plaques.make, name="plaques_make", access=MANAGE),
    page("plaques/<number:pk>/", plaques.plaque, name="plaque", access=MANAGE),
    page("plaques/<number:pk>/receipt/", plaques.receipt, name="plaque_receipt", access=MANAGE),
    page("plaques/<number:pk>/issue/", plaques.issue, name="plaque_issue", access=MANAGE),
    page("plaques/<number:pk>/take-back/", plaques.take_back, name="plaque_take_back", access=MANAGE),
    page("plaques/<number:pk>/lose/", plaques.lose, name="plaque_lose", access=MANAGE),
    page("plaques/<number:pk>/replace/", plaques.replace, name="plaque_replace", access=MANAGE),
    page("subsidies/", subsidies.subsidy_list, name="subsidies", access=MANAGE),
    page("subsidies/<number:pk>/pay/", subsidies.pay, name="subsidy_pay", access=MANAGE),
    page("cycles/<year:year>/subsidies/", subsidies.grant, name="subsidies_grant", access=MANAGE),
    page("methods/", methods.method_list, name="methods", access=Access.SIGNED_IN),
    page("methods/booklet/<year:year>/", methods.print_booklet, name="method_booklet", access=Access.SIGNED_IN),
    page("methods/<number:pk>/", methods.method, name="method", access=Access.SIGNED_IN),
    page("methods/<number:pk>/select/", methods.select, name="method_select", access=MANAGE),
    page("methods/<number:pk>/send-back/", methods.send_back, name="method_send_back", access=MANAGE),
    page("api/v1/honours", outside.honours, name="read_honours", access=Data.HONOURS),
]
