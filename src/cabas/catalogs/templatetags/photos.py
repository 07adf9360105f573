"""The photo of a product, as large as its place asks; its name stands beside it, so it is said once."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cabas.catalogs.models import Product
from cabas.catalogs.photos import WIDTHS

register = template.Library()


@register.simple_tag
def photo(product: Product, sizes: str) -> SafeString:
    """`{% photo product "68px" %}`: loaded when it comes into sight; its place is kept before."""
    addresses = [(reverse("product_photo", args=[product.photo, width]), width) for width in WIDTHS]
    return format_html(
        '<img class="illo" src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="" loading="lazy">',
        addresses[0][0],
        ", ".join(f"{address} {width}w" for address, width in addresses),
        sizes,
        str(product.photo_width),
        str(product.photo_height),
    )
