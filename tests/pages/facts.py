"""The facts of a page: a list of terms, each with what is said about it."""

from tests.pages.reading import PageText, text_of


def facts_of(page: PageText) -> dict[str, str]:
    """Term -> its words, in the order of the page; of the first list of facts."""
    first = page.all("dl", class_="facts")[0]
    terms = [e for e in page.all("dt") if e.parent is first]
    words = [e for e in page.all("dd") if e.parent is first]
    return {text_of(t): text_of(w) for t, w in zip(terms, words, strict=True)}
