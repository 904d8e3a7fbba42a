"""The scenes of the sample photos, each a function that draws one on an empty canvas."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sync.central.demo.canvas import HEIGHT, WIDTH, Canvas
from sync.central.demo.parts import (
    CLOTHS,
    LEAVES,
    WALLS,
    bunting,
    floor,
    house,
    jar,
    leaf,
    pot,
    sack,
    sky,
    table,
    tree,
    wall,
    window,
)


def alley(c: Canvas) -> None:
    """Houses on both sides, pots in front of them, little flags across."""
    sky(c, 450)
    tree(c, c.around(600, 60), 470, 260)
    floor(c, 450, "#d9cbb4", (255, 255, 255, 70))
    for x, wide, high in ((-60, 300, 330), (190, 190, 210), (800, 190, 215), (985, 310, 340)):
        house(c, x, 470 + high * 0.28, wide, high)
    bunting(c, 60, 70)
    for place in range(4):
        size = 58 + place * 24
        pot(c, 330 - place * 92, 560 + place * 96, size)
        pot(c, 870 + place * 92, 560 + place * 96, size)


def pots(c: Canvas) -> None:
    """Shelves of pots along a wall."""
    wall(c, 720, c.random.choice(WALLS))
    floor(c, 720, "#cbb99d", (255, 255, 255, 60))
    for row in range(3):
        y = 270 + row * 205
        for x in range(150, 1100, 150):
            pot(c, c.around(x, 10), y, c.around(92, 10))
        c.box(80, y, 1040, 20, "#8a6038", 4)
        c.box(80, y + 20, 1040, 10, (0, 0, 0, 35))
    c.box(90, 130, 20, 640, "#6d4c33")
    c.box(1090, 130, 20, 640, "#6d4c33")


def compost(c: Canvas) -> None:
    """Two covered pits in the earth, a heap of leaves, a spade."""
    sky(c, 400)
    for x in (90, 330, 900, 1120):
        tree(c, x, 420, c.around(360, 50))
    c.shade(400, HEIGHT, (150, 178, 102), (176, 138, 92))
    for x in (390, 800):
        _pit(c, x, c.around(640, 14))
    for _ in range(70):
        where = c.around(1010, 130), c.around(775, 38)
        leaf(c, *where, c.around(0, 26), 34, c.random.choice((*LEAVES, "#b98b3e", "#a5653a")))
    c.line([(210, 420), (180, 760)], "#9a6b3f", 15)
    c.shape([(152, 745), (214, 751), (204, 838), (172, 852), (148, 826)], "#8f979d")


def _pit(c: Canvas, x: float, y: float) -> None:
    c.oval(x, y + 34, 330, 120, (60, 40, 20, 90))
    c.oval(x, y, 300, 112, "#8d8478")
    c.box(x - 150, y - 52, 300, 54, "#a49b8d")
    c.oval(x, y - 52, 300, 112, "#b9b0a2")
    c.oval(x, y - 56, 236, 82, "#7a9a53")
    c.box(x - 34, y - 84, 68, 16, "#4d3a28", 8)


def boats(c: Canvas) -> None:
    """Boats at their ropes off an island."""
    sky(c, 420)
    c.shape([(0, 420), (180, 372), (430, 392), (700, 420)], "#4e8a5a")
    c.shade(415, 800, (120, 196, 208), (46, 134, 160))
    for _ in range(46):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(440, 790)
        c.line([(x, y), (x + c.around(46, 20), y)], (255, 255, 255, 80), 4)
    c.shape([(0, 800), (420, 768), (820, 806), (WIDTH, 778), (WIDTH, HEIGHT), (0, HEIGHT)], "#ecd9ad")
    for place in range(7):
        c.oval(90 + place * 172, c.around(620, 70), 26, 26, c.random.choice(CLOTHS))
    for x, y, size in ((310, 500, 0.7), (840, 545, 0.95), (470, 680, 1.25)):
        _boat(c, c.around(x, 40), y, size)


def _boat(c: Canvas, x: float, y: float, size: float) -> None:
    hull, stripe = c.random.sample(CLOTHS, 2)

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, y + dy * size

    c.line([at(-190, 34), at(190, 34)], "#7b5235", 9 * size)
    for dx in (-90, 80):
        c.line([at(dx, -6), at(dx - 10, 34)], "#7b5235", 7 * size)
    c.shape([at(-210, -46), at(-150, -6), at(170, -6), at(230, -62), at(140, 32), at(-140, 32)], hull)
    c.shape([at(-178, -26), at(-150, -6), at(170, -6), at(196, -30), at(166, 6), at(-150, 6)], stripe)
    c.box(*at(-60, -74), 120 * size, 68 * size, "#f6efe0", 8 * size)
    c.box(*at(-74, -86), 148 * size, 16 * size, "#c2703d", 6 * size)


def books(c: Canvas) -> None:
    """A shelf of books and a mat to sit on."""
    wall(c, 700, c.random.choice(WALLS))
    floor(c, 700, "#c9b795", (255, 255, 255, 60))
    c.box(200, 110, 800, 590, "#8a6038", 8)
    for row in range(3):
        c.box(224, 134 + row * 188, 752, 168, "#5f4126")
        _row_of_books(c, 236, 302 + row * 188)
    c.shape([(250, 760), (950, 760), (1080, 880), (120, 880)], c.random.choice(CLOTHS))
    c.shape([(290, 778), (910, 778), (1000, 862), (200, 862)], (255, 255, 255, 60))
    pot(c, 110, 760, 120)
    pot(c, 1095, 760, 110)


def _row_of_books(c: Canvas, x: float, foot: float) -> None:
    while x < 930:
        wide, high = c.around(30, 9), c.around(118, 24)
        c.box(x, foot - high, wide, high, c.random.choice((*CLOTHS, "#f3ead7", "#6b7f99")), 3)
        c.box(x + 5, foot - high + 16, wide - 10, 10, (255, 255, 255, 130))
        x += wide + 3


def waste_bank(c: Canvas) -> None:
    """Sacks, a scale, flattened cartons."""
    wall(c, 640, c.random.choice(WALLS))
    floor(c, 640, "#c8bda8", (255, 255, 255, 60))
    for place in range(7):
        c.box(90 - place * 2, 600 - place * 30, 250 + c.around(0, 14), 26, "#c89a5e", 3)
        c.box(90 - place * 2, 600 - place * 30, 250, 6, (255, 255, 255, 60))
    _scale(c, 590, 690)
    for x, y, size in ((800, 700, 200), (960, 690, 220), (1110, 720, 190), (880, 830, 210)):
        sack(c, x, y, size)
    for x, colour in ((175, "#4f86a6"), (305, "#57a639"), (435, "#e0a13a")):
        c.shape([(x - 55, 720), (x + 55, 720), (x + 41, 850), (x - 41, 850)], colour)
        c.oval(x, 720, 112, 30, (0, 0, 0, 70))


def _scale(c: Canvas, x: float, foot: float) -> None:
    c.line([(x, 210), (x, 300)], "#5c5c5c", 8)
    c.oval(x, 370, 170, 170, "#e9eef0")
    c.oval(x, 370, 140, 140, "#ffffff")
    c.line([(x, 370), (x + c.around(10, 34), 315)], "#d64545", 8)
    c.line([(x, 455), (x - 90, 560), (x + 90, 560), (x, 455)], "#7a7a7a", 5)
    sack(c, x, foot, 180)


def stall(c: Canvas) -> None:
    """A table with jars under an awning."""
    sky(c, 520)
    for x in (-40, 300, 640, 960):
        house(c, x, 560, 290, c.around(250, 30))
    floor(c, 560, "#d3c4a8", (255, 255, 255, 60))
    first, second = c.random.sample(CLOTHS, 2)
    for place in range(12):
        x = 120 + place * 80
        c.shape([(x, 180), (x + 80, 180), (x + 92, 300), (x - 12, 300)], first if place % 2 else "#fff6e6")
    c.box(130, 290, 20, 480, "#6d4c33")
    c.box(1050, 290, 20, 480, "#6d4c33")
    table(c, 170, 600, 860, second)
    for place in range(8):
        jar(c, 240 + place * 104, 586, c.around(104, 14))


def health(c: Canvas) -> None:
    """A weighing table with a chart on the wall."""
    wall(c, 690, "#cfe3d4")
    floor(c, 690, "#d8d0c0", (255, 255, 255, 60))
    _chart(c, 160, 120)
    window(c, 776, 146, 248, 188)
    table(c, 240, 560, 720, "#f7f3ea")
    c.box(380, 500, 210, 44, "#e9eef0", 12)
    c.shape([(360, 452), (610, 452), (580, 502), (390, 502)], c.random.choice(CLOTHS))
    c.oval(486, 522, 46, 30, "#3f8fb0")
    for place in range(4):
        c.box(680 + place * 58, 488 - place % 2 * 12, 44, 56 + place % 2 * 12, c.random.choice(CLOTHS), 8)
    pot(c, 110, 800, 120)
    pot(c, 1090, 800, 120)


def _chart(c: Canvas, x: float, y: float) -> None:
    c.box(x, y, 420, 300, "#ffffff", 8)
    for place, colour in enumerate(("#f7d774", "#b6d98a", "#8cc87c", "#b6d98a")):
        left, right = y + 270 - 50 * place, y + 190 - 50 * place
        c.shape([(x + 30, left), (x + 390, right), (x + 390, right - 50), (x + 30, left - 50)], colour)
    dots = [(x + 60 + step * 62, y + 200 - step * 18 - c.around(0, 10)) for step in range(6)]
    c.line(dots, "#3b5b7a", 5)
    for where in dots:
        c.oval(*where, 16, 16, "#3b5b7a")


def drain(c: Canvas) -> None:
    """A clean gutter along an alley."""
    sky(c, 440)
    for x in (-30, 260, 540):
        house(c, x, 470, 260, c.around(260, 30))
    tree(c, 1010, 480, 330)
    floor(c, 440, "#d6c8b0", (255, 255, 255, 70))
    c.shape([(760, 440), (840, 440), (1120, HEIGHT), (760, HEIGHT)], "#8f8778")
    c.shape([(778, 440), (822, 440), (1040, HEIGHT), (830, HEIGHT)], "#6fb3c4")
    for _ in range(12):
        y = c.random.uniform(500, 880)
        c.line([(800 + (y - 440) * 0.2, y), (840 + (y - 440) * 0.22, y)], (255, 255, 255, 110), 4)
    for place in range(4):
        c.oval(660 - place * 34, 540 + place * 96, 44 + place * 14, 18 + place * 7, "#5d564b")
        pot(c, 1010 + place * 62, 560 + place * 80, 54 + place * 18)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "boats": boats,
    "books": books,
    "compost": compost,
    "drain": drain,
    "health": health,
    "lorong": alley,
    "pots": pots,
    "stall": stall,
    "waste_bank": waste_bank,
}


def draw(scene: str, seed: str) -> tuple[bytes, bytes]:
    """Photo and preview of the scene. The same seed gives the same picture."""
    canvas = Canvas(Random(f"{scene}/{seed}"))
    SCENES[scene](canvas)
    return canvas.photo_and_preview()
