"""What the pictures are made of: sky, ground, houses, plants, vessels. People are left out."""

from __future__ import annotations

from sync.central.demo.canvas import HEIGHT, WIDTH, Canvas, Colour

WALLS = ("#f4d9b0", "#f2b8a0", "#cfe3d4", "#f7e7c6", "#bcd8e6", "#e9c9d6")
ROOFS = ("#b5563c", "#8c5a3c", "#7a6a5d", "#c2703d")
POTS = ("#c8623f", "#e0a13a", "#4f86a6", "#d9d3c7", "#7fa05a")
LEAVES = ("#3f8f4f", "#57a639", "#2f7a5a", "#7cb342")
BLOSSOMS = ("#e8518d", "#f2b134", "#ffffff", "#d64545")
CLOTHS = ("#e05a47", "#f2b134", "#3f8fb0", "#57a639", "#9c6bb0")
_SKIES = (
    ((190, 226, 243), (240, 248, 246)),
    ((252, 222, 190), (255, 246, 230)),
    ((170, 210, 240), (252, 236, 210)),
)


def sky(c: Canvas, bottom: float) -> None:
    c.shade(0, bottom, *c.random.choice(_SKIES))
    c.oval(c.around(930, 180), c.around(120, 40), 110, 110, (255, 236, 170, 230))
    for _ in range(3):
        cloud(c, c.around(600, 520), c.around(150, 80))


def cloud(c: Canvas, x: float, y: float) -> None:
    for shift, size in ((-60, 60), (0, 90), (62, 66)):
        c.oval(x + shift, y + (90 - size) / 4, size * 1.5, size * 0.7, (255, 255, 255, 205))


def floor(c: Canvas, top: float, colour: Colour, joint: Colour) -> None:
    """Paving that comes towards the onlooker."""
    c.box(0, top, WIDTH, HEIGHT - top, colour)
    y, step = top, 14.0
    while y < HEIGHT:
        c.line([(0, y), (WIDTH, y)], joint, 2)
        y, step = y + step, step * 1.45
    for x in range(-9, 22):
        c.line([(WIDTH / 2 + (x - 6) * 40, top), (WIDTH / 2 + (x - 6) * 130, HEIGHT)], joint, 2)


def wall(c: Canvas, bottom: float, colour: Colour) -> None:
    """A plain wall as background, with a darker foot."""
    c.box(0, 0, WIDTH, bottom, colour)
    c.box(0, bottom - 70, WIDTH, 70, (90, 70, 50, 45))
    for y in range(40, int(bottom) - 70, 92):
        shift = 70 if y // 92 % 2 else 0
        for x in range(-70 + shift, WIDTH, 140):
            c.box(x, y, 136, 88, (255, 255, 255, 22), 6)


def house(c: Canvas, x: float, y: float, wide: float, high: float) -> None:
    """Its foot at `y`."""
    body, top = c.random.choice(WALLS), y - high
    c.box(x, top, wide, high, body)
    roof = [(x - 22, top + 6), (x + wide * 0.5, top - high * 0.36), (x + wide + 22, top + 6)]
    c.shape(roof, c.random.choice(ROOFS))
    c.box(x + wide * 0.12, y - high * 0.62, wide * 0.24, high * 0.62, "#7b5235", 4)
    window(c, x + wide * 0.54, y - high * 0.62, wide * 0.3, high * 0.3)


def window(c: Canvas, x: float, y: float, wide: float, high: float) -> None:
    c.box(x - 6, y - 6, wide + 12, high + 12, "#fdf8ef", 4)
    c.box(x, y, wide, high, "#7fb2c9")
    c.shape([(x, y + high), (x + wide * 0.6, y), (x + wide, y), (x + wide * 0.4, y + high)], (255, 255, 255, 60))
    c.line([(x + wide / 2, y), (x + wide / 2, y + high)], "#fdf8ef", 5)


def leaf(c: Canvas, x: float, y: float, lean: float, length: float, colour: Colour) -> None:
    tip = (x + lean, y - length)
    side = length * 0.17
    middle_x, middle_y = x + lean * 0.35, y - length * 0.52
    c.shape([(x, y), (middle_x - side, middle_y), tip, (middle_x + side, middle_y)], colour)


def plant(c: Canvas, x: float, y: float, height: float) -> None:
    colour = c.random.choice(LEAVES)
    for lean in (-0.62, -0.34, -0.1, 0.14, 0.38, 0.64):
        leaf(c, x, y, height * lean, height * c.around(0.86, 0.14), colour)
    if c.random.random() < 0.4:
        blossom = c.random.choice(BLOSSOMS)
        for _ in range(5):
            c.oval(c.around(x, height * 0.4), c.around(y - height * 0.7, height * 0.22), 13, 13, blossom)


def pot(c: Canvas, x: float, y: float, size: float) -> None:
    """Its foot at `y`, with something growing in it."""
    colour, top = c.random.choice(POTS), y - size * 0.8
    plant(c, x, top + 4, size * c.around(1.25, 0.25))
    c.shape([(x - size * 0.5, top), (x + size * 0.5, top), (x + size * 0.36, y), (x - size * 0.36, y)], colour)
    c.box(x - size * 0.56, top - size * 0.1, size * 1.12, size * 0.22, colour, 5)
    c.box(x - size * 0.56, top + size * 0.08, size * 1.12, size * 0.05, (0, 0, 0, 40))


def tree(c: Canvas, x: float, y: float, height: float) -> None:
    c.box(x - height * 0.04, y - height * 0.6, height * 0.08, height * 0.6, "#7a5a3c")
    for _ in range(9):
        where = c.around(x, height * 0.22), c.around(y - height * 0.72, height * 0.16)
        c.oval(*where, height * 0.34, height * 0.28, c.random.choice(LEAVES))


def bunting(c: Canvas, y: float, sag: float) -> None:
    places = range(0, WIDTH + 1, 60)
    line = [(x, y + sag * (1 - ((x - WIDTH / 2) / (WIDTH / 2)) ** 2)) for x in places]
    c.line(line, "#6b5b4b", 3)
    for x, top in line[:-1]:
        c.shape([(x + 8, top + 2), (x + 46, top + 4), (x + 27, top + 52)], c.random.choice(CLOTHS))


def table(c: Canvas, x: float, y: float, wide: float, cloth: Colour) -> None:
    """The top at `y`."""
    c.box(x + 26, y, 18, 210, "#6d4c33")
    c.box(x + wide - 44, y, 18, 210, "#6d4c33")
    c.box(x, y, wide, 92, cloth, 6)
    for fold in range(round(x) + 40, round(x + wide) - 10, 64):
        c.box(fold, y + 12, 9, 80, (0, 0, 0, 22), 4)
    c.box(x - 12, y - 16, wide + 24, 26, "#a9774a", 6)


def jar(c: Canvas, x: float, y: float, size: float) -> None:
    filling = c.random.choice(("#d9a05b", "#b5563c", "#e8c77a", "#8fae5d"))
    c.box(x - size * 0.36, y - size, size * 0.72, size, (235, 246, 250, 235), size * 0.14)
    c.box(x - size * 0.3, y - size * 0.72, size * 0.6, size * 0.68, filling, size * 0.1)
    c.box(x - size * 0.34, y - size * 1.12, size * 0.68, size * 0.18, c.random.choice(CLOTHS), 5)
    c.box(x - size * 0.22, y - size * 0.5, size * 0.44, size * 0.22, "#fffaf0", 4)


def sack(c: Canvas, x: float, y: float, size: float) -> None:
    colour = c.random.choice(("#d8c7a3", "#c9b48a", "#e3d7bd"))
    c.shape([(x - size * 0.3, y - size), (x + size * 0.3, y - size), (x + size * 0.1, y - size * 0.86)], colour)
    c.oval(x, y - size * 0.45, size * 0.95, size * 0.95, colour)
    c.box(x - size * 0.42, y - size * 0.4, size * 0.84, size * 0.4, colour, size * 0.16)
    c.line([(x - size * 0.16, y - size * 0.86), (x + size * 0.16, y - size * 0.86)], "#8c6b4a", 6)
