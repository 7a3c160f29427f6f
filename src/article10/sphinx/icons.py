"""The theme's icons, as the few that the pages use.

The theme ships all of Font Awesome as a script, as fonts and as 2,000 CSS
rules: 720 KB, compressed. Here each icon class found in the built pages
becomes one CSS rule made from the SVG of the npm package, and the rest goes.
"""

import re
import shutil
from pathlib import Path
from urllib.parse import quote

from sphinx.util import logging

from article10.sphinx import node

_CLASS = re.compile(r'class="[^"]*\b(fa-(?:solid|regular|brands))\b[^"]*"')
_NAME = re.compile(r"\bfa-(?!solid|regular|brands|fw|lg|xs|sm|2x)([a-z0-9-]+)\b")
# Icons that the theme's scripts or style sheets bring in after the page is built.
_ALWAYS = {
    ("fa-solid", name) for name in ("angle-right", "chevron-down", "compress", "expand", "xmark")
}
_THEME_RULES = re.compile(r"[^{}]*\.fa-[^{}]*\{[^{}]*\}|@font-face\{[^}]*Font Awesome[^}]*\}")
_BASE = """\
/* Icons: Font Awesome Free by Fonticons, Inc., CC BY 4.0, https://fontawesome.com/license/free */
.fa-solid, .fa-regular, .fa-brands {
  display: inline-block; width: 1em; height: 1em; vertical-align: -.125em;
  background: currentColor; mask: var(--icon) center / contain no-repeat;
  -webkit-mask: var(--icon) center / contain no-repeat;
}
.fa-solid::before, .fa-regular::before, .fa-brands::before { content: none !important; }
/* Places where the theme would draw an icon from its font. */
a.reference.download::before, .nav-external::after, a.reference.external::after,
.versionmodified::before, p.highlight-link a::before, .onthispage::after {
  content: none !important;
}
@media (forced-colors: active) { .fa-solid, .fa-regular, .fa-brands { background: CanvasText; } }
"""


def write(app, exception):
    """Write ``_static/article10/icons.css`` for the icons in the built pages."""
    if exception or app.builder.format != "html":
        return
    used = set(_ALWAYS)
    for page in Path(app.outdir).rglob("*.html"):
        if "_static" in page.parts or "lite" in page.parts:
            continue
        for match in _CLASS.finditer(page.read_text(encoding="utf-8")):
            used |= {(match[1], name) for name in _NAME.findall(match[0])}
    package = node.package_file(app, "@fortawesome/fontawesome-free/svgs/solid/bars.svg").parents[1]
    rules = [_BASE]
    for style, name in sorted(used):
        svg = package / style.removeprefix("fa-") / f"{name}.svg"
        if not svg.exists():
            logging.getLogger(__name__).warning("no icon %s %s in Font Awesome", style, name)
            continue
        text = re.sub(r"<!--.*?-->", "", svg.read_text(encoding="utf-8"))
        address = quote(text, safe=" =/:")
        rules.append(f'.{style}.fa-{name}{{--icon:url("data:image/svg+xml,{address}")}}\n')
    target = Path(app.outdir) / "_static" / "article10" / "icons.css"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(rules), encoding="utf-8")
    _drop_the_rest(Path(app.outdir) / "_static")


def _drop_the_rest(static):
    """Take Font Awesome out of the theme's style sheet and its files out of the site."""
    sheet = static / "styles" / "pydata-sphinx-theme.css"
    lean, count = _THEME_RULES.subn("", sheet.read_text(encoding="utf-8"))
    if count < 1000:
        logging.getLogger(__name__).warning("the theme keeps its icons elsewhere than expected")
    sheet.write_text(lean, encoding="utf-8")
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)
    for unused in (static / "scripts").glob("fontawesome.js*"):
        unused.unlink()
