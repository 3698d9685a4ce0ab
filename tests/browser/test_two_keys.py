"""Three people in a browser: one prints slips, another tells the word, the third opens the account on a phone."""

import re
from io import BytesIO

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import OpenPage

CODE = r"[3-9A-Y]{4}-[3-9A-Y]{4}-[3-9A-Y]{4}"


def test_a_slip_and_a_word_open_an_account_on_a_phone(open_page: OpenPage) -> None:
    paper = open_page("system_admin")
    paper.get_by_role("link", name="开通条").first.click()
    unit = paper.locator("tbody tr").first.locator("label").inner_text()
    for box in paper.locator("[name=chosen]").all():
        box.set_checked(box.get_attribute("id") == paper.locator("[name=chosen]").first.get_attribute("id"))
    paper.get_by_role("button", name="打印选中单位的开通条").click()
    paper.locator(".slip-code").first.wait_for()  # printing a page on its way out may never come back
    paper.wait_for_load_state()
    sheets = PdfReader(BytesIO(paper.pdf(prefer_css_page_size=True)))
    cover, *slips = ("".join(page.extract_text().split()) for page in sheets.pages)
    codes = re.findall(CODE, "".join(slips))
    assert codes and len(slips) == -(-len(codes) // 8), "a cover, then eight a sheet"
    assert "签收" in cover and f"开通条{len(codes)}张" in cover and "打印好了" not in cover
    assert all(round(float(length)) in (595, 842) for length in sheets.pages[0].mediabox[2:]), "A4"
    name, code = re.findall(rf"账号(\w+)开通码({CODE})", slips[0])[0]

    telephone = open_page("security_admin")
    telephone.get_by_role("link", name="开通口令").first.click()
    telephone.get_by_role("button", name="看选中的口令").click()
    word = telephone.locator("tr", has_text=unit).locator(".key").inner_text()

    phone = open_page(width=360)
    phone.get_by_role("link", name="开通账号").click()
    present(phone, name, code, "0000 0000")
    assert phone.get_by_text("没有通过").first.is_visible()
    assert phone.locator("[name=code]").input_value() == code, "nothing typed is lost"
    present(phone, name, code, word)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.fill("[name=new_password1]", "Own-horse-2027")
    phone.fill("[name=new_password2]", "Own-horse-2027")
    phone.get_by_role("button", name="开通并登录").click()
    assert phone.get_by_text("账号已开通").first.is_visible()


def present(page: Page, name: str, code: str, word: str) -> None:
    page.fill("[name=username]", name)
    page.fill("[name=code]", code)
    page.fill("[name=word]", word)
    page.get_by_role("button", name="下一步：设密码").click()
