"""The files of a catalog."""

from django.http import HttpResponse

from cabas.catalogs.coordinating import KEEPERS
from cabas.catalogs.exporting import catalog_csv, catalog_xlsx
from cabas.catalogs.views.catalogs import catalog_of
from cabas.groups.access import GroupRequest, group_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@group_page(*KEEPERS)
def csv(request: GroupRequest, number: int) -> HttpResponse:
    return _file(catalog_csv(catalog_of(request, number)), "text/csv; charset=utf-8", f"catalogue-{number}.csv")


@group_page(*KEEPERS)
def xlsx(request: GroupRequest, number: int) -> HttpResponse:
    return _file(catalog_xlsx(catalog_of(request, number)), XLSX, f"catalogue-{number}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
