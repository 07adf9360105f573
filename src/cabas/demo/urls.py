"""The addresses of the demonstration; a real installation has none of them."""

from django.urls import path

from cabas.demo import views

app_name = "demo"

urlpatterns = [
    path("demo/", views.people, name="people"),
    path("demo/entrer/", views.enter, name="enter"),
    path("demo/courriels/", views.mails, name="mails"),
    path("demo/remise-a-zero/", views.reset, name="reset"),
]
