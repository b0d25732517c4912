"""The docs site: `sphinx-build -W docs FOLDER` with the extra `docs`."""

import re
from typing import Any

from pygments.lexers.special import TextLexer

import ami_sim

project = "ami-sim"
author = "ami-sim contributors"
release = version = ami_sim.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "pydata_sphinx_theme"
html_title = f"ami-sim {release}"
html_theme_options = {"show_prev_next": False, "navigation_with_keys": False, "use_edit_page_button": False}
html_copy_source = False
exclude_patterns = ["_build"]
nb_execution_mode = "off"
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
default_role = "code"  # docstrings write names between single backticks
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
OUTSIDE = re.compile(r"\[([^\]]*)\]\(\.\./(?:\.\./)*(?:calibration|experiments|notebooks|tests|ami_sim|[A-Z]+\.md)[^)]*\)")


def within_the_site(app: Any, name: str, source: list[str]) -> None:
    """Keep the words of a link to a file of the checkout that is no page of the site."""
    source[0] = OUTSIDE.sub(r"\1", source[0])


def setup(app: Any) -> None:
    """Show diagrams as text, and drop links that lead out of the site."""
    app.add_lexer("mermaid", TextLexer)
    app.connect("source-read", within_the_site)
