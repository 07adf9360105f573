"""The columns of a file of members, under the names that the files of other systems give them."""

from django.utils.translation import gettext as _

from cabas.sheets.columns import Column

FIRST = ("first_name", "last_name", "email", "phone")
SECOND = ("second_first_name", "second_last_name", "second_email", "second_phone")
ADDRESS = ("address1", "address2", "postcode", "city")

# As the tables of people and members store them.
LENGTHS_MAX = {
    **dict(zip(FIRST, (80, 80, 254, 32), strict=True)),
    **dict(zip(SECOND, (80, 80, 254, 32), strict=True)),
    **dict(zip(ADDRESS, (200, 200, 12, 120), strict=True)),
}


def member_columns() -> tuple[Column, ...]:
    """What a file of members may hold; the e-mail is asked for as a column, it may be empty on a line."""
    return (
        Column("first_name", _("Prénom"), ("First name", "Firstname"), is_required=True),
        Column("last_name", _("Nom"), ("Nom de famille", "Last name", "Lastname"), is_required=True),
        Column("email", _("E-mail"), ("Mail", "Courriel", "Adresse e-mail", "Adresse électronique"), is_required=True),
        Column("phone", _("Téléphone"), ("Téléphone mobile", "Tél.", "Mobile", "Portable", "Phone")),
        Column("second_first_name", _("Prénom du conjoint"), ("Prénom 2", "Prénom du second adulte")),
        Column("second_last_name", _("Nom du conjoint"), ("Nom 2", "Nom du second adulte")),
        Column("second_email", _("E-mail du conjoint"), ("E-mail 2", "E-mail du second adulte")),
        Column("second_phone", _("Téléphone du conjoint"), ("Téléphone mobile du conjoint", "Téléphone 2")),
        Column("address1", _("Adresse"), ("Adresse 1", "Rue", "Address")),
        Column("address2", _("Complément d’adresse"), ("Adresse 2", "Complément")),
        Column("postcode", _("Code postal"), ("CP", "Postcode", "Zip")),
        Column("city", _("Ville"), ("Commune", "City")),
    )
