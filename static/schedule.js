// The sum above the list follows the boxes.
for (const sum of document.querySelectorAll("[data-sum]")) {
  const form = sum.closest("form");
  form.addEventListener("change", () => {
    const count = form.querySelectorAll("[name=kept]:checked").length;
    sum.textContent = sum.textContent.replace(/\d+/, count);
  });
}
