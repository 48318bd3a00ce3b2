// Help with the form, which works without: ± at the counts, their sum, consent only when needed.
"use strict";
(() => {
  const form = document.querySelector(".signup");
  document.querySelector("[data-focus]")?.focus();
  addEventListener("pageshow", (event) => {
    const [visit] = performance.getEntriesByType("navigation");
    const back = event.persisted || visit?.type === "back_forward";
    document.querySelector("[data-came-back]").hidden = !back;
    count();
  });

  const counts = [...document.querySelectorAll(".party input")];
  const number = (input) => Math.max(0, Number.parseInt(input.value, 10) || 0);

  function count() {
    const total = document.querySelector("[data-total]");
    if (!total) return;
    const people = counts.reduce((sum, input) => sum + number(input), 0);
    total.textContent = total.dataset.total.replace("{n}", people);
    const consent = document.querySelector("[data-consent]");
    const young = counts.some((input) => /^under_(7|14)$/.test(input.name) && number(input));
    if (consent) consent.hidden = !young && !consent.querySelector(".wrong");
  }

  function step(input, by) {
    const button = document.createElement("button");
    const words = input.closest("[data-party]").dataset;
    const label = input.closest(".count-row").querySelector("label").textContent.trim();
    button.type = "button";
    button.className = "step";
    button.textContent = by > 0 ? "+" : "−";
    button.setAttribute("aria-label", `${label} ${by > 0 ? words.more : words.less}`);
    button.addEventListener("click", () => {
      input.value = Math.min(Number(input.max), Math.max(Number(input.min), number(input) + by));
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  }

  for (const input of counts) {
    const stepper = document.createElement("span");
    const [less, more] = [step(input, -1), step(input, 1)];
    stepper.className = "stepper";
    input.replaceWith(stepper);
    stepper.append(less, input, more);
  }
  form?.addEventListener("input", count);
  count();

  // Before it opens, by the server's clock. Ours may be set, the counter may sleep.
  const opening = document.querySelector("[data-opens]");
  if (!opening) return;
  const button = form.querySelector("[data-locked]");
  const { opens, now } = opening.dataset;
  const [counter, clock] = [performance.now(), Date.now()];
  const words = opening.querySelector("[data-left]");
  const refuse = (event) => {
    event.preventDefault();
    opening.scrollIntoView({ block: "center" });
  };

  function tick() {
    const passed = Math.max(performance.now() - counter, Date.now() - clock);
    const left = Math.ceil((opens - now - passed) / 1000);
    if (left <= 0) return open();
    const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
    words.textContent = words.dataset.left.replace("{time}", time);
    setTimeout(tick, 250);
  }

  function open() {
    form.removeEventListener("submit", refuse);
    button.removeAttribute("aria-disabled");
    button.removeAttribute("aria-describedby");
    document.getElementById("opens").hidden = true;
    words.hidden = true;
    opening.querySelector("[data-open]").hidden = false;
  }

  form.addEventListener("submit", refuse);
  words.hidden = false;
  tick();
})();
