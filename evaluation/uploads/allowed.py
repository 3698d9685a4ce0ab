"""What a Word document or an Excel workbook may consist of: kinds of parts, and of relations between them.

Lists of what is allowed, so what nobody thought of is refused. They hold what Word, Excel, WPS and LibreOffice write
when nothing is embedded and nothing is fetched; compared in lower case, as Office does.
"""

import re

from evaluation.uploads.causes import Cause

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
EMBEDDED_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHARTS = {
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "application/vnd.ms-office.chartex+xml",
}
VML = "application/vnd.openxmlformats-officedocument.vmldrawing"
SVG = "image/svg+xml"

_PARTS = {
    "application/vnd.openxmlformats-package.": """
        relationships+xml core-properties+xml digital-signature-origin digital-signature-xmlsignature+xml
        digital-signature-certificate""",
    "application/vnd.openxmlformats-officedocument.": """
        extended-properties+xml custom-properties+xml customxmlproperties+xml theme+xml themeoverride+xml
        drawing+xml vmldrawing obfuscatedfont""",
    "application/vnd.openxmlformats-officedocument.drawingml.": """
        chart+xml chartshapes+xml diagramdata+xml diagramlayout+xml diagramstyle+xml diagramcolors+xml""",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.": """
        document.main+xml document.glossary+xml styles+xml settings+xml websettings+xml fonttable+xml numbering+xml
        footnotes+xml endnotes+xml header+xml footer+xml comments+xml commentsextended+xml commentsids+xml
        commentsextensible+xml people+xml printersettings""",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.": """
        sheet.main+xml worksheet+xml chartsheet+xml sharedstrings+xml styles+xml calcchain+xml comments+xml table+xml
        tablesinglecells+xml pivottable+xml pivotcachedefinition+xml pivotcacherecords+xml sheetmetadata+xml
        revisionheaders+xml revisionlog+xml usernames+xml printersettings""",
    "application/vnd.ms-word.": "styleswitheffects+xml",
    "application/vnd.ms-office.": """
        drawingml.diagramdrawing+xml chartstyle+xml chartcolorstyle+xml chartex+xml classificationlabels+xml
        intelligence2+xml documenttasks+xml""",
    "application/vnd.ms-excel.": """
        slicer+xml slicercache+xml timeline+xml timelinecache+xml threadedcomments+xml person+xml controlproperties+xml
        rdrichvalue+xml rdrichvaluestructure+xml rdrichvaluetypes+xml rdarray+xml rdsupportingpropertybag+xml
        rdsupportingpropertybagstructure+xml richstyles+xml richvaluerel+xml featurepropertybag+xml
        namedsheetviews+xml""",
    "application/vnd.wps-officedocument.": "cellimage+xml woinfos+xml customstorage+xml",
    "application/": "xml inkml+xml",
    "text/": "xml",
    "image/": """
        png x-png jpeg jpg pjpeg gif bmp x-bmp x-ms-bmp tiff tif webp emf x-emf wmf x-wmf vnd.ms-photo svg+xml""",
}
_OFFICE = """
    officedocument extended-properties extendedproperties custom-properties customproperties styles settings
    websettings fonttable font numbering theme themeoverride footnotes endnotes header footer comments
    glossarydocument bibliography image hyperlink customxml customxmlprops drawing vmldrawing chart chartusershapes
    diagramdata diagramlayout diagramquickstyle diagramcolors worksheet chartsheet sharedstrings calcchain table
    tablesinglecells pivottable pivotcachedefinition pivotcacherecords sheetmetadata revisionheaders revisionlog
    usernames printersettings ctrlprop"""
_RELATIONS = {
    "http://schemas.openxmlformats.org/officedocument/2006/relationships/": f"{_OFFICE} metadata/core-properties",
    "http://purl.oclc.org/ooxml/officedocument/relationships/": f"{_OFFICE} metadata/core-properties",
    "http://schemas.openxmlformats.org/package/2006/relationships/": """
        metadata/core-properties metadata/thumbnail digital-signature/origin digital-signature/signature
        digital-signature/certificate""",
    "http://schemas.microsoft.com/office/": """
        2007/relationships/styleswitheffects 2007/relationships/hdphoto 2007/relationships/diagramdrawing
        2007/relationships/slicer 2007/relationships/slicercache
        2011/relationships/chartstyle 2011/relationships/chartcolorstyle 2011/relationships/commentsextended
        2011/relationships/people 2011/relationships/timeline 2011/relationships/timelinecache
        2014/relationships/chartex 2016/09/relationships/commentsids
        2017/06/relationships/rdrichvalue 2017/06/relationships/rdrichvaluestructure
        2017/06/relationships/rdrichvaluetypes 2017/06/relationships/rdarray
        2017/06/relationships/rdsupportingpropertybag 2017/06/relationships/rdsupportingpropertybagstructure
        2017/06/relationships/richstyles 2017/10/relationships/person 2017/10/relationships/threadedcomment
        2018/08/relationships/commentsextensible 2019/04/relationships/namedsheetviews
        2019/05/relationships/documenttasks 2020/10/relationships/intelligence 2020/02/relationships/classificationlabels
        2022/10/relationships/richvaluerel 2022/11/relationships/featurepropertybag""",
    # Pictures in cells, and what WPS remembers of a workbook shared online; its scripts and web extensions are not here.
    "http://www.wps.cn/officedocument/": """
        2020/cellimage 2023/relationships/woinfos 2023/relationships/customstorage""",
}


def _whole(lists: dict[str, str]) -> frozenset[str]:
    return frozenset(prefix + name for prefix, names in lists.items() for name in names.split())


PARTS = _whole(_PARTS)
RELATIONS = _whole(_RELATIONS)
MAIN, LINK, PACKAGE = "officedocument", "hyperlink", "package"

_CAUSES = (
    (re.compile("macro|vba|activex|jde|extensibility|webextension|toolbars|keymap|^control"), Cause.ACTIVE),
    (re.compile("template|external|subdocument|frame|connection|query|mailmerge|volatile|webimage"), Cause.LINKED),
    (re.compile("oleobject|package|afchunk|embed|sheet$|document$|presentation$|octet-stream|x-ms|zip"), Cause.STOWED),
)
_WHERE_IT_IS_SAID = re.compile("^.*relationships/|^application/vnd.openxmlformats-package.")


def cause(kind: str) -> Cause:
    """Why a kind of part or relation that is not allowed is not."""
    plain = _WHERE_IT_IS_SAID.sub("", kind.lower())
    return next((why for pattern, why in _CAUSES if pattern.search(plain)), Cause.FOREIGN)
