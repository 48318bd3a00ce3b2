// Offers the device's own way to pass a page on, where it has one.

if (navigator.share) {
  for (const button of document.querySelectorAll("button[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ title: button.dataset.title, url: button.dataset.share });
      } catch {
        // Thought better of it; the address stands beside the button.
      }
    });
  }
}
