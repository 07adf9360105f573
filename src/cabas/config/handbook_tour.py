"""What the handbook shows: each picture of `docs/aide/images`, and the acts that fill the pages before it.

`./cabas shots --handbook` takes them, on a demonstration that stands still.
"""

from dataclasses import dataclass

from cabas.config.tour import (
    BROUGHT,
    EVENING,
    EVENING_MOMENT,
    GROUP,
    HALLES,
    LAST_WEEK,
    OFFICE,
    ORDER,
    REPRISE,
    WAITING,
    Act,
    Clock,
)

PHONE, DESK = 390, 1000  # pixels wide


@dataclass(frozen=True)
class Shown:
    """A picture: the top of this page, as this person sees it; `link`: of the page behind that link of it."""

    name: str
    path: str
    person: str
    width: int = DESK
    link: str = ""


HANDBOOK: list[Shown | Act | Clock] = [
    Shown("accueil", GROUP, "camille", PHONE),
    Act("camille", ORDER, "Ajouter Panier de légumes"),
    Act("camille", ORDER, "Ajouter Pain"),
    Act("camille", ORDER, "Ajouter Tomme de brebis"),
    Shown("commander", ORDER, "camille", PHONE),
    Shown("regler", f"{ORDER}regler/", "camille", PHONE),
    Shown("compte-doit", f"{GROUP}compte/", "awa", PHONE),
    Shown("virement", f"{GROUP}compte/virement/", "awa", PHONE),
    Shown("cagnotte", f"{HALLES}compte/", "camille", PHONE),
    Shown("permanences", f"{GROUP}permanences/", "camille", PHONE),
    Shown("mes-emails", f"{GROUP}compte/e-mails/", "camille", PHONE),
    Shown("ferme", f"{GROUP}ferme/", "hugo", PHONE),
    Shown("distributions", f"{OFFICE}distributions/", "lucie"),
    Shown("catalogue", f"{OFFICE}catalogues/1/", "lucie"),
    Shown("commandes", f"{OFFICE}commandes/9/", "lucie"),
    Shown("validation", f"{LAST_WEEK}validation/", "lucie"),
    Shown("membres", f"{OFFICE}membres/", "lucie"),
    Shown("demandes", f"{OFFICE}demandes/", "lucie"),
    Shown("message", f"{OFFICE}messages/nouveau/", "lucie"),
    Shown("benevoles", f"{OFFICE}permanences/", "lucie"),
    Shown("soldes", f"{OFFICE}soldes/", "karim"),
    Shown("soldes-liste", f"{OFFICE}soldes/#liste", "karim"),
    Shown("compte-adherent", f"{OFFICE}soldes/2/", "karim"),
    Shown("relances", f"{OFFICE}soldes/relances/", "karim"),
    Shown("virements", f"{OFFICE}soldes/virements/", "karim"),
    Shown("operation", f"{OFFICE}soldes/2/", "karim", link="Corriger Chèque, jeu. 5 nov."),
    Act("karim", REPRISE, "Regarder cette liste", {"Collez les lignes": BROUGHT}),
    Shown("reprise", REPRISE, "karim", link=WAITING),
    Shown("cotisations", f"{HALLES}gestion/cotisations/", "karim"),
    Shown("producteur", f"{OFFICE}producteurs/1/", "karim"),
    Shown("moyens", f"{OFFICE}reglages/paiements/", "admin"),
    Shown("droits", f"{OFFICE}droits/", "admin"),
    Shown("groupes", "/installation/groupes/", "admin"),
    Shown("commencer", "/groupes/nouveau/", "admin"),
    Shown("premiers-pas", f"{GROUP}premiers-pas/", "admin"),
    Clock(EVENING_MOMENT),
    Shown("distribution", EVENING, "lucie"),
    Shown("stand", f"{EVENING}stand/", "lucie", PHONE),
    Shown("stand-panier", f"{EVENING}stand/16/", "lucie", PHONE),
]
