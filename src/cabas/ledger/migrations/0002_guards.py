from django.db import migrations

from cabas.ledger.guards import InstallGuards


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_books_accounts_transactions_entries_acts")]

    operations = [InstallGuards()]
