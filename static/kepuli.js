// Copies the address that a [data-copied] link points to, of a field or written in the page.
// Without this script the same link leads there, where it can be selected and copied by hand.

async function copy(place) {
  try {
    await navigator.clipboard.writeText(place.value ?? place.textContent.trim());
    return true;
  } catch {
    // Plain http and older phones have no clipboard API.
    select(place);
    return document.execCommand("copy");
  }
}

function select(place) {
  if (place.select) {
    place.select();
  } else {
    getSelection().selectAllChildren(place);
  }
}

for (const link of document.querySelectorAll("a[data-copied]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const place = document.querySelector(link.hash);
    const status = place.parentElement.querySelector("[role=status]");
    if (await copy(place)) {
      status.textContent = link.dataset.copied;
    } else {
      place.focus();
      select(place);
    }
  });
}
