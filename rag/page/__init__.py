"""The parts of the page as HTML and SVG; plain functions, nothing here needs the web framework."""
