// Copies the address that a [data-copied] link points to. Without this script the same link
// leads to the field, where the address can be selected and copied by hand.

async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Plain http and older phones have no clipboard API.
    field.select();
    return document.execCommand("copy");
  }
}

for (const link of document.querySelectorAll("a[data-copied]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const field = document.querySelector(link.hash);
    const status = field.parentElement.querySelector("[role=status]");
    if (await copy(field)) {
      status.textContent = link.dataset.copied;
    } else {
      field.focus();
      field.select();
    }
  });
}
