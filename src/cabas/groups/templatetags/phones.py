"""A phone in a page is a link that dials."""

from django import template

from cabas.people.phones import dialled

register = template.Library()
register.filter("dialled", dialled)
