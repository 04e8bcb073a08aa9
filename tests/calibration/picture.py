"""The picture of docs/calibration.md: false "changed" by likeness, one line a rule."""

from collections.abc import Mapping

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 360, 60, 30, 130, 50
DASHES = {"ours": "", "naive": "6 4", "three days": "2 3"}


def picture(points: Mapping[str, Mapping[float, float]]) -> str:
    """Return an SVG: x is the autocorrelation 0 to 0.7, y the share 0 to 100 %; told apart by dashes and by name."""

    def x(likeness: float) -> float:
        return LEFT + likeness / 0.7 * (WIDTH - LEFT - RIGHT)

    def y(share: float) -> float:
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        "<title>Nothing changed, 28 days a phase: how often each rule says “changed”</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18">Nothing changed, 28 days a phase: how often each rule says “changed”</text>',
    ]
    for share in (0, 0.08, 0.25, 0.5, 0.75, 1):
        grey = "#555" if share in (0, 0.08) else "#ccc"
        parts.append(f'<path d="M{LEFT} {y(share):.1f}H{WIDTH - RIGHT}" stroke="{grey}" stroke-width="1"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(share) + 4:.1f}" text-anchor="end">{share:.0%}</text>')
    for likeness in next(iter(points.values())):
        parts.append(f'<text x="{x(likeness):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{likeness:g}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 12}">how alike one day is to the next (autocorrelation)</text>')
    for name, line in points.items():
        path = "L".join(f"{x(likeness):.1f} {y(share):.1f}" for likeness, share in line.items())
        last, share = list(line.items())[-1]
        parts.append(
            f'<path d="M{path}" fill="none" stroke="#111" stroke-width="2" stroke-dasharray="{DASHES[name]}"/>'
        )
        parts.append(f'<text x="{x(last) + 8:.1f}" y="{y(share) + 4:.1f}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])
