"""Who gets what at every address: the columns are the roles, the rows the addresses by name.

302 is « sign in first » for nobody, and « done, go on » for the others; 404 is what a stranger to the group finds; 403
is said to a member who lacks the right; 422 is an empty form that is refused, 400 one that no page of ours could send.
Whoever holds a role here is a member too, and holds no other. The day volunteer (`VOLUNTEER`) holds none and has not
signed in: their browser opened a pass, and they are nobody at every address that names no answer of theirs. The host
of the installation (`HOST`) is of no group: a stranger at every address that names no answer of theirs. Who keeps
one catalog (`KEEPER`) is a member, and no more at every address that names no answer of theirs. A producer (`PRODUCER`)
has no household: refused where a member is, a stranger elsewhere, at every address that names no answer of theirs.
"""

from dataclasses import dataclass
from datetime import datetime

from tests.cast import THURSDAY_EVENING, TUESDAY

ROLES = ("nobody", "member", "stranger", "coordinator", "treasurer", "administrator")
VOLUNTEER = "day volunteer"
HOST = "host"
KEEPER = "catalog coordinator"
PRODUCER = "producer"
DRAFT = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Row:
    """One address: its arguments beside the group's slug, and what each role is answered, in the order of `ROLES`."""

    answers: str
    method: str = "GET"
    arguments: dict[str, int | str] | None = None
    posted: dict[str, str] | None = None
    at: datetime = TUESDAY
    volunteer: int | None = None
    host: int | None = None
    keeper: int | None = None
    producer: int | None = None

    def expected(self, role: str) -> int:
        if role == VOLUNTEER:
            return int(self.answers.split()[0]) if self.volunteer is None else self.volunteer
        if role == HOST:
            return self.expected("stranger") if self.host is None else self.host
        if role == KEEPER:
            return self.expected("member") if self.keeper is None else self.keeper
        if role == PRODUCER:
            refused = 403 if self.expected("member") == 403 else self.expected("stranger")
            return refused if self.producer is None else self.producer
        return int(self.answers.split()[ROLES.index(role)])


EVENING: dict[str, int | str] = {"number": 1}
IN_EVENING: dict[str, int | str] = {"number": 1, "catalog": 1}
NO_CYCLE: dict[str, int | str] = {"cycle": 9}
KEYED: dict[str, int | str] = {"number": 1, "done": DRAFT}
ATTENDANCE: dict[str, int | str] = {"number": 1, "paper": "emargement"}
BASKET: dict[str, int | str] = {"number": 1, "basket": 1}
PRODUCT: dict[str, int | str] = {"number": 1, "product": 0}  # nobody ordered it
CHANGE: dict[str, int | str] = {"number": 1, "change": 0}
PASS: dict[str, int | str] = {"number": 1, "day_pass": 0}
CATALOG: dict[str, int | str] = {"number": 1}
FARM: dict[str, int | str] = {"number": 1}
FARM_ORDER: dict[str, int | str] = {"number": 1, "evening": 1}
FARM_CATALOG: dict[str, int | str] = {"number": 1, "catalog": 1}
MESSAGE: dict[str, int | str] = {"number": 1}  # nobody wrote one
NO_ROLE: dict[str, int | str] = {"role": 0}
NO_DUTY: dict[str, int | str] = {"number": 1, "role": 0}
MEMBER: dict[str, int | str] = {"number": 1}
SOMEBODY: dict[str, int | str] = {"number": 1, "person": 0}
TWO_MEMBERS: dict[str, int | str] = {"number": 1, "into": 2}
OPERATION: dict[str, int | str] = {"number": 1, "operation": 1}  # an order: nothing to put right there
RECEIPT: dict[str, int | str] = {"operation": 1}  # the same: a receipt is that of a payment

# What signing in looks like to everybody, whoever they are; the rooms' own tests say the rest.
PUBLIC = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_request_login_code",
    "account_reset_password",
    "account_set_password",
    "account_signup",
    "entrance",
    "first_sign_in",
    "language",
    "handbook",
    "handbook_page",
    "joining:followed",
    "joining:sent",
    "my_address",
    "my_address_code",
    "erase_me",
    "my_data",
    "my_data_zip",
    "my_details",
    "my_groups",
    "simulated:page",
    "welcome",
    "product_photo",
}

ROWS: list[tuple[str, Row]] = [
    # a household's own pages
    #                                        nobody member stranger coordinator treasurer administrator
    ("dashboards:home", Row("302 200 404 200 200 200")),
    ("volunteering:duties", Row("302 200 404 200 200 200")),
    ("volunteering:sign_up", Row("302 404 404 404 404 404", "POST", NO_DUTY)),
    ("volunteering:sign_off", Row("302 404 404 404 404 404", "POST", NO_DUTY)),
    ("distributions:shop_next", Row("302 302 404 302 302 302")),
    ("distributions:shop", Row("302 200 404 200 200 200", arguments=EVENING)),
    ("distributions:draft", Row("302 302 404 302 302 302", "POST", EVENING, {"product": "0", "add": "1"})),
    ("distributions:again", Row("302 302 404 302 302 302", "POST", EVENING)),
    ("distributions:drop_draft", Row("302 302 404 302 302 302", "POST", EVENING)),
    ("distributions:checkout", Row("302 200 404 200 200 200", arguments=EVENING)),
    ("distributions:checkout", Row("302 400 404 400 400 400", "POST", EVENING)),
    ("distributions:thanks", Row("302 200 404 404 404 404", arguments=EVENING)),
    ("distributions:card", Row("302 200 404 404 404 404", arguments=EVENING)),
    ("distributions:card", Row("302 302 404 404 404 404", "POST", EVENING)),
    ("distributions:card_left", Row("302 200 404 404 404 404", arguments=EVENING)),
    ("distributions:card_returned", Row("302 302 404 404 404 404", arguments=EVENING)),
    ("distributions:card_notices", Row("404 404 404 404 404 404", "POST")),  # signed by the provider, or nothing
    ("distributions:account", Row("302 200 404 200 200 200")),
    ("papers:receipt", Row("302 404 404 404 404 404", arguments=RECEIPT)),
    ("papers:receipt_pdf", Row("302 404 404 404 404 404", arguments=RECEIPT)),
    ("papers:receipt_mail", Row("302 404 404 404 404 404", "POST", RECEIPT)),
    ("papers:statement", Row("302 200 404 200 200 200")),
    ("papers:statement_pdf", Row("302 200 404 200 200 200")),
    ("papers:statement_mail", Row("302 302 404 302 302 302", "POST")),
    ("distributions:top_up", Row("302 404 404 404 404 404")),  # no cagnottes here
    ("distributions:top_up", Row("302 404 404 404 404 404", "POST")),
    ("distributions:top_up_card", Row("302 404 404 404 404 404")),
    ("distributions:top_up_card", Row("302 404 404 404 404 404", "POST")),
    ("distributions:top_up_card_left", Row("302 404 404 404 404 404")),
    ("distributions:top_up_card_returned", Row("302 404 404 404 404 404")),
    ("distributions:account_transfer", Row("302 200 404 200 200 200")),
    ("distributions:account_transfer", Row("302 422 404 422 422 422", "POST")),
    ("distributions:transfer_given_up", Row("302 302 404 302 302 302", "POST")),
    ("households:household", Row("302 200 404 200 200 200")),
    ("households:household", Row("302 422 404 422 422 422", "POST")),
    ("households:adult_removal", Row("302 404 404 404 404 404", "POST")),
    ("households:quitting", Row("302 200 404 200 200 200")),
    ("households:quitting", Row("302 422 404 422 422 422", "POST", posted={"way": "don-groupe"})),
    ("mail:mine", Row("302 200 404 200 200 200")),
    ("mail:choices", Row("302 200 404 200 200 200")),
    ("mail:choices", Row("302 422 404 422 422 422", "POST")),
    ("mail_choices", Row("404 404 404 404 404 404", arguments={"signed": "not-signed"})),
    # distributions: coordination plans, treasury serves and validates, administration validates and undoes
    ("dashboards:dashboard", Row("302 403 404 200 200 200")),
    ("distributions:plan", Row("302 403 404 200 200 200")),
    ("volunteering:roles", Row("302 403 404 200 403 200")),
    ("volunteering:roles", Row("302 403 404 422 403 422", "POST")),
    ("volunteering:role_new", Row("302 403 404 200 403 200")),
    ("volunteering:role_new", Row("302 403 404 422 403 422", "POST")),
    ("volunteering:role", Row("302 403 404 404 403 404", arguments=NO_ROLE)),
    ("volunteering:role_removing", Row("302 403 404 404 403 404", "POST", NO_ROLE)),
    ("volunteering:role_restoring", Row("302 403 404 404 403 404", "POST", NO_ROLE)),
    ("volunteering:participation", Row("302 403 404 200 403 200")),
    ("volunteering:participation_csv", Row("302 403 404 200 403 200")),
    ("volunteering:evening", Row("302 403 404 200 403 200", arguments=EVENING)),
    ("volunteering:evening", Row("302 403 404 404 403 404", "POST", EVENING)),
    ("volunteering:wanted", Row("302 403 404 302 403 302", "POST", EVENING)),
    ("volunteering:take_off", Row("302 403 404 404 403 404", "POST", EVENING)),
    ("planning:cycles", Row("302 403 404 200 403 200")),
    ("planning:new_cycle", Row("302 403 404 200 403 200")),
    ("planning:new_cycle", Row("302 403 404 422 403 422", "POST")),
    ("planning:cycle", Row("302 403 404 404 403 404", arguments=NO_CYCLE)),
    ("planning:cycle", Row("302 403 404 404 403 404", "POST", NO_CYCLE)),
    ("planning:cycle_removal", Row("302 403 404 404 403 404", arguments=NO_CYCLE)),
    ("planning:cycle_removal", Row("302 403 404 404 403 404", "POST", NO_CYCLE)),
    ("planning:copying", Row("302 403 404 200 403 200", arguments=EVENING)),
    ("planning:copying", Row("302 403 404 422 403 422", "POST", EVENING)),
    ("planning:postponing", Row("302 403 404 200 403 200", arguments=EVENING)),
    ("planning:postponing", Row("302 403 404 422 403 422", "POST", EVENING)),
    ("planning:put_back", Row("302 403 404 404 403 404", "POST", EVENING)),
    ("planning:cancelling", Row("302 403 404 200 403 200", arguments=EVENING)),
    ("planning:cancelling", Row("302 403 404 422 403 422", "POST", EVENING)),
    ("planning:catalog_hours", Row("302 403 404 200 403 200", arguments=EVENING)),
    ("planning:catalog_hours", Row("302 403 404 422 403 422", "POST", EVENING)),
    ("planning:withdrawing", Row("302 403 404 200 403 200", arguments=IN_EVENING)),
    ("planning:withdrawing", Row("302 403 404 422 403 422", "POST", IN_EVENING)),
    ("planning:shifting", Row("302 403 404 200 403 200", arguments=IN_EVENING)),
    ("planning:shifting", Row("302 403 404 404 403 404", "POST", IN_EVENING)),
    ("planning:restoring", Row("302 403 404 404 403 404", arguments=EVENING)),
    ("planning:restoring", Row("302 403 404 404 403 404", "POST", EVENING)),
    ("planning:catalog_restoring", Row("302 403 404 404 403 404", arguments=IN_EVENING)),
    ("planning:catalog_restoring", Row("302 403 404 404 403 404", "POST", IN_EVENING)),
    ("planning:calendar", Row("302 200 404 200 200 200")),
    ("planning:calendar_renewed", Row("302 302 404 302 302 302", "POST")),
    ("planning:feed", Row("404 404 404 404 404 404", arguments={"token": "nobody"})),  # whoever knows the token reads
    ("planning:evening_file", Row("302 200 404 200 200 200", arguments=EVENING)),
    ("distributions:new_distribution", Row("302 403 404 200 403 200")),
    ("distributions:new_distribution", Row("302 403 404 422 403 422", "POST")),
    ("distributions:distribution", Row("302 403 404 200 200 200", arguments=EVENING, at=THURSDAY_EVENING)),
    ("distributions:baskets", Row("302 403 404 200 200 200", arguments=EVENING, at=THURSDAY_EVENING)),
    ("distributions:baskets_csv", Row("302 403 404 200 200 200", arguments=EVENING)),
    ("papers:lists", Row("302 403 404 200 200 200", arguments=EVENING)),
    ("papers:evening_paper", Row("302 403 404 200 200 200", arguments=ATTENDANCE)),
    ("papers:evening_paper_pdf", Row("302 403 404 200 200 200", arguments=ATTENDANCE)),
    ("papers:keying", Row("302 403 404 200 200 403", arguments=EVENING, at=THURSDAY_EVENING)),
    ("papers:keying", Row("302 403 404 200 200 403", "POST", EVENING, at=THURSDAY_EVENING)),
    ("papers:keyed", Row("302 403 404 404 404 403", arguments=KEYED, at=THURSDAY_EVENING)),
    ("papers:keyed_undoing", Row("302 403 404 404 404 403", "POST", KEYED, at=THURSDAY_EVENING)),
    ("closing:till", Row("302 403 404 200 200 200")),
    ("closing:counting", Row("302 403 404 422 422 422", "POST", EVENING, at=THURSDAY_EVENING)),
    ("closing:terminal", Row("302 403 404 200 200 200", arguments=EVENING, at=THURSDAY_EVENING)),
    ("closing:terminal_xlsx", Row("302 403 404 200 200 200", arguments=EVENING, at=THURSDAY_EVENING)),
    ("distributions:workbook", Row("302 403 404 200 200 200", arguments=EVENING)),
    ("distributions:replan", Row("302 403 404 200 403 200", arguments=EVENING)),
    ("distributions:replan", Row("302 403 404 422 403 422", "POST", EVENING)),
    ("distributions:close_orders", Row("302 403 404 409 403 409", "POST", EVENING, at=THURSDAY_EVENING)),
    ("distributions:extend_orders", Row("302 403 404 200 403 200", arguments=EVENING)),
    ("distributions:extend_orders", Row("302 403 404 422 403 422", "POST", EVENING)),
    ("distributions:delete_distribution", Row("302 403 404 302 403 302", arguments=EVENING)),
    ("distributions:delete_distribution", Row("302 403 404 409 403 409", "POST", EVENING)),
    ("distributions:add_basket", Row("302 403 404 200 403 403", arguments=EVENING)),
    ("distributions:member_basket", Row("302 403 404 200 403 403", arguments={"number": 1, "member": 1})),
    ("distributions:member_basket", Row("302 403 404 422 403 403", "POST", {"number": 1, "member": 1})),
    ("stand:stand", Row("302 403 404 200 200 403", arguments=EVENING, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:panels", Row("302 403 404 200 200 403", arguments=EVENING, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:news", Row("302 403 404 200 200 403", arguments=EVENING, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:presence", Row("302 403 404 200 200 403", "POST", EVENING, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:sent_acts", Row("302 403 404 200 200 403", arguments=EVENING, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:sent_acts", Row("302 403 404 400 400 403", "POST", EVENING, at=THURSDAY_EVENING, volunteer=400)),
    ("stand:offline_cases", Row("302 403 404 200 200 200", arguments=EVENING, at=THURSDAY_EVENING)),
    ("stand:offline_case", Row("302 403 404 404 404 404", "POST", {"number": 1, "act": 0}, at=THURSDAY_EVENING)),
    ("stand:worker", Row("302 403 404 200 200 403", arguments=EVENING, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:manifest", Row("302 403 404 200 200 403", arguments=EVENING, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:basket", Row("302 403 404 200 200 403", arguments=BASKET, at=THURSDAY_EVENING, volunteer=200)),
    ("stand:receipts", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:servings", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:weighings", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:lines", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:missing", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:notes", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:fees", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:undoing", Row("302 403 404 422 422 403", "POST", BASKET, at=THURSDAY_EVENING, volunteer=422)),
    ("stand:passage", Row("302 403 404 200 200 403", arguments=EVENING, volunteer=200, at=THURSDAY_EVENING)),
    ("stand:passage", Row("302 403 404 422 422 403", "POST", EVENING, volunteer=422, at=THURSDAY_EVENING)),
    ("stand:products", Row("302 403 404 200 200 403", arguments=EVENING, volunteer=200, at=THURSDAY_EVENING)),
    ("stand:product", Row("302 403 404 404 404 403", arguments=PRODUCT, volunteer=404, at=THURSDAY_EVENING)),
    ("stand:product", Row("302 403 404 404 404 403", "POST", PRODUCT, volunteer=404, at=THURSDAY_EVENING)),
    ("stand:product_missing", Row("302 403 404 404 404 403", arguments=PRODUCT, volunteer=404, at=THURSDAY_EVENING)),
    ("stand:product_missing", Row("302 403 404 404 404 403", "POST", PRODUCT, volunteer=404, at=THURSDAY_EVENING)),
    ("stand:product_price", Row("302 403 404 404 404 403", arguments=PRODUCT, volunteer=404, at=THURSDAY_EVENING)),
    ("stand:product_price", Row("302 403 404 404 404 403", "POST", PRODUCT, volunteer=404, at=THURSDAY_EVENING)),
    ("stand:product_undoing", Row("302 403 404 404 404 403", "POST", CHANGE, volunteer=404, at=THURSDAY_EVENING)),
    ("stand:passes", Row("302 403 404 200 403 403", arguments=EVENING)),
    ("stand:passes", Row("302 403 404 422 403 403", "POST", EVENING)),
    ("stand:pass_mail", Row("302 403 404 404 403 403", "POST", PASS)),
    ("stand:pass_revoking", Row("302 403 404 404 403 403", "POST", PASS)),
    # the link of a day volunteer: this one opens nothing; leaving is for whoever stands there
    ("stand:pass_opening", Row("404 404 404 404 404 404", arguments={"token": "x"})),
    ("stand:pass_opening", Row("404 404 404 404 404 404", "POST", {"token": "x"})),
    ("stand:pass_leaving", Row("200 200 200 200 200 200", "POST")),
    ("closing:validations", Row("302 403 404 400 400 400", "POST")),
    ("closing:validation", Row("302 403 404 200 200 200", arguments=EVENING, at=THURSDAY_EVENING)),
    ("closing:validation", Row("302 403 404 422 422 422", "POST", EVENING, at=THURSDAY_EVENING)),
    ("closing:case", Row("302 403 404 422 422 422", "POST", BASKET, at=THURSDAY_EVENING)),
    ("closing:announced", Row("302 403 404 422 422 422", "POST", EVENING, at=THURSDAY_EVENING)),
    ("closing:validated_as_announced", Row("302 403 404 422 422 422", "POST", EVENING, at=THURSDAY_EVENING)),
    ("closing:undo_announced", Row("302 403 404 422 422 422", "POST", EVENING, at=THURSDAY_EVENING)),
    ("closing:undo", Row("302 403 404 403 403 404", arguments=EVENING, at=THURSDAY_EVENING)),
    ("closing:undo", Row("302 403 404 403 403 404", "POST", EVENING, at=THURSDAY_EVENING)),
    # whoever hosts the installation: found by hosts only, whatever their roles
    ("installation", Row("302 404 404 404 404 404", host=200)),
    ("test_mail", Row("302 404 404 404 404 404", "POST", host=302)),
    ("new_group", Row("302 404 404 404 404 404", host=200)),
    ("new_group_created", Row("302 404 404 404 404 404", host=200)),
    ("new_group_created", Row("302 404 404 404 404 404", "POST", host=422)),
    ("new_group_from_cagette", Row("302 404 404 404 404 404", host=200)),
    ("new_group_from_cagette", Row("302 404 404 404 404 404", "POST", host=422)),
    # nobody here made a group of examples, but a host who taps, and then makes it anew and erases it
    ("example", Row("302 404 404 404 404 404", "POST", host=302)),
    ("example_reset", Row("302 404 404 404 404 404", host=404)),
    ("example_reset", Row("302 404 404 404 404 404", "POST", host=302)),
    ("example_erasing", Row("302 404 404 404 404 404", host=404)),
    ("example_erasing", Row("302 404 404 404 404 404", "POST", host=302)),
    ("example_erasing_of", Row("302 404 404 404 404 404", arguments={"number": 0}, host=404)),
    ("example_erasing_of", Row("302 404 404 404 404 404", "POST", {"number": 0}, host=404)),
    ("starting:first_steps", Row("302 403 404 403 403 200")),
    ("starting:first_steps", Row("302 403 404 403 403 400", "POST")),
    ("host_groups", Row("302 404 404 404 404 404", host=200)),
    ("suspension", Row("302 404 404 404 404 404", arguments={"number": 0}, host=404)),  # no such group
    ("suspension", Row("302 404 404 404 404 404", "POST", {"number": 0}, host=404)),
    ("hosts", Row("302 404 404 404 404 404", host=200)),
    ("hosts", Row("302 404 404 404 404 404", "POST", host=422)),
    # the outside of a group, which is closed and not shown here: who sets it sees it, who is in it comes home
    ("joining:presentation", Row("404 404 404 404 404 200")),
    ("joining:join", Row("404 302 404 302 302 302")),
    ("joining:join", Row("404 302 404 302 302 302", "POST")),
    ("joining:requests", Row("302 403 404 200 403 200")),
    ("joining:accepting", Row("302 403 404 404 403 404", "POST", {"number": 1})),
    ("joining:refusing", Row("302 403 404 404 403 404", "POST", {"number": 1})),
    ("joining:welcome_settings", Row("302 403 404 403 403 200")),
    ("joining:welcome_settings", Row("302 403 404 403 403 422", "POST")),
    ("groups:settings", Row("302 403 404 403 403 200")),
    ("groups:settings", Row("302 403 404 403 403 422", "POST")),
    ("groups:places", Row("302 403 404 403 403 200")),
    ("groups:places", Row("302 403 404 403 403 422", "POST")),
    # members, their roles, catalogs, mail, means
    ("groups:members", Row("302 403 404 200 403 200")),
    ("groups:member_new", Row("302 403 404 200 403 200")),
    ("groups:member_new", Row("302 403 404 422 403 422", "POST")),
    ("groups:member", Row("302 403 404 200 403 200", arguments=MEMBER)),
    ("groups:member_edit", Row("302 403 404 200 403 200", arguments=MEMBER)),
    ("groups:member_edit", Row("302 403 404 422 403 422", "POST", MEMBER)),
    ("groups:member_return", Row("302 403 404 302 403 302", "POST", MEMBER)),
    ("groups:who", Row("302 200 404 200 200 200", producer=200)),
    ("households:leaving", Row("302 403 404 200 403 200", arguments=MEMBER)),
    ("households:leaving", Row("302 403 404 422 403 422", "POST", MEMBER)),
    ("groups:member_import", Row("302 403 404 200 403 200")),
    ("groups:member_import", Row("302 403 404 422 403 422", "POST")),
    ("groups:member_import_preview", Row("302 403 404 404 403 404", arguments={"draft": DRAFT})),
    ("groups:member_import_preview", Row("302 403 404 404 403 404", "POST", {"draft": DRAFT})),
    ("households:inviting", Row("302 403 404 200 403 200")),
    ("households:inviting", Row("302 403 404 422 403 422", "POST")),
    ("households:invitations", Row("302 403 404 404 403 404", arguments={"draft": DRAFT})),
    ("households:invitations", Row("302 403 404 404 403 404", "POST", {"draft": DRAFT})),
    ("households:doubles", Row("302 403 404 200 403 200")),
    ("households:merging", Row("302 403 404 200 403 200", arguments=TWO_MEMBERS)),
    ("households:merging", Row("302 403 404 422 403 422", "POST", TWO_MEMBERS)),
    ("households:erasing", Row("302 403 404 403 403 404", arguments=SOMEBODY)),
    ("households:erasing", Row("302 403 404 403 403 404", "POST", SOMEBODY)),
    ("households:invite_them", Row("302 403 404 302 403 302", "POST")),
    ("households:invite_one", Row("302 403 404 404 403 404", "POST", MEMBER)),
    ("groups:roles", Row("302 403 404 403 403 200")),
    ("groups:roles", Row("302 403 404 403 403 404", "POST")),
    ("catalogs:catalogs", Row("302 403 404 200 403 403", keeper=200)),
    ("catalogs:vendor_new", Row("302 403 404 200 403 403")),
    ("catalogs:vendor_new", Row("302 403 404 422 403 403", "POST")),
    ("catalogs:catalog", Row("302 403 404 200 403 403", arguments=CATALOG, keeper=200)),
    ("catalogs:product_new", Row("302 403 404 200 403 403", arguments=CATALOG, keeper=200)),
    ("catalogs:product_new", Row("302 403 404 422 403 403", "POST", CATALOG, keeper=422)),
    ("catalogs:product", Row("302 403 404 404 403 403", arguments={"number": 1, "product": 0}, keeper=404)),
    ("catalogs:product", Row("302 403 404 404 403 403", "POST", {"number": 1, "product": 0}, keeper=404)),
    # what coordination does to a product and a catalog
    ("catalogs:product_availability", Row("302 403 404 404 403 403", "POST", {"number": 1, "product": 0}, keeper=404)),
    ("catalogs:product_place", Row("302 403 404 404 403 403", "POST", {"number": 1, "product": 0}, keeper=404)),
    ("catalogs:product_copy", Row("302 403 404 404 403 403", "POST", {"number": 1, "product": 0}, keeper=404)),
    ("catalogs:product_withdrawal", Row("302 403 404 404 403 403", "POST", {"number": 1, "product": 0}, keeper=404)),
    ("catalogs:product_removal", Row("302 403 404 404 403 403", "POST", {"number": 1, "product": 0}, keeper=404)),
    ("catalogs:catalog_edit", Row("302 403 404 200 403 403", arguments=CATALOG, keeper=200)),
    ("catalogs:catalog_edit", Row("302 403 404 422 403 403", "POST", CATALOG, keeper=422)),
    ("catalogs:catalog_csv", Row("302 403 404 200 403 403", arguments=CATALOG, keeper=200)),
    ("catalogs:catalog_xlsx", Row("302 403 404 200 403 403", arguments=CATALOG, keeper=200)),
    ("catalogs:catalog_copy", Row("302 403 404 302 403 403", "POST", CATALOG)),
    ("catalogs:catalog_archiving", Row("302 403 404 302 403 403", "POST", CATALOG, {"archived": "no"})),
    ("catalogs:product_import_undoing", Row("302 403 404 404 403 403", "POST", {"number": 1, "act": 0}, keeper=404)),
    ("groups:member_import_undoing", Row("302 403 404 404 403 404", "POST", {"act": 0})),
    ("catalogs:product_import", Row("302 403 404 200 403 403", arguments=CATALOG, keeper=200)),
    ("catalogs:product_import", Row("302 403 404 422 403 403", "POST", CATALOG, keeper=422)),
    (
        "catalogs:product_import_preview",
        Row("302 403 404 404 403 403", arguments={"number": 1, "draft": DRAFT}, keeper=404),
    ),
    (
        "catalogs:product_import_preview",
        Row("302 403 404 404 403 403", "POST", {"number": 1, "draft": DRAFT}, keeper=404),
    ),
    ("catalogs:coordinated", Row("302 403 404 403 403 404", arguments={"person": 0})),
    ("catalogs:coordinated", Row("302 403 404 403 403 404", "POST", {"person": 0})),
    # producers: their own farm; for the group their page and account, and the orders they are sent
    ("producers:farms", Row("302 403 404 403 403 403", producer=302)),
    ("producers:farm", Row("302 403 404 403 403 403", arguments=FARM, producer=200)),
    ("producers:farm_order_pdf", Row("302 403 404 403 403 403", arguments=FARM_ORDER, producer=200)),
    ("producers:farm_order_xlsx", Row("302 403 404 403 403 403", arguments=FARM_ORDER, producer=200)),
    ("producers:farm_catalog", Row("302 403 404 403 403 403", arguments=FARM_CATALOG, producer=200)),
    ("producers:farm_product_new", Row("302 403 404 403 403 403", arguments=FARM_CATALOG, producer=200)),
    ("producers:farm_product_new", Row("302 403 404 403 403 403", "POST", FARM_CATALOG, producer=422)),
    (
        "producers:farm_product_taking_out",
        Row("302 403 404 403 403 403", "POST", {**FARM_CATALOG, "product": 0}, producer=404),
    ),
    ("producers:looking", Row("302 403 404 404 403 403", "POST", FARM_CATALOG)),
    ("producers:sale", Row("302 403 404 404 403 403", "POST", {"number": 1, "product": 0})),
    ("producers:farm_product", Row("302 403 404 403 403 403", arguments={**FARM_CATALOG, "product": 0}, producer=404)),
    (
        "producers:farm_product",
        Row("302 403 404 403 403 403", "POST", {**FARM_CATALOG, "product": 0}, producer=404),
    ),
    ("producers:vendors", Row("302 403 404 200 200 200")),
    ("producers:vendor", Row("302 403 404 200 200 200", arguments=FARM)),
    ("producers:invitation", Row("302 403 404 422 403 403", "POST", FARM)),
    ("producers:withdrawal", Row("302 403 404 404 403 403", "POST", {"number": 1, "producer": 0})),
    ("producers:keeping", Row("302 403 404 302 403 403", "POST", FARM_CATALOG, {"kept": "1"})),
    ("producers:payment", Row("302 403 404 422 422 403", "POST", FARM)),
    ("producers:payment_undoing", Row("302 403 404 404 404 403", "POST", OPERATION)),
    ("producers:orders", Row("302 403 404 200 403 403", keeper=200)),
    ("producers:order", Row("302 403 404 200 403 403", arguments=EVENING, keeper=200)),
    ("producers:order_pdf", Row("302 403 404 200 403 403", arguments={"number": 1, "farm": 1})),
    ("producers:sending", Row("302 403 404 302 403 403", "POST", {"number": 1, "farm": 1})),
    ("mail:outbox", Row("302 403 404 200 200 200")),
    ("announcements:messages", Row("302 403 404 200 200 200")),
    ("announcements:compose", Row("302 403 404 200 200 200")),
    ("announcements:compose", Row("302 403 404 422 422 422", "POST")),
    ("announcements:message", Row("302 403 404 404 404 404", arguments=MESSAGE)),
    ("announcements:call_back", Row("302 403 404 404 404 404", "POST", MESSAGE)),
    ("announcements:file", Row("302 404 404 404 404 404", arguments={"file": 0})),
    ("announcements:template", Row("302 403 404 302 302 302", "POST")),
    ("announcements:template_dropping", Row("302 403 404 404 404 404", "POST", {"template": 0})),
    ("announcements:reminders", Row("302 403 404 200 200 403")),
    ("announcements:reminders", Row("302 403 404 302 302 403", "POST")),
    ("online:keys", Row("302 403 404 403 403 200")),
    ("online:keys", Row("302 403 404 403 403 422", "POST")),
    ("online:trial", Row("302 403 404 403 403 302", "POST")),
    ("online:removal", Row("302 403 404 403 403 302", "POST")),
    ("distributions:payment_settings", Row("302 403 404 403 403 200")),
    ("distributions:payment_settings", Row("302 403 404 403 403 422", "POST")),
    ("distributions:payments_switch", Row("302 403 404 403 403 422", "POST")),
    # the balances of all: who keeps the accounts, and who reads them
    ("treasury:balances", Row("302 403 404 200 200 200")),
    ("treasury:balances_csv", Row("302 403 404 200 200 200")),
    ("treasury:balances_xlsx", Row("302 403 404 200 200 200")),
    ("treasury:balances_trends", Row("302 403 404 200 200 200")),
    ("membership_fees:fees", Row("302 403 404 200 200 200")),
    ("membership_fees:fees_csv", Row("302 403 404 404 404 404")),  # no fee is asked here
    ("membership_fees:fees_xlsx", Row("302 403 404 404 404 404")),
    ("membership_fees:together", Row("302 403 404 404 404 403", "POST")),
    ("membership_fees:reminders", Row("302 403 404 404 404 403", "POST")),
    ("membership_fees:undoing", Row("302 403 404 404 404 403", "POST")),
    ("membership_fees:household", Row("302 403 404 404 404 404", arguments=MEMBER)),
    ("membership_fees:household", Row("302 403 404 404 404 403", "POST", MEMBER)),
    ("membership_fees:settings", Row("302 403 404 403 403 200")),
    ("membership_fees:settings", Row("302 403 404 403 403 422", "POST")),
    ("treasury:openings", Row("302 403 404 200 200 403")),
    ("treasury:openings", Row("302 403 404 422 422 403", "POST")),
    ("treasury:openings_preview", Row("302 403 404 404 404 403", arguments={"draft": DRAFT})),
    ("treasury:openings_preview", Row("302 403 404 404 404 403", "POST", {"draft": DRAFT})),
    ("treasury:opening_set", Row("302 403 404 404 404 403", arguments={"number": 1})),
    ("treasury:opening_set_undoing", Row("302 403 404 404 404 403", "POST", {"number": 1})),
    ("treasury:transfers", Row("302 403 404 200 200 403")),
    ("treasury:transfers", Row("302 403 404 422 422 403", "POST")),
    # the account of one member: coordination and treasury keep it, administration reads it
    ("treasury:account", Row("302 403 404 200 200 200", arguments=MEMBER)),
    ("treasury:account_csv", Row("302 403 404 200 200 200", arguments=MEMBER)),
    ("treasury:account_xlsx", Row("302 403 404 200 200 200", arguments=MEMBER)),
    ("treasury:receipt", Row("302 403 404 404 404 404", arguments=OPERATION)),
    ("treasury:receipt_pdf", Row("302 403 404 404 404 404", arguments=OPERATION)),
    ("treasury:receipt_mail", Row("302 403 404 404 404 403", "POST", OPERATION)),
    ("treasury:statement", Row("302 403 404 200 200 200", arguments=MEMBER)),
    ("treasury:statement_pdf", Row("302 403 404 200 200 200", arguments=MEMBER)),
    ("treasury:statement_mail", Row("302 403 404 302 302 403", "POST", MEMBER)),
    ("treasury:payment", Row("302 403 404 200 200 403", arguments=MEMBER)),
    ("treasury:payment", Row("302 403 404 422 422 403", "POST", MEMBER)),
    ("treasury:refund", Row("302 403 404 200 200 403", arguments=MEMBER)),
    ("treasury:refund", Row("302 403 404 422 422 403", "POST", MEMBER)),
    ("treasury:batch", Row("302 403 404 200 200 403")),
    ("treasury:batch", Row("302 403 404 200 200 403", "POST")),  # looks at no line
    ("treasury:batch_member", Row("302 403 404 200 200 403")),
    ("treasury:batch_recorded", Row("302 403 404 404 404 403", arguments={"done": DRAFT})),
    ("treasury:batch_undoing", Row("302 403 404 404 404 403", "POST", {"done": DRAFT})),
    ("treasury:gift", Row("302 403 404 200 200 403", arguments=MEMBER)),
    ("treasury:gift", Row("302 403 404 422 422 403", "POST", MEMBER)),
    ("treasury:correction", Row("302 403 404 200 200 403", arguments=MEMBER)),
    ("treasury:correction", Row("302 403 404 422 422 403", "POST", MEMBER)),
    ("treasury:opening", Row("302 403 404 200 200 403", arguments=MEMBER)),
    ("treasury:opening", Row("302 403 404 422 422 403", "POST", MEMBER)),
    ("treasury:operation", Row("302 403 404 404 404 403", arguments=OPERATION)),
    ("treasury:operation_means", Row("302 403 404 404 404 403", "POST", OPERATION)),
    ("treasury:operation_moving", Row("302 403 404 404 404 403", "POST", OPERATION)),
    ("treasury:operation_return", Row("302 403 404 404 404 403", "POST", OPERATION)),
    ("treasury:operation_return_undoing", Row("302 403 404 404 404 403", "POST", OPERATION)),
    ("treasury:operation_undoing", Row("302 403 404 404 404 403", "POST", OPERATION)),
]
