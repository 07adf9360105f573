"""What `./cabas` says of itself when nothing is asked: sixteen lines, and no command that is not there."""

FOR_DEVELOPMENT = ("test", "check", "shots", "bench", "soak")

TEXT = """\
Cabas : les commandes, les paiements et les comptes d’un groupement d’achat.

  ./cabas up              démarre Cabas et donne l’adresse à ouvrir (Ctrl-C arrête tout)
  ./cabas demo            refait la démonstration (--at DATE la fige, --clock DATE déplace son horloge)
  ./cabas audit           prouve à nouveau tous les comptes
  ./cabas backup FICHIER  sauvegarde tout, même en marche
  ./cabas restore FICHIER rétablit une sauvegarde dans un dossier vide
  ./cabas test            tous les tests (les arguments vont à pytest)
  ./cabas check           format, types, contrats d’import, migrations, gabarits
  ./cabas shots DOSSIER   une image de chaque page
  ./cabas bench           mesure chaque travail (--database NOM) ; bench payments, openings, stand, move
  ./cabas soak            huit bénévoles au stand, le serveur tué trois fois
  ./cabas manage …        une commande de Django
Options : --data DOSSIER (défaut : data), --port N (défaut : 8000), --host ADRESSE (défaut : 127.0.0.1)
          --empty : un dossier vide commence sans démonstration, par un lien pour la première personne
La suite se lit dans README.md ; une vraie installation, dans docs/installation.md."""
