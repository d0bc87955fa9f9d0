"""Files that are made to hurt whoever reads them: small ones that grow, deep ones, broken ones, and false ones."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

PLAN = (
    "某市科技创新行动方案\n各县区人民政府：\n一、重点任务\n（一）建设平台。建设成果转化平台。（牵头单位：市科技局）\n"
    "（二）培育企业。由市科技局牵头，市财政局配合。\n某市人民政府\n2031年5月6日\n"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFD = "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>"
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "科科科科科科科科科科">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def docx(body: str, extra: Mapping[str, bytes] | None = None, head: str = "") -> bytes:
    """A DOCX file with this XML in its body."""
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    rels = "http://schemas.openxmlformats.org/"
    return packed(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{rels}package/2006/content-types"><Default Extension="rels" ContentType='
                f'"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
                f'ContentType="{types}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{rels}package/2006/relationships"><Relationship Id="r1" Type="{rels}'
                'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/document.xml": f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>".encode(),
            **(extra or {}),
        }
    )


def ofd(page: str, document: str = "<Document><Pages><Page ID='1' BaseLoc='P.xml'/></Pages></Document>") -> bytes:
    """An OFD file with this page."""
    return packed({"OFD.xml": _OFD.encode(), "D.xml": document.encode(), "P.xml": page.encode()})


def pdf(*objects: bytes) -> bytes:
    """A PDF file of numbered objects, the first its catalogue, with a true table of them."""
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def _flate(data: bytes) -> bytes:
    return _stream(zlib.compress(data), b"/Filter /FlateDecode")


def printing(content: bytes) -> bytes:
    """A PDF file of one page with this content."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, _flate(content), font
    )


def _nested_pages(depth: int) -> bytes:
    kids = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 3, n + 1) for n in range(depth)]
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", *kids, b"<< /Type /Page /MediaBox [0 0 9 9] >>")


def _circle() -> bytes:
    return pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>")


def _form_in_itself() -> bytes:
    form = _stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    )
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        _stream(b"/X Do"),
        form,
    )


def _numbers(count: int) -> bytes:
    """Numbers that stand in each other, each a level below the last."""
    return "".join(f"{'1.' * (n % 40 + 1)}{n} 做好工作。（牵头单位：市科技局）\n" for n in range(count)).encode()


def _deep_numbers(count: int) -> bytes:
    return ("方案\n" + "".join(f"{'1.' * min(n, 2000)}1 做好。\n" for n in range(1, count))).encode()


def _table(rows: int, columns: int) -> bytes:
    line = "<tr>" + "<td>市科技局</td>" * columns + "</tr>"
    return ("<html><body><p>任务分工方案</p><table>" + line * rows + "</table></body></html>").encode()


def _spans() -> bytes:
    cell = '<td rowspan="65534" colspan="1000">市科技局</td>'
    return ("<html><body><table>" + f"<tr>{cell * 50}</tr>" * 200 + "</table></body></html>").encode()


def _bidi() -> bytes:
    turned = "（\u202e局技科市：位单头牵\u202c）\u2066一\u2069\u200b\u200e\ufeff"
    return PLAN.replace("（牵头单位：市科技局）", turned).encode()


def _huge_entry() -> bytes:
    """An entry that says it is small and is not."""
    data = bytearray(packed({"a.txt": b"0" * 50_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def _overlapping() -> bytes:
    """Many entries that are all the same bytes of the file."""
    data = packed({"a.txt": b"\x00" * 900_000})
    at = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[at:end]
    count = 1900
    closing = bytearray(data[end:])
    closing[8:10] = closing[10:12] = count.to_bytes(2, "little")
    closing[12:16] = (len(entry) * count).to_bytes(4, "little")
    return data[:at] + entry * count + bytes(closing)


# Name of the file → its bytes. All are refused or read in the size they are printed; none stops the others.
FILES: Mapping[str, Callable[[], bytes]] = {
    "brackets.txt": lambda: b"(" * 100_000_000,
    "brackets-5m.txt": lambda: "（".encode() * 4_900_000,
    "pairs-5m.txt": lambda: "（）".encode() * 2_400_000,
    "nested-pairs.txt": lambda: ("（" * 1_000_000 + "市科技局" + "）" * 1_000_000).encode(),
    "labels.txt": lambda: ("方案\n一、" + "（责任单位：市科技局" * 200_000).encode(),
    "labels-lines.txt": lambda: ("方案\n" + "一、建设。（责任单位：市科技局、市财政局）\n" * 100_000).encode(),
    "one-line.txt": lambda: ("建设平台，由市科技局牵头，" * 350_000).encode(),
    "commas.txt": lambda: ("方案\n一、建设。责任单位：" + "市科技局、" * 800_000).encode(),
    "numbers.txt": lambda: _numbers(100_000),
    "deep-numbers.txt": lambda: _deep_numbers(3_000),
    "numerals.txt": lambda: ("方案\n" + "".join(f"{n}.做好。\n" for n in range(400_000))).encode(),
    "digits.txt": lambda: ("9" * 4_900_000).encode(),
    "chinese-digits.txt": lambda: ("一二三四五六七八九十" * 480_000 + "、建设").encode(),
    "percent.txt": lambda: ("方案\n一、" + "达到1%以上，" * 600_000).encode(),
    "titles.txt": lambda: ("方案\n一、贯彻" + "《" * 1_000_000 + "》" * 1_000_000).encode(),
    "titles-open.txt": lambda: ("方案\n一、贯彻" + "《关于做好" * 900_000).encode(),
    "blank-lines.txt": lambda: b"\n" * 4_900_000,
    "spaces.txt": lambda: b"x" + b" " * 4_900_000 + b"x",
    "mixed-space.txt": lambda: ("方案\n" + " \t\u3000" * 1_600_000 + "x").encode(),
    "dashes.txt": lambda: ("—" * 1_600_000 + "\n" + "-" * 3_000_000).encode(),
    "letters.txt": lambda: b"a" * 4_900_000,
    "e-mails.txt": lambda: b"a." * 1_000_000 + b"@" + b"b-" * 1_000_000,
    "same-char.txt": lambda: ("局" * 4_900_000).encode(),
    "pages.txt": lambda: "".join(f"# Page {n}:\n" for n in range(300_000)).encode(),
    "attachments.txt": lambda: (
        "方案\n" + "".join(f"附件{n}\n某某工作方案\n一、做好。\n" for n in range(60_000))
    ).encode(),
    "table-lines.txt": lambda: (
        "分工方案\n序号\n重点任务\n牵头单位\n配合单位\n" + "1\n建设\n市科技局\n市财政局\n" * 100_000
    ).encode(),
    "nul.txt": lambda: PLAN.encode() + b"\x00" * 1000,
    "nul-late.txt": lambda: PLAN.encode() * 3000 + b"\x00\x01\x02" * 1000,
    "nul-utf16.txt": lambda: PLAN.replace("平台", "平\x00台").encode("utf-16"),
    "bidi.txt": _bidi,
    "surrogate.txt": lambda: PLAN.encode("utf-16-le")[:-1].join([b"\xff\xfe", b"\x00\xd8\x41\x00"]),
    "said-utf16.html": lambda: b'<html><meta charset="utf-16"><body>' + PLAN.encode("gb18030"),
    "said-rot13.html": lambda: b'<html><meta charset="rot13"><body>' + PLAN.encode("gb18030"),
    "said-zlib.html": lambda: b'<html><meta charset="zlib"><body>' + PLAN.encode("gb18030"),
    "said-big5.txt": lambda: PLAN.encode("gb18030") + PLAN.encode("utf-8"),
    "noise.txt": lambda: bytes((n * 7919 + n // 251) % 223 + 32 for n in range(3_000_000)),
    "noise.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes((n * 7919) % 256 for n in range(100_000)),
    "deep.html": lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"x",
    "deep-tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 20_000 + "市科技局".encode(),
    "deep-bold.html": lambda: b"<html><body><p>" + b"<b><i>" * 500_000 + b"x",
    "wide-table.html": lambda: _table(10, 20_000),
    "long-table.html": lambda: _table(100_000, 5),
    "spans.html": _spans,
    "attributes.html": lambda: b"<html><body><p " + b"".join(b"a%d=1 " % n for n in range(300_000)) + b">x",
    "entities.html": lambda: b"<html><body>" + b"&nbsp;&#20154;" * 1_000_000,
    "comments.html": lambda: b"<html><body>" + b"<!--" * 2_000_000,
    "scripts.html": lambda: b"<html><body>" + b"<script><!--" * 1_000_000,
    "bomb.zip": lambda: packed({"a.txt": b"0" * 60_000_000}),
    "bomb-lzma.zip": lambda: packed({"a.txt": b"0" * 60_000_000}, zipfile.ZIP_LZMA),
    "bomb-bzip2.zip": lambda: packed({"a.txt": b"0" * 60_000_000}, zipfile.ZIP_BZIP2),
    "lying.zip": _huge_entry,
    "overlapping.zip": _overlapping,
    "many.zip": lambda: packed({f"{n}.txt": b"" for n in range(60_000)}),
    "matryoshka.zip": lambda: packed({"a.zip": packed({"b.zip": packed({"c.txt": PLAN.encode()})})}),
    "path.zip": lambda: packed({"../../../etc/cron.d/x.txt": PLAN.encode(), "/etc/y.txt": PLAN.encode()}),
    "laughs.docx": lambda: docx("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", head=f"{_ENTITIES}]>"),
    "outside.docx": lambda: docx(
        "<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "deep.docx": lambda: docx("<w:sdt><w:sdtContent>" * 100_000),
    "deep-tables.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 200 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 200),
    "deep-closed.docx": lambda: docx("<w:sdt><w:sdtContent>" * 120 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 120),
    "long.docx": lambda: docx("<w:p><w:r><w:t>市科技局牵头。</w:t></w:r></w:p>" * 300_000),
    "wide.docx": lambda: docx(f"<w:tbl>{'<w:tr>' + '<w:tc><w:p/></w:tc>' * 2_000 + '</w:tr>'}</w:tbl>" * 30),
    "spans.docx": lambda: docx(
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc></w:tr>' * 2000
        + "</w:tbl>"
    ),
    "bomb.docx": lambda: docx("<w:p/>", {"word/media/a.xml": b" " * 60_000_000}),
    "truncated.docx": lambda: docx("<w:p><w:r><w:t>方案</w:t></w:r></w:p>")[:-400],
    "laughs.ofd": lambda: ofd(f"{_ENTITIES}]><Page>&j;</Page>"),
    "deep.ofd": lambda: ofd("<Page><Content>" + "<PageBlock>" * 100_000),
    "deep-closed.ofd": lambda: ofd(
        f"<Page><Content><Layer>{'<PageBlock>' * 200}<TextObject/>{'</PageBlock>' * 200}</Layer></Content></Page>"
    ),
    "pages.ofd": lambda: ofd(
        "<Page/>", f"<Document><Pages>{'<Page BaseLoc=' + repr('P.xml') + '/>'}</Pages></Document>"
    ),
    "pages-many.ofd": lambda: ofd(
        "<Page/>", "<Document><Pages>" + "<Page ID='1' BaseLoc='P.xml'/>" * 50_000 + "</Pages></Document>"
    ),
    "truncated.ofd": lambda: ofd("<Page/>")[:-60],
    "bomb.pdf": lambda: printing(b"0" * 100_000_000),
    "text.pdf": lambda: printing(b"BT /F 1 Tf " + b"(aaaaaaaaaa) Tj 0 1 Td " * 400_000 + b" ET"),
    "lines.pdf": lambda: printing(b"0 0 m 9 9 l S " * 500_000),
    "states.pdf": lambda: printing(b"q " * 3_000_000),
    "arrays.pdf": lambda: printing(b"[" * 5_000_000),
    "dictionaries.pdf": lambda: printing(b"<<" * 3_000_000),
    "strings.pdf": lambda: printing(b"(" * 5_000_000),
    "nested-object.pdf": lambda: pdf(b"<< /Type /Catalog /Pages " + b"[" * 200_000 + b"]" * 200_000 + b" >>"),
    "nested-pages.pdf": lambda: _nested_pages(20_000),
    "circle.pdf": _circle,
    "form-in-itself.pdf": _form_in_itself,
    "truncated.pdf": lambda: printing(b"BT /F 12 Tf (plan) Tj ET")[:-300],
    "count.pdf": lambda: pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 999999999 >>"
    ),
    "empty.txt": lambda: b"",
    "mail.txt": lambda: b"From: a\nContent-Type: text/html\n\n" + b"=3D" * 1_000_000,
}
