// On the sign-in page: say that a save which met an ended sign-in lost nothing, where a draft of it waits (js/day.js).
const wasSent = (key) => { try { return key.startsWith("draft:") && Boolean(JSON.parse(localStorage.getItem(key)).sent); } catch { return false; } };
try {
  document.querySelector("#unsaved").hidden = !Object.keys(localStorage).some(wasSent);
} catch { /* A browser that keeps nothing has nothing to tell. */ }
