"""The addresses of what a group writes to its people, below /g/<group>/."""

from django.urls import path

from cabas.announcements.views import compose, messages, reminders

app_name = "announcements"

urlpatterns = [
    path("gestion/messages/", messages.messages, name="messages"),
    path("gestion/messages/nouveau/", compose.compose, name="compose"),
    path("gestion/messages/modeles/", messages.keeping_template, name="template"),
    path("gestion/messages/modeles/<int:template>/retirer/", messages.dropping_template, name="template_dropping"),
    path("messages/fichiers/<int:file>/", messages.file, name="file"),
    path("gestion/messages/<int:number>/", messages.message, name="message"),
    path("gestion/messages/<int:number>/annuler/", messages.calling_back, name="call_back"),
    path("gestion/soldes/relances/", reminders.reminders, name="reminders"),
]
