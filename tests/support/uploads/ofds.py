"""Makes OFD files, as the converters and seals of 公文 write them."""

from tests.support.files import image, package
from tests.support.uploads.sealing import signed

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def ofd(more: str = "", page: str = "", **parts: str | bytes) -> bytes:
    """`more` stands in the document, `page` on its page; parts come by name, with __ for / and _dot_ for a dot."""
    entry = (
        "<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    )
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    common = "<ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
    text = '<ofd:TextObject ID="3"><ofd:TextCode X="0" Y="9">关于命名的通报 http://a</ofd:TextCode></ofd:TextObject>'
    return package(
        {
            "OFD.xml": f'{HEAD}<ofd:OFD {SPACE} DocType="OFD" Version="1.1">{entry}</ofd:DocBody></ofd:OFD>',
            "Doc_0/Document.xml": f"{HEAD}<ofd:Document {SPACE}>{common}{pages}{more}</ofd:Document>",
            "Doc_0/PublicRes.xml": f'{HEAD}<ofd:Res {SPACE} BaseLoc="Res"><ofd:MediaFile>1.png</ofd:MediaFile></ofd:Res>',
            "Doc_0/Res/1.png": image("PNG"),
            "Doc_0/Pages/Page_0/Content.xml": f"{HEAD}<ofd:Page {SPACE}><ofd:Content>{text}{page}</ofd:Content></ofd:Page>",
        }
        | {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    )


def plain() -> bytes:
    return ofd()


def sealed() -> bytes:
    """With a seal, its picture, a font and an attached list in XML, as invoices have."""
    said = f"{HEAD}<ofd:Signature {SPACE}><ofd:SignedValue>/Doc_0/Signs/Sign_0/SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    return ofd(
        Doc_0__Signs__Sign_0__Signature_dot_xml=said,
        Doc_0__Signs__Sign_0__SignedValue_dot_dat=signed(b"x"),
        Doc_0__Signs__Sign_0__Seal_dot_esl=signed(b"y"),
        Doc_0__Res__font_dot_ttf=b"\0\1\0\0" + bytes(99),
        Doc_0__Attachs__original_dot_xml="<a/>",
    )


def linked() -> bytes:
    return ofd(page=action('<ofd:URI URI="https://party.example/"/>'))


def action(what: str, event: str = "CLICK") -> str:
    return f'<ofd:Actions><ofd:Action Event="{event}">{what}</ofd:Action></ofd:Actions>'
