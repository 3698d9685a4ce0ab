"""A person at a browser without JavaScript: follows links and fills in the forms that the pages really have."""

from __future__ import annotations

from typing import Any

from django.utils.encoding import iri_to_uri

from branches.models import User
from tests.support.factories import PASSWORD


class Person:
    """Signed in through the login page, or with the two keys; `page` is what is on the screen."""

    def __init__(self, app: Any, username: str, password: str = PASSWORD, *, keys: tuple[str, str] = ("", "")) -> None:
        self.app = app
        self.page = app.get("/activate/" if any(keys) else "/login/")
        if any(keys):
            self.fill("code", username=username, code=keys[0], word=keys[1]).send()
            self.fill("new_password1", new_password1=password, new_password2=password).send()
        else:
            self.fill("password", username=username, password=password).send()
        assert "/login/" not in self.page.request.path, "login refused"

    @property
    def user(self) -> User:
        return User.objects.get(pk=self.app.session["_auth_user_id"])

    def go(self, path: str) -> Person:
        self.page = self.app.get(iri_to_uri(path)).maybe_follow()
        return self

    def follow(self, words: str) -> Person:
        """Click the first link with these words."""
        self.page = self.page.click(words, index=0).maybe_follow()
        return self

    def fill(self, having: str, **values: Any) -> Person:
        """Fill in the form that has the field `having`."""
        self.form = next(form for form in self.page.forms.values() if having in form.fields)
        for name, value in values.items():
            if isinstance(value, list):
                for box in self.form.fields[name]:
                    box.checked = box._value in value
            else:
                self.form[name] = value
        return self

    def send(self, *, expect: int = 200, button: str | None = None, value: str | None = None) -> Person:
        """Press the form's button, by its name and value where it has them, and follow."""
        answer = self.form.submit(button, value=value, expect_errors=True)
        self.page = answer.maybe_follow(expect_errors=True)
        assert self.page.status_int == expect, self.problems()
        return self

    def press(self, words: str) -> Person:
        """Press the button with these words in a form that needs nothing else."""
        for form in self.page.forms.values():
            for button in form.html.find_all("button"):
                if words in button.text:
                    self.form = form
                    return self.send(button=button.get("name"), value=button.get("value"))
        outside = next(button for button in self.page.html.find_all("button") if words in button.text)
        self.form = next(form for form in self.page.forms.values() if form.id == outside["form"])
        return self.send()

    def problems(self) -> str:
        """What the page complains of."""
        return " | ".join(
            part.get_text(" ", strip=True) for part in self.page.html.select("[role=alert], .error-summary, .notice")
        )

    def sees(self, words: str) -> bool:
        return words in self.page.html.get_text()


def verify(person: Person) -> None:
    person.fill("answer_1")
    for number in range(1, 7):
        person.form[f"answer_{number}"] = "no"
    person.send()


def deliberate(leading: Person, url: str) -> None:
    leading.go(f"{url}deliberation/")
    leading.fill(
        "held_on", held_on="2027-01-20", chair="张书记", expected="9", present="8", minutes="党组会议纪要〔2027〕2号"
    ).send()
