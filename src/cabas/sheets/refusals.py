"""A file that cannot be read is refused by name, with a sentence that says what to do next.

The reading child knows these names without Django: the sentence is translated only when somebody reads it.
"""

from typing import Any, ClassVar


def _(text: str) -> str:
    """Mark a sentence for translation without translating it here."""
    return text


class FileRefused(Exception):
    """The file was not read; nothing was imported. `sentence` says why and what to do."""

    template: ClassVar[str] = ""

    def __init__(self, **details: str | int) -> None:
        self.details: dict[str, str | int] = details
        super().__init__(type(self).__name__, details)

    @property
    def sentence(self) -> str:
        """The French (or translated) sentence shown to the person who gave the file."""
        from django.utils.translation import gettext

        return gettext(self.template) % {"file": _("ce fichier"), **self.details}

    def __str__(self) -> str:
        return self.sentence


class FileTooLarge(FileRefused):
    template = _(
        "« %(file)s » pèse plus de %(limit)s Mo. Gardez seulement la feuille utile, sans images, "
        "ou coupez-la en plusieurs fichiers."
    )


class ContentTooLarge(FileTooLarge):
    template = _(
        "« %(file)s » contient bien plus de données qu'il n'en montre. Copiez les seules cases utiles "
        "dans une nouvelle feuille, puis enregistrez-la."
    )


class TooManyCells(FileRefused):
    template = _(
        "« %(file)s » va jusqu'à la case %(cell)s : la limite est de %(rows)s lignes et %(columns)s colonnes, "
        "%(cells)s cases en tout. Copiez les seules cases utiles dans une nouvelle feuille, puis enregistrez-la."
    )


class SheetIsEmpty(FileRefused):
    template = _("« %(file)s » ne contient aucune ligne.")


class FileUnreadable(FileRefused):
    template = _("« %(file)s » ne se lit pas comme un tableau. Enregistrez-le en CSV, en XLSX ou en ODS.")


class OldOrLockedWorkbook(FileUnreadable):
    template = _(
        "« %(file)s » est un ancien classeur (.xls) ou un classeur protégé par un mot de passe. "
        "Enregistrez-le en XLSX, sans mot de passe."
    )


class ReadingTookTooLong(FileUnreadable):
    template = _(
        "« %(file)s » demande trop de temps à lire. Copiez les seules cases utiles dans une nouvelle feuille, "
        "puis enregistrez-la."
    )


REFUSALS: dict[str, type[FileRefused]] = {
    refusal.__name__: refusal
    for refusal in (
        FileTooLarge,
        ContentTooLarge,
        TooManyCells,
        SheetIsEmpty,
        FileUnreadable,
        OldOrLockedWorkbook,
        ReadingTookTooLong,
    )
}


def as_message(refusal: FileRefused) -> dict[str, Any]:
    """What the child writes to its parent."""
    return {"refused": type(refusal).__name__, "details": refusal.details}


def from_message(message: dict[str, Any], file: str) -> FileRefused:
    """The refusal a child wrote, with the name of the file the person gave."""
    return REFUSALS[message["refused"]](**{**message["details"], "file": file})
