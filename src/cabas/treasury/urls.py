"""The addresses of the treasury, below /g/<group>/."""

from django.urls import path

from cabas.treasury.views import (
    account,
    balances,
    batch,
    opening_set,
    openings,
    operations,
    papers,
    putting_right,
    recording,
    transfers,
)

app_name = "treasury"

member = "gestion/soldes/<int:number>/"
written = f"{member}operations/<int:operation>/"
paid = f"{member}recus/<int:operation>/"

urlpatterns = [
    path("gestion/soldes/", balances.balances, name="balances"),
    path("gestion/soldes/soldes.csv", balances.balances_file, {"kind": "csv"}, name="balances_csv"),
    path("gestion/soldes/soldes.xlsx", balances.balances_file, {"kind": "xlsx"}, name="balances_xlsx"),
    path("gestion/soldes/tendances.svg", balances.trends, name="balances_trends"),
    path("gestion/soldes/virements/", transfers.transfers, name="transfers"),
    path("gestion/soldes/serie/", batch.batch, name="batch"),
    path("gestion/soldes/serie/membre/", batch.batch_member, name="batch_member"),
    path("gestion/soldes/serie/<uuid:done>/", batch.batch_recorded, name="batch_recorded"),
    path("gestion/soldes/serie/<uuid:done>/annulation/", batch.batch_undoing, name="batch_undoing"),
    path("gestion/soldes/reprise/", openings.openings, name="openings"),
    path("gestion/soldes/reprise/<uuid:draft>/", openings.preview, name="openings_preview"),
    path("gestion/soldes/reprise/<int:number>/", opening_set.opening_set, name="opening_set"),
    path("gestion/soldes/reprise/<int:number>/annulation/", opening_set.undoing, name="opening_set_undoing"),
    path(member, account.account, name="account"),
    path(f"{member}compte.csv", account.account_csv, name="account_csv"),
    path(f"{member}compte.xlsx", account.account_xlsx, name="account_xlsx"),
    path(paid, papers.receipt, name="receipt"),
    path(f"{paid}recu.pdf", papers.receipt_file, name="receipt_pdf"),
    path(f"{paid}envoi/", papers.receipt_mail, name="receipt_mail"),
    path(f"{member}releve/", papers.statement, name="statement"),
    path(f"{member}releve/releve.pdf", papers.statement_file, name="statement_pdf"),
    path(f"{member}releve/envoi/", papers.statement_mail, name="statement_mail"),
    path(f"{member}paiement/", recording.payment, name="payment"),
    path(f"{member}remboursement/", recording.refunding, name="refund"),
    path(f"{member}don/", recording.giving, name="gift"),
    path(f"{member}correction/", recording.correction, name="correction"),
    path(f"{member}reprise/", recording.opening, name="opening"),
    path(written, operations.operation, name="operation"),
    path(f"{written}moyen/", operations.means, name="operation_means"),
    path(f"{written}membre/", putting_right.moving, name="operation_moving"),
    path(f"{written}rejet/", putting_right.returning, name="operation_return"),
    path(f"{written}rejet/annulation/", putting_right.undoing_return, name="operation_return_undoing"),
    path(f"{written}annulation/", operations.undoing, name="operation_undoing"),
]
