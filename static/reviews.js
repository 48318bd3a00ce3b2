// Reviewing by keyboard: J and K go to the next and the one before, A and R to the buttons that
// publish and return. In fields, and together with Ctrl or Alt, keys stay what they are.

const titles = [...document.querySelectorAll(".queue h2 a")];

function step(by) {
  const link = document.querySelector(`a[rel=${by > 0 ? "next" : "prev"}]`);
  if (titles.length) {
    const here = titles.indexOf(document.activeElement);
    titles[Math.min(Math.max(here + by, 0), titles.length - 1)].focus();
  } else if (link) {
    location.href = link.href;
  }
}

function press(key) {
  document.querySelector(`[data-key=${key}]`)?.focus();
}

const KEYS = { j: () => step(1), k: () => step(-1), a: () => press("a"), r: () => press("r") };

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (!isTyping && !event.ctrlKey && !event.altKey && !event.metaKey) {
    KEYS[event.key.toLowerCase()]?.();
  }
});

// A page that waits for something looks again when it may have happened; its button does the same.
const waiting = document.querySelector("[data-again]");
if (waiting) {
  setTimeout(() => location.reload(), waiting.dataset.again * 1000);
}

// A sentence of the office that is ticked is written into the note at once, where it can be changed.
for (const tick of document.querySelectorAll("[data-reasons] input")) {
  tick.addEventListener("change", () => {
    const note = document.querySelector("#note");
    const words = tick.closest("label").textContent.trim();
    note.value = [note.value.trim(), words].filter(Boolean).join("\n");
    tick.checked = false;
    note.focus();
  });
}
