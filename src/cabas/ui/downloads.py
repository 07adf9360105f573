"""A file that a page gives away has a name that says what it is, and no browser shows it as a page."""

from django.http import HttpResponse
from django.utils.text import slugify

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"


def csv_file(name: str, content: bytes) -> HttpResponse:
    """This CSV under this name, written without accents, spaces or extension."""
    return _file(name, "csv", content, CSV)


def xlsx_file(name: str, content: bytes) -> HttpResponse:
    """This workbook under this name, written without accents, spaces or extension."""
    return _file(name, "xlsx", content, XLSX)


def pdf_file(name: str, content: bytes) -> HttpResponse:
    """This PDF under this name, written without accents, spaces or extension."""
    return _file(name, "pdf", content, PDF)


def named_file(name: str, content: bytes) -> HttpResponse:
    """A PDF or a picture that somebody gave, under its name."""
    stem, _dot, extension = name.rpartition(".")
    return _file(stem, extension, content, PDF if extension == "pdf" else "image/jpeg")


def _file(name: str, extension: str, content: bytes, kind: str) -> HttpResponse:
    disposition = f'attachment; filename="{slugify(name)}.{extension}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
