"""The addresses of whoever hosts an installation: beside the groups, in none of them."""

from django.urls import path

from cabas.hosting.views import first_sign_in, groups, hosts, installation

urlpatterns = [
    path("premiere-connexion/<str:token>/", first_sign_in.first_sign_in, name="first_sign_in"),
    path("installation/", installation.installation, name="installation"),
    path("installation/groupes/", groups.host_groups, name="host_groups"),
    path("installation/groupes/<int:number>/", groups.suspension, name="suspension"),
    path("installation/hotes/", hosts.hosts, name="hosts"),
    path("installation/essai/", installation.test_mail, name="test_mail"),
]
