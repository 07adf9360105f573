"""A phone in a page is a link that dials, shown in pairs."""

from django import template

from cabas.people.phones import dialled, written

register = template.Library()
register.filter("dialled", dialled)
register.filter("written", written)
