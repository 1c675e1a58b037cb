"""Write kg/render/templates/page.min.js, the small form of the page's modules; run it after changing one of them.

Needs tdewolff-minify (in the extra `dev`). The page uses the modules as they are where the small form is not theirs.
"""

from __future__ import annotations

import minify

from kg.files import write
from kg.render.page import TEMPLATES, fingerprint, modules

if __name__ == "__main__":
    joined = modules()
    small = minify.string("application/javascript", joined)
    write(TEMPLATES / "page.min.js", (f"// {fingerprint(joined)}\n", small.strip(), "\n"))
    print(f"{len(joined)} -> {len(small)}")
