// The preview of a topic follows what is typed, once its tab is open: the form is sent there again, and nothing is saved.
const button = document.querySelector("[data-preview]");
const pause = 900;
let timer = 0;
let open = false;

button?.addEventListener("click", () => {
  open = true;
});
button?.form.addEventListener("input", () => {
  if (!open) return;
  clearTimeout(timer);
  timer = setTimeout(() => button.form.requestSubmit(button), pause);
});
