# The site: docs/ as it is, by Sphinx and MyST; links and anchors that lead nowhere end the build (docs/site/build).
project = "Seseragi"
author = "The Seseragi developers"
copyright = "2026, " + author

extensions = ["myst_parser"]
myst_heading_anchors = 4
myst_links_external_new_tab = False

html_theme = "furo"
html_title = "Seseragi せせらぎ"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}

# Snippets with an ellipsis in them are not quite of their language.
suppress_warnings = ["misc.highlighting_failure"]
