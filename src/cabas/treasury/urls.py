"""The addresses of the treasury, below /g/<group>/."""

from django.urls import path

from cabas.treasury.views import account, balances, operations, recording

app_name = "treasury"

member = "gestion/soldes/<int:number>/"
written = f"{member}operations/<int:operation>/"

urlpatterns = [
    path("gestion/soldes/", balances.balances, name="balances"),
    path("gestion/soldes/soldes.csv", balances.balances_file, {"kind": "csv"}, name="balances_csv"),
    path("gestion/soldes/soldes.xlsx", balances.balances_file, {"kind": "xlsx"}, name="balances_xlsx"),
    path(member, account.account, name="account"),
    path(f"{member}compte.csv", account.account_csv, name="account_csv"),
    path(f"{member}compte.xlsx", account.account_xlsx, name="account_xlsx"),
    path(f"{member}paiement/", recording.payment, name="payment"),
    path(f"{member}remboursement/", recording.refunding, name="refund"),
    path(f"{member}correction/", recording.correction, name="correction"),
    path(f"{member}reprise/", recording.opening, name="opening"),
    path(written, operations.operation, name="operation"),
    path(f"{written}moyen/", operations.means, name="operation_means"),
    path(f"{written}annulation/", operations.undoing, name="operation_undoing"),
]
