"""The forms of signing in, set-up, connections and profile, with what each field says when it is wrong."""

import re
import unicodedata
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange

from portal.passwords import LONGEST, SHORTEST

ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*")
FARTHEST_BACK = 90


def tidy(text: Any) -> Any:
    """Without invisible characters, and with single blanks."""
    if not isinstance(text, str):
        return text
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())


def lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def is_address(_form: Form, field: Field) -> None:
    if not ADDRESS.fullmatch(field.data or ""):
        raise ValidationError("Write a whole e-mail address, such as mere@example.com.")


def is_zone(_form: Form, field: Field) -> None:
    if field.data not in available_timezones():
        raise ValidationError("Choose a time zone from the list.")


@cache
def zones() -> list[SelectChoice]:
    """Places people know, as choices."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    places = (SelectChoice(name, name.replace("_", " ").replace("/", " › ")) for name in names)
    return [SelectChoice("UTC"), *places]


def needed(sentence: str) -> DataRequired:
    return DataRequired(sentence)


def new_password(label: str) -> PasswordField:
    """A password that is being chosen."""
    length = f"Use {SHORTEST} to {LONGEST} characters; three or four words make a good one."
    return PasswordField(label, [needed("Choose a password."), Length(SHORTEST, LONGEST, length)])


class SignUp(FlaskForm):  # type: ignore[misc]
    workspace = StringField(
        "Company name",
        [needed("Write your company's name."), Length(max=200, message="Use at most 200 characters.")],
        [tidy],
    )
    name = StringField(
        "Your name", [needed("Write your name."), Length(max=120, message="Use at most 120 characters.")], [tidy]
    )
    email = StringField(
        "E-mail address", [is_address, Length(max=254, message="Use at most 254 characters.")], [tidy, lower]
    )
    password = new_password("Password")


class SignIn(FlaskForm):  # type: ignore[misc]
    email = StringField("E-mail address", [needed("Write your e-mail address.")], [tidy, lower])
    password = PasswordField("Password", [needed("Write your password."), Length(max=LONGEST)])


class SecondFactor(FlaskForm):  # type: ignore[misc]
    code = StringField("Code", [needed("Write the six digits your authenticator shows.")], [tidy])


class ResetRequest(FlaskForm):  # type: ignore[misc]
    email = StringField("E-mail address", [is_address], [tidy, lower])


class ResetPassword(FlaskForm):  # type: ignore[misc]
    password = new_password("New password")


class Profile(FlaskForm):  # type: ignore[misc]
    name = StringField(
        "Your name", [needed("Write your name."), Length(max=120, message="Use at most 120 characters.")], [tidy]
    )
    zone = SelectField("Time zone", [is_zone], choices=zones, validate_choice=False)


class ChangePassword(FlaskForm):  # type: ignore[misc]
    current = PasswordField("Current password", [needed("Write your current password.")])
    password = new_password("New password")


class AutotaskLogIn(FlaskForm):  # type: ignore[misc]
    user = StringField(
        "User name (key)",
        [needed("Write the API user's user name."), Length(max=254, message="Use at most 254 characters.")],
        [tidy],
    )
    secret = PasswordField(
        "Password (secret)",
        [needed("Enter the secret; it is never shown again, so it has to be typed each time."), Length(max=500)],
    )


class ChooseOrganisation(FlaskForm):  # type: ignore[misc]
    tenant = RadioField("Xero organisation", [needed("Choose one organisation.")], validate_choice=False)


class ChoosePlan(FlaskForm):  # type: ignore[misc]
    plan = RadioField("Plan", [needed("Choose a plan.")], coerce=int)


class FirstSync(FlaskForm):  # type: ignore[misc]
    import_as = RadioField(
        "Invoices arrive as",
        [needed("Choose how invoices arrive.")],
        choices=[
            SelectChoice("draft", "Draft"),
            SelectChoice("awaiting_approval", "Awaiting approval"),
            SelectChoice("approved", "Approved"),
            SelectChoice("approved_and_sent", "Approved and marked as sent"),
        ],
    )
    days_back = IntegerField(
        "Days back",
        [
            needed(f"Write a whole number of days, 1 to {FARTHEST_BACK}."),
            NumberRange(1, FARTHEST_BACK, f"Write a whole number of days, 1 to {FARTHEST_BACK}."),
        ],
    )
    ignore_name_case = BooleanField("Turn off contact name case sensitivity")
    zone = SelectField("Time zone", [is_zone], choices=zones, validate_choice=False)


class DefaultAccounts(FlaskForm):  # type: ignore[misc]
    sales = SelectField("Sales account", [needed("Choose a sales account.")], validate_choice=False)
    cogs = SelectField(
        "Cost of goods sold account", [needed("Choose a cost of goods sold account.")], validate_choice=False
    )
    freight = SelectField(
        "Freight and courier account", [needed("Choose a freight and courier account.")], validate_choice=False
    )
    currency = SelectField("Currency", [needed("Choose a currency.")], validate_choice=False)


class TestInvoice(FlaskForm):  # type: ignore[misc]
    __test__ = False  # a form, not a test class
    number = StringField("Invoice number", [needed("Write the number of one invoice."), Length(max=100)], [tidy])
