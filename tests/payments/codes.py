"""A second decoder reads the code of a transfer as it stands in a page."""

import re

import zxingcpp

SCALE = 6  # pixels of a module


def code_in(page: str) -> str:
    """The text of the one code that the page draws."""
    (svg,) = re.findall(r'<svg role="img"[^>]*class="qr".*?</svg>', page, flags=re.DOTALL)
    side = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    width = side * SCALE
    pixels = bytearray(b"\xff" * width * width)
    for left, top, length in _strokes(svg):
        for row in range(top * SCALE, (top + 1) * SCALE):
            pixels[row * width + left * SCALE : row * width + (left + length) * SCALE] = bytes(length * SCALE)
    (found,) = zxingcpp.read_barcodes(memoryview(bytes(pixels)).cast("B", (width, width)))
    return str(found.text)


def _strokes(svg: str) -> list[tuple[int, int, int]]:
    """Left, top and length of each black stroke: « M4 4.5h7m2 0h3 » walks along the rows."""
    drawn = re.search(r'stroke="#000" d="([^"]+)"', svg)
    assert drawn
    x, y, strokes = 0.0, 0.0, []
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", drawn[1]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            strokes.append((int(x), int(y), int(values[0])))
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return strokes
