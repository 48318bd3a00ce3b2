// Shows the list from what this device keeps: who has come, by the server's word or the queue's.
export function arrival(guest, state) {
  return guest.checked_in_at ?? state.queue.find(({ number }) => number === guest.number)?.at;
}

export function listing(root, words, clock) {
  const list = root.querySelector("[data-guests] ul");
  const blank = root.querySelector("template[data-guest]").content.firstElementChild;
  const address = blank.querySelector("[formaction]").getAttribute("formaction");

  function row(guest, at) {
    const made = blank.cloneNode(true);
    const slot = (name) => made.querySelectorAll(`[data-slot=${name}]`);
    const fill = (name, text) => slot(name).forEach((place) => { place.textContent = text; });
    const name = guest.name || words.walkIn;
    const [enter, undo] = made.querySelectorAll("button");
    made.dataset.number = enter.value = guest.number;
    made.classList.toggle("here", Boolean(at));
    fill("name", name);
    fill("whose", name);
    fill("number", guest.number);
    fill("party", guest.party);
    fill("last_four", words.lastFour.replace("{digits}", guest.last_four));
    slot("last_four")[0].hidden = !guest.last_four;
    slot("offered")[0].hidden = guest.state !== "offered";
    fill("state", at ? words.here.replace("{time}", clock(at)) : words.absent);
    slot("state")[0].classList.toggle("open", Boolean(at));
    enter.hidden = Boolean(at);
    undo.hidden = !at;
    undo.setAttribute("formaction", address.replace("/0/", `/${guest.id}/`));
    return made;
  }

  function count(guests, state) {
    const confirmed = guests.filter((guest) => guest.state === "confirmed");
    const here = confirmed.filter((guest) => arrival(guest, state));
    const people = (some) => some.reduce((sum, { size }) => sum + size, 0);
    const counts = {
      people_here: people(here), people: people(confirmed),
      parties_here: here.length, parties: confirmed.length,
    };
    for (const [name, number] of Object.entries(counts)) {
      root.querySelector(`[data-count=${name}]`).textContent = number;
    }
  }

  return {
    show(state) {
      const rows = state.guests.map((guest) => [guest, arrival(guest, state)]);
      rows.sort(([, one], [, other]) => Boolean(one) - Boolean(other));
      const focused = document.activeElement?.closest?.("[data-number]")?.dataset.number;
      list.replaceChildren(...rows.map(([guest, at]) => row(guest, at)));
      list.querySelector(`[data-number="${focused}"] button:not([hidden])`)?.focus();
      const closed = root.querySelector("[data-closed]");
      root.querySelector("[data-empty]").hidden = rows.length > 0 || !closed.hidden;
      count(state.guests, state);
    },
    filter(isMeant) {
      for (const made of list.children) made.hidden = !isMeant(made.dataset.number);
    },
  };
}
