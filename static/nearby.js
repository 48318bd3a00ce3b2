// Asks for the position when [data-near] is tapped, rounds it to about a kilometre and hands in
// the form with it. Without this script, or without a position, a district can be chosen.

function handIn(form, { latitude, longitude }) {
  for (const name of ["near", "sort"]) {
    form.elements[name].disabled = false;
  }
  form.elements.near.value = `${latitude.toFixed(2)},${longitude.toFixed(2)}`;
  if (form.elements.district) {
    form.elements.district.disabled = true;
  }
  form.requestSubmit();
}

for (const button of document.querySelectorAll("[data-near]")) {
  const form = button.form;
  const status = form.querySelector("[role=status]");
  button.hidden = !("geolocation" in navigator);
  button.addEventListener("click", () => {
    status.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => handIn(form, coords),
      () => {
        status.textContent = button.dataset.refused;
      },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  });
}

// Back to this page: as it was before the tap.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-near]")) {
    for (const name of ["near", "sort"]) {
      button.form.elements[name].disabled = true;
    }
    if (button.form.elements.district) {
      button.form.elements.district.disabled = false;
    }
    button.form.querySelector("[role=status]").textContent = "";
  }
});
