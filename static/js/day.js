// The day's form: a draft of what is not saved yet, a plain word when there is no connection, digit keys.
// A draft holds the answers that differ from the saved ones, and when "taken just now" was tapped, on this device
// alone, under draft:PERSON:DAY:VERSION. js/back.js wipes drafts at sign-out and when somebody else is signed in.

const form = document.querySelector("form[data-draft-day]");
const DAYS_KEPT = 14, PAUSE = 1500, WAIT = 5000;
const NOT_KEPT = ["hidden", "password", "file", "submit", "button", "reset", "fieldset", "output"];
const COOKIE = location.protocol === "https:" ? "__Host-drafts" : "drafts";

const version = () => Number(form.elements.version.value);
const prefix = () => `draft:${document.body.dataset.owner}:${form.dataset.draftDay}:`;
const off = () => document.cookie.split("; ").includes(`${COOKIE}=off`);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const isTick = (field) => field.type === "radio" || field.type === "checkbox";
const store = (work) => { try { return work(localStorage); } catch { return undefined; } };  // full, or forbidden

const isKept = (field) => field.name && !NOT_KEPT.includes(field.type) && !field.closest("[data-no-draft]");
const wasChosen = (field) => field.tagName === "SELECT"
  ? [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0]?.value ?? ""
  : field.defaultValue;
const now = (group) => group.filter((field) => !isTick(field) || (field.checked && field.value)).map((field) => field.value);
const saved = (group) => group.filter((field) => !isTick(field) || (field.defaultChecked && field.value)).map(wasChosen);

// The form's fields by name: several for one choice.
function fields() {
  const all = new Map();
  for (const field of [...form.elements].filter(isKept)) all.set(field.name, [...(all.get(field.name) ?? []), field]);
  return all;
}

let carried = [];  // names typed before and shown again by the server: they look like saved ones and are not

const taps = {};  // when "taken just now" was tapped, by name: it may be sent much later

function typed() {
  const all = [...fields()].filter(([name, group]) => carried.includes(name) || !same(now(group), saved(group)));
  return Object.fromEntries(all.map(([name, group]) => [name, now(group)]));
}

function write(sent = "") {
  const answers = typed(), key = prefix() + version();
  if (off() || Object.keys(answers).length === 0) return store((kept) => kept.removeItem(key));
  return store((kept) => kept.setItem(key, JSON.stringify({ at: Date.now(), sent, answers, taps })));
}

function drafts() {
  const keys = store((kept) => Object.keys(kept).filter((key) => key.startsWith(prefix()))) ?? [];
  return keys.map((key) => ({ key, version: Number(key.slice(prefix().length)), ...read(key) }))
    .sort((one, other) => one.version - other.version);
}

function read(key) {
  const nothing = { at: 0, sent: "", answers: {}, taps: {} };
  try { return { ...nothing, ...JSON.parse(localStorage.getItem(key)) }; } catch { return nothing; }
}

const forget = (draft) => store((kept) => kept.removeItem(draft.key));

function bringBack(draft) {
  Object.assign(taps, draft.taps);
  for (const [name, group] of fields()) {
    const values = draft.answers[name];
    if (!Array.isArray(values)) continue;
    for (const field of group) {
      if (isTick(field)) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
      const details = field.closest("details");
      if (details && !same(now(group), saved(group))) details.open = true;
    }
  }
  write();
}

function throwAway() {
  for (const field of [...fields().values()].flat()) {
    if (isTick(field)) field.checked = field.defaultChecked;
    else field.value = wasChosen(field);
  }
  write();
}

// A field of the form may be called "before", and then form.before is that field.
const showAbove = (notice) => form.parentNode.insertBefore(notice, form);

function box(kind, words, buttons, role = "status") {
  const made = document.createElement("div");
  made.className = `alert alert-${kind} draft-note`;
  made.setAttribute("role", role);
  const text = document.createElement("p");
  text.textContent = words;
  const row = document.createElement("div");
  row.className = "btn-row";
  for (const [name, act] of buttons) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn btn-outline-primary", textContent: name });
    button.addEventListener("click", () => { act(); made.remove(); form.querySelector("input:not([type=hidden])")?.focus(); });
    row.append(button);
  }
  made.append(text, ...(buttons.length ? [row] : []));
  return made;
}

// Whether a draft is saved: the page says so, in its address, or shows the same answers.
function isSaved(draft) {
  const groups = fields(), said = new URLSearchParams(location.search);
  const isNext = said.get("saved") === String(version()) && draft.version === version() - 1;
  if (draft.sent && draft.sent !== location.href && (isNext || said.has("night"))) return true;
  return Object.entries(draft.answers).every(([name, values]) => !groups.has(name) || same(values, now(groups.get(name))));
}

function open() {
  for (const draft of drafts().filter((each) => Date.now() - each.at > DAYS_KEPT * 86_400_000)) forget(draft);
  if (form.dataset.draft === "typed") {
    const sent = drafts().filter((draft) => draft.sent);
    carried = [...new Set(sent.flatMap((draft) => Object.keys(draft.answers)))];
    sent.forEach((draft) => { Object.assign(taps, draft.taps); forget(draft); });
    return write();
  }
  for (const draft of drafts()) {
    if (isSaved(draft)) {
      forget(draft);
    } else if (draft.version === version()) {
      bringBack(draft);
      showAbove(box("info", "What you typed before is back. It is not saved yet.", [["Throw it away", throwAway]]));
    } else {
      showAbove(box("warning", "You typed this before, and other answers were saved since. Bring yours back? Nothing is saved until you save.", [
        ["Bring it back", () => { forget(draft); bringBack(draft); }],
        ["Throw it away", () => forget(draft)],
      ]));
    }
  }
  return write();  // a browser may have filled in by itself what was typed
}

let asking = false, sure = false, failures = 0;

// Ask before sending: a failed post would leave the form for the browser's own error page. Whoever seems
// to be connected and is told "no" twice may try for real; the draft is kept whatever comes of it.
async function connected() {
  if (!navigator.onLine) return false;
  const patience = new AbortController(), clock = setTimeout(() => patience.abort(), WAIT);
  try {
    await fetch(form.dataset.probe, { method: "HEAD", cache: "no-store", signal: patience.signal });
    failures = 0;
  } catch {
    failures += 1;
  }
  clearTimeout(clock);
  return failures === 0 || failures > 2;
}

// How long ago it was counts, by one clock: the device's may be wrong.
function tellTaps() {
  for (const [name, at] of Object.entries(taps)) {
    const made = Object.assign(document.createElement("input"), { type: "hidden", name: `${name}_ago` });
    const field = form.elements[made.name] ?? form.appendChild(made);
    field.value = Math.floor((Date.now() - at) / 60_000);
  }
}

function changed({ target }) {
  if (isTick(target) && target.value === "now") taps[target.name] = Date.now();
  write();
}

async function send(event) {
  if (sure) return;
  event.preventDefault();
  if (asking) return;
  asking = true;
  const button = event.submitter;
  sure = await connected();
  asking = false;
  form.parentElement.querySelector(".draft-offline")?.remove();
  if (sure) {
    write(location.href);
    tellTaps();
    form.requestSubmit(button);
    sure = false;
    return;
  }
  const kept = off() ? "What you typed is still on this page: leave it open." : "Nothing is lost: what you typed is still here, and kept on this device.";
  const note = box("warning", `Not saved: the site cannot be reached. ${kept} Save again when you are connected.`, [], "alert");
  note.classList.add("draft-offline");
  note.tabIndex = -1;
  (button?.closest(".save-bar, .dose-only") ?? form.querySelector(".save-bar")).before(note);
  note.focus();
}

function choice() {
  const line = document.createElement("p"), words = document.createElement("span"), button = document.createElement("button");
  line.className = "small draft-choice";
  Object.assign(button, { type: "button", className: "btn btn-link" });
  const say = () => {
    words.textContent = off() ? "What you type is not kept on this device." : "What you type is kept on this device until you save it or sign out.";
    button.textContent = off() ? "Keep it" : "Do not keep it";
  };
  button.addEventListener("click", () => {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${COOKIE}=off; path=/; samesite=strict; max-age=${off() ? 0 : 31_536_000}${secure}`;
    write();
    say();
  });
  say();
  line.append(words, " ", button);
  form.after(line);
}

// Digits choose only in the scale that has the focus: "1" is 1, and "0" soon after it makes 10.
let digits = "", scale = null, last = 0;

function digit(event) {
  const group = event.target.type === "radio" && event.target.closest("fieldset.seg");
  if (!group || event.ctrlKey || event.altKey || event.metaKey || !/^[\d-]$/.test(event.key)) return;
  const going = group === scale && event.timeStamp - last < PAUSE;
  const radios = [...group.querySelectorAll(`input[name="${event.target.name}"]`)];
  const found = (text) => radios.find((radio) => radio.value !== "" && radio.value === text);
  const tries = [going ? digits + event.key : event.key, event.key, `-${event.key}`];
  const text = event.key === "-" ? "-" : tries.find(found);
  if (text === undefined) return;
  event.preventDefault();
  [digits, scale, last] = [text, group, event.timeStamp];
  const radio = found(text);
  if (!radio) return;
  radio.focus();
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

if (form) {
  open();
  choice();
  form.addEventListener("input", () => write());
  form.addEventListener("change", changed);
  form.addEventListener("submit", send);
  form.addEventListener("keydown", digit);
}
