// A page that the browser kept for its back button is asked for anew: after signing out it must show nothing.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// Drafts of the day (js/day.js) are wiped at sign-out, and when another person is signed in than who typed them.
function wipe(goes) {
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("draft:") && goes(key)).forEach((key) => localStorage.removeItem(key));
  } catch { /* A browser that keeps nothing has nothing to wipe. */ }
}
wipe((key) => !key.startsWith(`draft:${document.body.dataset.owner}:`));
addEventListener("submit", (event) => {
  if (event.target.matches("[data-leaving]")) wipe(() => true);
});
