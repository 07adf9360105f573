"""A catalog runs from its first day to its last one, where it has some; these days are said wherever it is chosen."""

from django.utils.translation import gettext as _

from cabas.catalogs.models import Catalog
from cabas.ui.formats import day_short


def dates_said(catalog: Catalog) -> str:
    """« jusqu’au lun. 30 nov. »; nothing where it always runs."""
    first, last = (day and day_short(day) for day in (catalog.starts_on, catalog.ends_on))
    if first and last:
        return _("du %(first)s au %(last)s") % {"first": first, "last": last}
    if first:
        return _("à partir du %(first)s") % {"first": first}
    return _("jusqu’au %(last)s") % {"last": last} if last else ""


def named_with_dates(catalog: Catalog) -> str:
    """« Agrumes (jusqu’au lun. 30 nov.) »."""
    dates = dates_said(catalog)
    return f"{catalog.name} ({dates})" if dates else catalog.name
