"""The tour of the demonstration: every page there is, in the order of the story that fills them.

`./cabas shots` photographs it; the browser tests look at each page of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOMENT = "2026-11-24T10:00"
EVENING_MOMENT = "2026-11-26T18:40"
ENTRANCE = "/demo/"

GROUP = "/g/vallon/"
BLOCKED = "/g/bloque/"
HALLES = "/g/halles/"
ORDER = f"{GROUP}commande/10/"
HALLES_ORDER = f"{HALLES}commande/4/"
OFFICE = f"{GROUP}gestion/"
EVENING = f"{OFFICE}distributions/10/"
REPRISE = f"{OFFICE}soldes/reprise/"
WAITING = "Reprendre cet aperçu"
BROUGHT = "Nom;Solde au 31/10\nDurand Odile;-31,20\nLeroi Mathis;-4,00\nRobin Inès;17,05\nNguyen Zoé;0\nLise Petit;peu"
LAST_WEEK = f"{OFFICE}distributions/9/"


@dataclass(frozen=True)
class Page:
    """A page to look at; `person` is a key of the demonstration's people, nobody where empty.

    `link`: it is not the page of this path, but the one behind that link of it.
    """

    name: str
    path: str
    person: str = ""
    status: int = 200
    link: str = ""


@dataclass(frozen=True)
class Act:
    """Somebody opens a page, types what is `typed` by its label, chooses, taps a button: the pages after it show it."""

    person: str
    path: str
    button: str
    typed: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    choice: str = ""


@dataclass(frozen=True)
class Clock:
    """The clock of the demonstration moves."""

    at: str


STORY: list[Page | Act | Clock] = [
    Page("connexion", "/connexion/"),
    Page("connexion-code", "/connexion/code/"),
    Page("demonstration", ENTRANCE),
    Page("aide", "/aide/"),
    Page("aide-cherchee", "/aide/?q=négatif"),
    Page("aide-page", "/aide/installation/", "jean"),
    Page("deconnexion", "/deconnexion/", "jean"),
    Page("mot-de-passe", "/mot-de-passe/", "jean"),
    Page("mot-de-passe-oublie", "/mot-de-passe/oublie/"),
    Page("mes-coordonnees", "/mes-coordonnees/", "jean"),
    Page("mon-adresse", "/mon-adresse/", "jean"),
    Page("premiere-connexion-fermee", "/premiere-connexion/ancien/", status=404),
    Page("installation", "/installation/", "admin"),
    Page("p5-par-quoi-commencer", "/groupes/nouveau/", "admin"),
    Page("p5-trois-questions", "/groupes/nouveau/creation/", "admin"),
    Page("p5-premiers-pas", f"{GROUP}premiers-pas/", "admin"),
    Page("hote-groupes", "/installation/groupes/", "admin"),
    Page("hote-suspendre", "/installation/groupes/", "admin", link="Les Cageots bloqués"),
    Page("hote-hotes", "/installation/hotes/", "admin"),
    Page("p3-page-du-groupe", f"{GROUP}presentation/"),
    Page("p4-rejoindre", f"{GROUP}rejoindre/"),
    Page("c7-demandes", f"{OFFICE}demandes/", "lucie"),
    Page("a2-reglages", f"{OFFICE}reglages/", "admin"),
    Page("a2-page-et-inscriptions", f"{OFFICE}reglages/page/", "admin"),
    Page("a2-lieux", f"{OFFICE}reglages/lieux/", "admin"),
    Page("m1-accueil", GROUP, "camille"),
    Page("m1-accueil-doit", GROUP, "awa"),
    Page("m1-accueil-avoir", GROUP, "jean"),
    Page("m2-commander", ORDER, "camille"),
    Page("m3-regler-vide", f"{ORDER}regler/", "camille"),
    Act("camille", ORDER, "Ajouter Panier de légumes"),
    Act("camille", ORDER, "Ajouter Pain"),
    Act("camille", ORDER, "Ajouter Tomme de brebis"),
    Page("m1-accueil-brouillon", GROUP, "camille"),
    Page("m2-commander-panier", ORDER, "camille"),
    Page("m3-regler", f"{ORDER}regler/", "camille"),
    Act("camille", f"{ORDER}regler/", "Commander · chèque"),
    Page("m4-merci", f"{ORDER}merci/", "camille"),
    Page("m1-accueil-commande", GROUP, "camille"),
    Page("m5-mon-compte", f"{GROUP}compte/", "camille"),
    Page("m5-mon-compte-doit", f"{GROUP}compte/", "awa"),
    Page("m5-regler-par-virement", f"{GROUP}compte/virement/", "awa"),
    Page("m5-releve", f"{GROUP}compte/releve/", "camille"),
    Page("m5-releve-doit", f"{GROUP}compte/releve/", "awa"),
    Page("m6-recu", f"{HALLES}compte/recus/1/", "camille"),
    Page("m6-recu-panier", f"{GROUP}compte/", "camille", link="Reçu Chèque, jeu. 29 oct."),
    Page("m5-messages", f"{GROUP}compte/messages/", "camille"),
    Page("c2-distributions", f"{OFFICE}distributions/", "lucie"),
    Page("c2-distribution-nouvelle", f"{OFFICE}distributions/nouvelle/", "lucie"),
    Page("c3-distribution-ouverte", EVENING, "lucie"),
    Page("c3-distribution-modifier", f"{EVENING}modification/", "lucie"),
    Page("c3-distribution-prolonger", f"{EVENING}prolongation/", "lucie"),
    Page("c3-distribution-supprimer", f"{OFFICE}distributions/12/suppression/", "lucie"),
    Page("a3-groupe-bloque", f"{BLOCKED}commande/", "camille"),
    Page("a3-groupe-bloque-gestion", f"{BLOCKED}commande/5/", "admin"),
    Page("m1-accueil-bloque", BLOCKED, "camille"),
    Page("m1-accueil-bloque-gestion", BLOCKED, "admin"),
    Page("c2-distributions-bloque", f"{BLOCKED}gestion/distributions/", "admin"),
    Page("m1-accueil-cagnotte", HALLES, "camille"),
    Act("camille", HALLES_ORDER, "Ajouter Panier de légumes"),
    Act("camille", HALLES_ORDER, "Ajouter Pain"),
    Act("camille", HALLES_ORDER, "Ajouter Tomme de brebis"),
    Page("m2-commander-cagnotte", HALLES_ORDER, "camille"),
    Page("m3-regler-cagnotte-manque", f"{HALLES_ORDER}regler/", "camille"),
    Page("m5-crediter-ma-cagnotte", f"{HALLES}compte/crediter/?montant=8,40", "camille"),
    Act("jean", f"{HALLES}compte/crediter/?montant=30", "Je fais ce virement"),
    Page("m5-crediter-annonce", f"{HALLES}compte/crediter/", "jean"),
    Act("camille", HALLES_ORDER, "Retirer Panier de légumes"),
    Page("m3-regler-cagnotte", f"{HALLES_ORDER}regler/", "camille"),
    Act("camille", f"{HALLES_ORDER}regler/", "Commander · cagnotte"),
    Page("m4-merci-cagnotte", f"{HALLES_ORDER}merci/", "camille"),
    Page("m5-mon-compte-cagnotte", f"{HALLES}compte/", "camille"),
    Page("t2-soldes-cagnottes", f"{HALLES}gestion/soldes/", "karim"),
    Page("c5-stand-panier-cagnotte", f"{HALLES}gestion/distributions/3/stand/5/", "lucie"),
    Page("c6-validation-cagnottes", f"{HALLES}gestion/distributions/3/validation/", "lucie"),
    Act("awa", ORDER, "Ajouter Panier de légumes"),
    Act("awa", f"{ORDER}regler/", "carte en ligne", choice="Carte en ligne"),
    Page("m4-carte-a-payer", f"{ORDER}carte/", "awa"),
    Page("m4-carte-quittee", f"{ORDER}carte/abandon/", "awa"),
    Page("m4-paiement-simule", f"{ORDER}carte/", "awa", link="Payer par carte"),
    Act("awa", f"{ORDER}carte/", "Payer", link="Payer par carte", choice="le paiement réussit"),
    Page("m4-carte-payee", f"{ORDER}carte/", "awa"),
    Page("a1-carte-en-ligne", f"{OFFICE}reglages/paiements/en-ligne/", "admin"),
    Page("c7-membres", f"{OFFICE}membres/", "lucie"),
    Page("c7-membres-cherches", f"{OFFICE}membres/?q=petit", "lucie"),
    Page("c7-membre-nouveau", f"{OFFICE}membres/nouveau/", "lucie"),
    Page("c7-membre", f"{OFFICE}membres/1/", "admin"),
    Page("c7-membre-modifier", f"{OFFICE}membres/1/modifier/", "lucie"),
    Page("c7-membre-depart", f"{OFFICE}membres/2/depart/", "lucie"),
    Page("c7-membres-partis", f"{OFFICE}membres/?etat=partis", "lucie"),
    Page("c7-membres-import", f"{OFFICE}membres/import/", "lucie"),
    Page("c8-catalogues", f"{OFFICE}catalogues/", "lucie"),
    Page("c8-producteur-nouveau", f"{OFFICE}catalogues/nouveau/", "lucie"),
    Page("c8-catalogue", f"{OFFICE}catalogues/1/", "lucie"),
    Page("c8-produit-nouveau", f"{OFFICE}catalogues/1/produits/nouveau/", "lucie"),
    Page("c8-produits-import", f"{OFFICE}catalogues/1/import/", "lucie"),
    Page("courriels-du-groupe", f"{OFFICE}courriels/", "lucie"),
    Page("droits", f"{OFFICE}droits/", "admin"),
    Page("qui-fait-quoi", f"{GROUP}qui-fait-quoi/", "camille"),
    Page("a1-moyens-de-paiement", f"{OFFICE}reglages/paiements/", "admin"),
    Page("t2-soldes", f"{OFFICE}soldes/", "karim"),
    Page("t2-virements-attendus", f"{OFFICE}soldes/virements/", "karim"),
    Page("t2-virements-colles", f"{OFFICE}soldes/virements/?q=VIR+SEPA+LEFEVRE+20,00", "karim"),
    Page("t2-soldes-doivent", f"{OFFICE}soldes/?etat=doit&tri=anciennete", "karim"),
    Page("t2-soldes-cherches", f"{OFFICE}soldes/?q=helene", "karim"),
    Page("t2-soldes-aucun", f"{OFFICE}soldes/?depuis=60&q=camille", "karim"),
    Page("t3-compte-doit", f"{OFFICE}soldes/2/", "karim"),
    Page("t3-compte-commandes", f"{OFFICE}soldes/2/?vue=commandes", "karim"),
    Page("t3-compte-lu", f"{OFFICE}soldes/1/", "admin"),
    Page("t3-releve", f"{OFFICE}soldes/2/releve/", "karim"),
    Page("t3-recu", f"{OFFICE}soldes/2/", "karim", link="Reçu Chèque, jeu. 5 nov."),
    Page("t3-paiement", f"{OFFICE}soldes/2/paiement/", "karim"),
    Page("t3-remboursement", f"{OFFICE}soldes/3/remboursement/", "karim"),
    Page("t7-saisie-en-serie", f"{OFFICE}soldes/serie/", "karim"),
    Page("t3-operation", f"{OFFICE}soldes/2/", "karim", link="Corriger Chèque, jeu. 5 nov."),
    Page("t3-don", f"{OFFICE}soldes/3/don/", "karim"),
    Page("t3-correction", f"{OFFICE}soldes/2/correction/", "karim"),
    Page("t3-reprise", f"{OFFICE}soldes/2/reprise/", "karim"),
    Page("t6-reprise-de-soldes", REPRISE, "karim"),
    Act("karim", REPRISE, "Regarder cette liste", {"Collez les lignes": BROUGHT}),
    Page("t6-reprise-qui-attend", REPRISE, "karim"),
    Page("t6-reprise-apercu", REPRISE, "karim", link=WAITING),
    Act("karim", REPRISE, "Enregistrer", link=WAITING),
    Page("t6-reprise-enregistree", f"{REPRISE}1/", "karim"),
    Page("courriels", "/demo/courriels/"),
    Page("remise-a-zero", "/demo/remise-a-zero/", "admin"),
    Page("introuvable", "/g/vallon/nulle-part/", "camille", status=404),
    Page("interdit", f"{OFFICE}membres/", "camille", status=403),
    Page("c6-validation-trop-tot", f"{EVENING}validation/", "lucie"),
    Clock(EVENING_MOMENT),
    Page("m2-commandes-closes", ORDER, "camille"),
    Page("c3-distribution", EVENING, "lucie"),
    Page("c4-paniers", f"{EVENING}paniers/", "lucie"),
    Page("c4-listes", f"{EVENING}imprimer/", "lucie"),
    Page("c4-emargement", f"{EVENING}imprimer/emargement/", "lucie"),
    Page("c4-saisie", f"{EVENING}saisie/", "lucie"),
    Page("c4-panier-ajouter", f"{EVENING}paniers/ajouter/", "lucie"),
    Page("c4-panier-ajouter-cherche", f"{EVENING}paniers/ajouter/?q=petit", "lucie"),
    Page("c4-panier", f"{EVENING}paniers/1/", "lucie"),
    Page("c5-stand", f"{EVENING}stand/", "lucie"),
    Page("c5-stand-panier", f"{EVENING}stand/41/", "lucie"),
    Page("c5-stand-par-produit", f"{EVENING}stand/produits/", "lucie"),
    Page("c5-stand-passage", f"{EVENING}stand/passage/", "lucie"),
    Page("c5-benevoles-du-jour", f"{EVENING}stand/benevoles/?q=Moreau", "lucie"),
    Act("lucie", f"{EVENING}stand/16/", "Espèces"),
    Page("c5-stand-servis", f"{EVENING}stand/?vue=servis", "lucie"),
    Page("c5-stand-panier-servi", f"{EVENING}stand/16/", "lucie"),
    Page("c6-validation", f"{EVENING}validation/", "lucie"),
    Page("c6-validation-cas", f"{LAST_WEEK}validation/", "lucie"),
    Page("c6-cartes-du-terminal", f"{LAST_WEEK}terminal/?ticket=30", "karim"),
    Page("c6-validation-faite", f"{OFFICE}distributions/8/validation/", "admin"),
    Page("c6-validation-defaire", f"{OFFICE}distributions/8/validation/annulation/", "admin"),
]


def many_rows(slug: str, closed: int, member: int, person: str) -> list[Page]:
    """The pages that list, in a group of 300; `closed` is a distribution that waits for its validation."""
    group = f"/g/{slug}/"
    office = f"{group}gestion/"
    evening = f"{office}distributions/{closed}/"
    paths = {
        "soldes": f"{office}soldes/",
        "soldes-tous": f"{office}soldes/?tous=1",
        "compte-d-un-membre": f"{office}soldes/{member}/",
        "mon-compte": f"{group}compte/",
        "membres": f"{office}membres/",
        "distributions": f"{office}distributions/",
        "distribution": evening,
        "paniers": f"{evening}paniers/",
        "stand": f"{evening}stand/",
        "validation": f"{evening}validation/",
        "messages": f"{group}compte/messages/",
        "courriels": f"{office}courriels/",
    }
    return [Page(name, path, person) for name, path in paths.items()]
