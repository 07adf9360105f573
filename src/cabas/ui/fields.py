"""A form field is drawn with its label, its help and its error tied to it, and the classes of the theme."""

from django.forms import BoundField, CheckboxInput, FileInput, Select
from django.forms.boundfield import BoundWidget
from django.forms.widgets import Input, Widget
from django.utils.safestring import SafeString

NUMERIC = {"decimal", "numeric"}


def control_class(widget: Widget, *, has_error: bool) -> str:
    """The theme's class of a control."""
    if isinstance(widget, CheckboxInput):
        name = "form-check-input"
    elif isinstance(widget, Select) and not isinstance(widget, Input):
        name = "form-select"
    else:
        name = "form-control"
    numeric = widget.attrs.get("inputmode") in NUMERIC and not isinstance(widget, FileInput)
    return " ".join([name, *(["num"] if numeric else []), *(["is-invalid"] if has_error else [])])


def control(field: BoundField) -> SafeString:
    """The field's own control; Django ties it to the help and to the error (`aria-describedby`, `aria-invalid`)."""
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    classes = f"{own} {control_class(widget, has_error=bool(field.errors))}".strip()
    first = {"autofocus": True} if is_first_fault(field) else {}
    return field.as_widget(attrs={"class": classes, **first})


def is_first_fault(field: BoundField) -> bool:
    """Where one is led after a refusal, on a phone below what one sees; not past a sentence about the whole form."""
    if not field.errors or field.form.non_field_errors():
        return False
    return next(name for name in field.form.fields if name in field.form.errors) == field.name


def options(field: BoundField) -> list[BoundWidget]:
    """The radio buttons or boxes of a choice, one by one."""
    field.field.widget.attrs.setdefault("class", "form-check-input")
    return list(field)


def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)
