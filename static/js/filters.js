// Django's own widget for picking rows by search gives its icons a name and no role, which screen readers pass over.
addEventListener("load", () => {
  for (const icon of document.querySelectorAll(".search-label-icon")) icon.setAttribute("role", "img");
});
