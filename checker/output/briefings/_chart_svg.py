"""The chart as SVG for a page: its colours are classes, so that the page's light and dark hold for it too."""

from __future__ import annotations

from checker.output.briefings._chart import WIDTH, Sheet


def svg(sheet: Sheet, description: str) -> str:
    """An ``svg`` element; the library makes what stands between tags plain text."""
    import drawsvg

    height = round(sheet.height, 2)
    drawing = drawsvg.Drawing(WIDTH, height, id_prefix="c", class_="chart", role="img")
    # A drawing's own title is what a screen reader tells.
    drawing.append(drawsvg.Title(description))
    for box in sheet.boxes:
        if box.tone != "legend":
            drawing.append(
                drawsvg.Rectangle(
                    round(box.x, 2), round(box.y, 2), round(box.width, 2), round(box.height, 2), class_=box.tone
                )
            )
        x = box.x + box.width / 2 if box.centred else box.x + (0 if box.tone == "legend" else 1)
        # The middle of a Chinese character stands about 0.36 of its size above the line.
        anchor = "middle" if box.centred else "start"
        for middle, line in box.lines:
            y = middle + box.letter * 0.36
            drawing.append(drawsvg.Text(line, round(box.letter, 2), round(x, 2), round(y, 2), text_anchor=anchor))
    text: str = drawing.as_svg(header="")
    return text
