// Questions that are asked only after a certain answer: hidden until it is given. The server decides
// by itself what it keeps, so what is hidden may stay filled in.
"use strict";
(() => {
  const waiting = [...document.querySelectorAll("[data-after]")];

  const answers = (name) =>
    [...document.getElementsByName(name)]
      .filter((control) => control.checked && !control.closest("[data-after][hidden]"))
      .map((control) => control.value);

  const look = () => {
    for (const question of waiting) {
      question.hidden = !answers(question.dataset.after).includes(question.dataset.answer);
    }
  };

  for (const words of document.querySelectorAll("[data-condition]")) words.hidden = true;
  document.addEventListener("change", look);
  addEventListener("pageshow", look); // the browser fills in again what was typed before
  look();
})();
