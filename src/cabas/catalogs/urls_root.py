"""The addresses of photos: outside any group, and such as nobody can guess."""

from django.urls import re_path

from cabas.catalogs.views import photos

urlpatterns = [
    re_path(r"^photos/(?P<key>[0-9a-f]{32})-(?P<width>[0-9]{3,4})\.webp$", photos.photo, name="product_photo"),
]
