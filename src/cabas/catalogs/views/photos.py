"""The photo of a product, for whoever knows its address: it never changes, so a browser asks for it once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cabas.catalogs.photos import photo_file


@require_safe
def photo(request: HttpRequest, key: str, width: str) -> HttpResponse:
    """Another photo of the same product has another address."""
    file = photo_file(key, int(width))
    if file is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return HttpResponse(file.read_bytes(), content_type="image/webp", headers=headers)
