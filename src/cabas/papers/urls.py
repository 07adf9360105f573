"""The addresses of papers, below /g/<group>/."""

from django.urls import path

from cabas.papers.views import keying, lists, own

app_name = "papers"

one = "gestion/distributions/<int:number>/"

urlpatterns = [
    path("compte/recus/<int:operation>/", own.receipt, name="receipt"),
    path("compte/recus/<int:operation>/recu.pdf", own.receipt_file, name="receipt_pdf"),
    path("compte/recus/<int:operation>/envoi/", own.receipt_mail, name="receipt_mail"),
    path("compte/releve/", own.statement, name="statement"),
    path("compte/releve/releve.pdf", own.statement_file, name="statement_pdf"),
    path("compte/releve/envoi/", own.statement_mail, name="statement_mail"),
    path(f"{one}imprimer/", lists.lists, name="lists"),
    path(f"{one}imprimer/<slug:paper>/", lists.evening_paper, name="evening_paper"),
    path(f"{one}imprimer/<slug:paper>.pdf", lists.evening_paper_file, name="evening_paper_pdf"),
    path(f"{one}saisie/", keying.keying, name="keying"),
    path(f"{one}saisie/<uuid:done>/", keying.keyed, name="keyed"),
    path(f"{one}saisie/<uuid:done>/annulation/", keying.keyed_undoing, name="keyed_undoing"),
]
