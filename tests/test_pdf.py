"""The printed book: complete, with right page numbers, and with links that lead somewhere."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT
from contents import CORE, DEEPER
from pdf import OUT, main, number_nodes, read_book, state_author
from pypdf import PdfReader
from pypdfium2 import PdfDocument

needs_browser = pytest.mark.browser
# Some pages of each kind stand for the book, which a workflow prints every week as a whole.
CHAPTERS = [page for core in (CORE[0], CORE[5]) for page in (core, *DEEPER[core])]
PAGES = ("index", *(f"chapters/{path.stem}" for path in CHAPTERS), "notation", "glossary", "references")
PART = OUT.with_stem(f"{OUT.stem}-part")
NAME = b"The Introduction to Deep Learning authors"
HEAD = b"%%PDF-1.4\n1 0 obj\n<</Title (A)\n/Creator (%s)\n/CreationDate (D:20260101000000+00'00')>>\nendobj\n2 0 obj"


def squeeze(text):
    """Text without spaces, and with letters for ligatures: what two ways of reading it agree on."""
    return re.sub(r"\s+", "", text).replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff").replace("ﬃ", "ffi")


@pytest.fixture(scope="module")
def paper(browser, site):
    command = [sys.executable, ROOT / "tools" / "pdf.py", *PAGES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return PdfReader(PART)


@pytest.fixture(scope="module")
def texts(paper):
    """The text of each page, read by PDFium: pypdf would take a minute."""
    with PdfDocument(PART) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


@pytest.fixture(scope="module")
def outline(paper):
    """The level, the title and the page, from 1 on, of each heading."""

    def walk(entries, level=1):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, level + 1)
            else:
                yield level, entry.title, paper.get_destination_page_number(entry) + 1

    return list(walk(paper.outline))


def sources():
    """The text of the chapters, cell by cell."""
    cells = (cell for path in CHAPTERS for cell in nbformat.read(path, as_version=4).cells)
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def code():
    """The cells of code of the chapters."""
    return [cell.source for path in CHAPTERS for cell in notebook_of(path.stem) if cell.cell_type == "code"]


def notebook_of(name):
    return nbformat.read(ROOT / "chapters" / f"{name}.ipynb", as_version=4).cells


def count_in_sources(pattern, beginning=""):
    return sum(len(re.findall(pattern, text, re.MULTILINE)) for text in sources() if text.startswith(beginning))


@needs_browser
def test_the_file_says_what_it_is(paper, texts):
    book = read_book()
    assert 80 < len(paper.pages) < 250
    assert (paper.metadata.title, paper.metadata.author) == (book["title"], book["author"])
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"], "without tags it is silent for who cannot see"
    assert book["author"] in texts[0]
    assert {tuple(round(float(x)) for x in page.mediabox) for page in paper.pages} == {(0, 0, 595, 842)}


@needs_browser
def test_every_page_of_the_book_is_there_in_order(outline):
    titles = [title for level, title, _ in outline if level == 1]
    assert titles[0] == "Contents"
    assert titles[-1] == "Solutions"
    assert len(titles) == len(PAGES) + 2
    numbered = [title for title in titles if re.match(r"\d+\. ", title)]
    assert [int(title.split(".")[0]) for title in numbered] == [int(path.name[:2]) for path in CHAPTERS if path in CORE]


@needs_browser
def test_the_contents_give_the_page_on_which_the_heading_is(outline, texts):
    start = next(page for _, title, page in outline if title != "Contents")
    listed = squeeze("".join(re.sub(r"\n\d+\n?$|^\d+\n", "\n", text) for text in texts[1 : start - 1]))
    place = 0
    for level, title, page in outline[1:]:
        if level > 3 or not title.isascii():  # a formula is a picture here, and letters there
            continue
        heading = squeeze(title)
        assert heading in squeeze(texts[page - 1]), title
        place = listed.find(f"{heading}{page}", place)
        assert place >= 0, f"{title}: page {page}"


@needs_browser
def test_each_page_bears_its_number_and_something_else(texts):
    for number, text in enumerate(texts[1:], start=2):
        assert re.search(rf"^{number}$", text, re.MULTILINE), number
        assert len(text) > 100, f"page {number} is empty"
    assert texts[0].startswith(read_book()["title"]), "the cover bears no number"


@needs_browser
def test_every_solution_is_in_the_last_chapter(outline, texts):
    first = next(page for level, title, page in outline if level == 1 and title == "Solutions")
    count = count_in_sources(r"^:+\{solution\}")
    before, after = squeeze("".join(texts[: first - 1])), squeeze("".join(texts[first - 1 :]))
    assert len(set(re.findall(r"SolutiontoExercise(\d+\.\d+)", after))) == count > 15
    assert "SolutiontoExercise" not in before
    assert len(re.findall(r"Solution:page\d+", before)) == count
    assert "page000" not in before + after


@needs_browser
def test_quizzes_ask_in_place_and_answer_at_the_end(outline, texts):
    first = next(page for level, title, page in outline if level == 1 and title == "Solutions")
    questions = count_in_sources(r"^\*\*\d\.\*\*", "## Quiz")
    answers = squeeze("".join(texts[first - 1 :]))
    assert len(re.findall(r"Question\d,page\d+", answers)) == questions > 3
    quizzes = [text for text in sources() if text.startswith("## Quiz")]
    asked = [
        found for text in quizzes for found in re.findall(r"^\*\*\d\.\*\* ([^$`{\[*\n]{12,40})", text, re.MULTILINE)
    ]
    body = squeeze("".join(texts[: first - 1]))
    assert len(asked) > questions / 2
    assert [words for words in asked if squeeze(words) not in body] == []
    assert not re.search(r"^C\. .*\nWrong", "".join(texts[: first - 1]), re.MULTILINE)


@needs_browser
def test_demos_are_there_without_what_moves_them(texts):
    notebooks = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "index.ipynb", *CHAPTERS))
    whole = "".join(texts)
    assert len(re.findall("Shown at:", whole)) == len(
        re.findall("livefig.widget.Explorer|drawpad.widget.DrawPad", notebooks)
    )
    assert "Reset" not in whole
    assert whole.count("What to notice") == count_in_sources("What to notice$") > 3


@needs_browser
def test_a_process_that_begins_empty_is_shown_as_it_ends(texts):
    whole = squeeze("".join(texts))
    assert "Shownat:step4:" in whole
    assert "Shownat:step0:" not in whole


@needs_browser
def test_of_folded_code_there_is_what_is_called_and_no_import(texts):
    folded = next(cell.source for cell in notebook_of("01-when-a-line-fails") if "def rms" in cell.source)
    whole = "".join(texts)
    assert "from textwrap import fill" in folded
    assert "from textwrap import fill" not in whole
    assert squeeze("def rms(") in squeeze(whole)


@needs_browser
def test_of_an_exercise_there_is_no_empty_field_but_the_name_of_its_check(texts):
    whole = squeeze("".join(texts))
    assert "notstartedyet" not in whole
    calls = [call for text in code() for call in re.findall(r'^check\("[\w-]+", .*\)$', text, re.MULTILINE)]
    assert len(calls) > 5
    assert [call for call in calls if f"Thenotebookchecksyours:{squeeze(call)}" not in whole] == []


@needs_browser
def test_deeper_pages_go_on_below_their_chapter(outline, texts):
    first = {title.split(" ")[0]: page for level, title, page in outline if level == 1 and title[:1].isdigit()}
    below = [page for number, page in first.items() if number.count(".") == 2]
    above = [page for number, page in first.items() if number.count(".") == 1]
    assert len(below) == len(CHAPTERS) - 2
    ends = {page for page, text in enumerate(texts, start=1) if re.search(r"\d\. Further reading", text)}
    assert ends & set(below)
    assert not ends & set(above)


@needs_browser
def test_a_link_says_its_page(paper, texts):
    told = [(page, int(number)) for page in texts for number in re.findall(r"→(\d+)", page)]
    assert len(told) > 50
    assert all(0 < number <= len(paper.pages) for _, number in told)


@needs_browser
def test_links_lead_into_the_book_or_to_the_web(paper):
    known, inside = set(paper.named_destinations), 0
    for page in paper.pages:
        for link in (annotation.get_object() for annotation in page.get("/Annots", ())):
            address = link.get("/A", {}).get("/URI", "")
            if "/Dest" in link:
                assert str(link["/Dest"]) in known
                inside += 1
            else:
                assert re.match(r"https?://(?!127\.|localhost)", address), address
    assert inside > 300


@needs_browser
def test_equations_bear_their_numbers(paper, texts):
    assert any("(1.1)" in text for text in texts)
    assert "/01-linear-regression--equation-eq-weighted-sum" in paper.named_destinations


@needs_browser
def test_fonts_are_in_the_file(paper):
    for page in paper.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for inner in font.get_object().get("/DescendantFonts", [font]):
                held = inner.get_object()
                assert held["/Subtype"] == "/Type3" or any("/FontFile" in key for key in held["/FontDescriptor"])


def test_a_page_that_the_book_does_not_have_is_named():
    with pytest.raises(ValueError, match="there is no page chapters/08-unwritten; the pages are index, "):
        read_book(["index", "chapters/08-unwritten"])
    assert read_book()["left_out"] == []
    assert "glossary" in read_book(PAGES[:2])["left_out"]


def test_author_and_date_take_the_room_of_the_browser_s_name():
    content = HEAD % (b"x" * 120)
    done = state_author(content, NAME.decode(), "D:20270203040506+00'00'")
    assert len(done) == len(content)
    assert done.endswith(b">>\nendobj\n2 0 obj")
    assert b"x" not in done
    assert b"(D:20270203040506+00'00')" in done
    with pytest.raises(ValueError, match="author"):
        state_author(HEAD % b"short", NAME.decode(), None)
    with pytest.raises(ValueError, match="author"):
        state_author(b"%PDF-1.4", NAME.decode(), None)


def test_the_numbers_of_one_run_leave_no_trace():
    assert number_nodes(b"(node00002705) [(node00002702)] (node00002705)") == (
        b"(node00000002) [(node00000001)] (node00000002)"
    )


def test_without_a_browser_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install chromium"):
        main()
