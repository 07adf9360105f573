"""The addresses of papers, below /g/<group>/."""

from django.urls import path

from cabas.papers.views import own

app_name = "papers"

urlpatterns = [
    path("compte/recus/<int:operation>/", own.receipt, name="receipt"),
    path("compte/recus/<int:operation>/recu.pdf", own.receipt_file, name="receipt_pdf"),
    path("compte/recus/<int:operation>/envoi/", own.receipt_mail, name="receipt_mail"),
    path("compte/releve/", own.statement, name="statement"),
    path("compte/releve/releve.pdf", own.statement_file, name="statement_pdf"),
    path("compte/releve/envoi/", own.statement_mail, name="statement_mail"),
]
