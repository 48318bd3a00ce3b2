// Arrow keys walk from day to day of a calendar page: left and right by a day, up and down by a
// week, Home and End within the week. Without this script Tab does it, day after day.

const table = document.querySelector("table.grid");

function daysOf(root) {
  const days = [...root.querySelectorAll(".grid-day a")];
  return days.filter((link) => link.checkVisibility());
}

// The link in the same column, in the nearest row up or down that has one.
function across(days, link, way) {
  const column = (day) => Math.round(day.closest("td").getBoundingClientRect().left);
  const top = (day) => day.closest("td").getBoundingClientRect().top + scrollY;
  return days
    .filter((day) => column(day) === column(link) && way * (top(day) - top(link)) > 1)
    .sort((one, other) => way * (top(one) - top(other)))[0];
}

function target(days, link, key) {
  const at = days.indexOf(link);
  const week = daysOf(link.closest("tr"));
  switch (key) {
    case "ArrowLeft": return days[at - 1];
    case "ArrowRight": return days[at + 1];
    case "ArrowUp": return across(days, link, -1);
    case "ArrowDown": return across(days, link, 1);
    case "Home": return week[0];
    case "End": return week[week.length - 1];
    default: return undefined;
  }
}

if (table) {
  document.querySelector("main").addEventListener("keydown", (event) => {
    const link = event.target.closest(".grid-day a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = target(daysOf(document), link, event.key);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
}
