"""What a database answers in English, when it cannot be used, is said in French first: what is wrong, what to do."""

import re

REASONS = (
    (r"authentication failed|no password supplied", "elle refuse ce nom ou ce mot de passe"),
    (r'role "[^"]*" does not exist', "elle ne connaît pas ce nom d’utilisateur"),
    (r'database "[^"]*" does not exist', "ce serveur n’a pas de base de ce nom, créez-la d’abord"),
    (r"resolve host|translate host name", "aucun serveur ne porte ce nom"),
    (r"Connection refused", "rien n’écoute à cette adresse, PostgreSQL est-il démarré ?"),
    (r"timeout|timed out", "le serveur n’a pas répondu à temps"),
    (r"permission denied for", "cet utilisateur n’a pas le droit d’y créer des tables, donnez-lui la base (OWNER TO)"),
    (r"or later is required", "ce serveur est trop ancien, Cabas demande PostgreSQL 15"),
    (r"unable to open database|readonly database", "son fichier ne s’ouvre pas, vérifiez à qui il est"),
    (r"not a database|malformed", "son fichier est abîmé, rétablissez une sauvegarde dans un autre dossier"),
)


def reason(failure: BaseException) -> str:
    """In French, then its own first line between brackets; empty for what is not known here."""
    line = (str(failure).splitlines() or [""])[0].rstrip(".")
    found = next((said for pattern, said in REASONS if re.search(pattern, str(failure), re.IGNORECASE)), "")
    return f"{found} ({line})" if found else ""


def does_not_answer(failure: BaseException) -> str:
    """The sentence for whoever waits for it. A URL is not repeated: it may hold a password."""
    return f"La base de données ne répond pas : {reason(failure) or str(failure).splitlines()[0].rstrip('.')}."
