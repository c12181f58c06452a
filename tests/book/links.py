"""Follows every link inside a folder of HTML pages, to files and to the places in them."""

import html.parser
import pathlib
import sys
import urllib.parse

# Made of all the others, of which it repeats the places.
LEFT_OUT = {"print.html", "404.html", "toc.html"}


class Page(html.parser.HTMLParser):
    """The places of a page that have a name, and where it leads."""

    def __init__(self, path):
        super().__init__()
        self.names, self.links = set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        for key, value in attributes:
            if key == "id":
                self.names.add(value)
            if key in ("href", "src") and value is not None:
                self.links.append(value)


folder = pathlib.Path(sys.argv[1]).resolve()
pages = {path: Page(path) for path in folder.rglob("*.html") if path.name not in LEFT_OUT}
wrong, count = [], 0
for path, page in pages.items():
    for link in page.links:
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        count += 1
        place = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
        name = urllib.parse.unquote(parts.fragment)
        if not place.is_file() or (name and place in pages and name not in pages[place].names):
            wrong.append(f"{path.relative_to(folder)}: {link}")
if len(pages) < 80 or count < 1000:
    wrong.append(f"only {len(pages)} pages with {count} links were found")
if wrong:
    sys.exit("\n".join(wrong))
print(f"{len(pages)} pages, {count} links")
