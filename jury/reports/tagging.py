"""Tagging: the last touch that makes a tagged PDF readable aloud, and equal twice."""

import re
from io import BytesIO
from typing import Any

import pikepdf

UA = "http://www.aiim.org/pdfua/ns/id/"
MARK = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC")
ASIDE = b"/Artifact <</Type /Pagination>> BDC"


def finish(data: bytes, identifier: str) -> bytes:
    """Return the PDF with scopes on its headers, running heads apart, and the mark of PDF/UA.

    It is compressed, and known by ``identifier``. Equal data gives equal bytes.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        elements = _elements(pdf)
        _scope_headers(elements.values())
        _part_running_heads(pdf, set(elements))
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            meta.register_xml_namespace(UA, "pdfuaid")
            meta[f"{{{UA}}}part"] = "1"
        pdf.trailer.ID = pikepdf.Array([pikepdf.String(identifier)] * 2)
        made = BytesIO()
        pdf.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return made.getvalue()


def _elements(pdf: pikepdf.Pdf) -> dict[Any, pikepdf.Object]:
    """Return the structure elements that a reader reaches, by their number in the file."""
    found: dict[Any, pikepdf.Object] = {}
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        found[element.objgen] = element
        kids: Any = element.get("/K", [])
        waiting += [
            kid
            for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None
        ]
    return found


def _scope_headers(elements: Any) -> None:
    """Say of every header cell whether it names its column or its row."""
    for element in elements:
        if element.get("/S") == "/TH":
            in_head = element.P.get("/P").get("/S") == "/THead"
            element.A["/Scope"] = pikepdf.Name("/Column" if in_head else "/Row")


def _part_running_heads(pdf: pikepdf.Pdf, reached: set[Any]) -> None:
    """Mark what no element holds, the running heads and feet, as set apart from the text."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for i, page in enumerate(pdf.pages):
        owners = numbers[2 * i + 1]
        lost = {k for k, owner in enumerate(owners) if owner.objgen not in reached}

        def apart(mark: re.Match[bytes], lost: set[int] = lost) -> bytes:
            return ASIDE if int(mark[1]) in lost else mark[0]

        stream = page.Contents
        stream.write(MARK.sub(apart, stream.read_bytes()))
        for k in lost:
            owners[k] = None
