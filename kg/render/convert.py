"""SVG to PNG and PDF, and the check before it that Chinese characters can be drawn at all."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import StoreError, UsageError
from kg.files import replacing, write
from kg.render.style import FONTS

PROBE = "国图"  # two characters that look different wherever a font holds them
FORMATS = (".svg", ".png", ".pdf")


def write_picture(path: Path, svg: str) -> None:
    """Write an SVG as what the file's name says: .svg, .png or .pdf. Raises UsageError for any other."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError("picture_format", path=path, known=", ".join(FORMATS))
    if path.suffix.lower() == ".svg":
        write(path, (svg,))
        return
    data = converted(svg, path.suffix.lower()[1:])
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def converted(svg: str, form: str) -> bytes:
    """Return the picture as png (twice the size, for print and sharp screens) or pdf."""
    cairosvg = _cairosvg()
    font = chinese_font()
    text = svg.replace(FONTS[0], font) if font != FONTS[0] else svg
    if form == "pdf":
        return bytes(cairosvg.svg2pdf(bytestring=text.encode()))
    return bytes(cairosvg.svg2png(bytestring=text.encode(), scale=2))


def _cairosvg() -> Any:
    try:
        import cairosvg
    except (ImportError, OSError):
        raise StoreError("missing_extra", extra="picture") from None
    return cairosvg


@lru_cache(maxsize=1)
def chinese_font() -> str:
    """The first font of our list that draws Chinese. Raises StoreError where none does: boxes would be drawn."""
    for font in FONTS:
        if _draws(font):
            return font
    raise StoreError("no_chinese_font")


def _draws(font: str) -> bool:
    """Two characters that a font lacks look the same: the same empty box, or nothing."""
    import cairocffi

    pictures = []
    for character in PROBE:
        surface = cairocffi.ImageSurface(cairocffi.FORMAT_A8, 48, 48)
        context = cairocffi.Context(surface)
        context.select_font_face(font)
        context.set_font_size(32)
        context.move_to(6, 38)
        context.show_text(character)
        surface.flush()
        pictures.append(bytes(surface.get_data()))
    return pictures[0] != pictures[1] and any(pictures[0])


def png_bytes(svg: str) -> bytes | None:
    """The PNG of a picture for a notebook, or None where it cannot be made here."""
    try:
        return io.BytesIO(converted(svg, "png")).getvalue()
    except StoreError:
        return None
