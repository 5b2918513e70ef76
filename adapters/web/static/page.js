// Everything works without this. It adds: news as it happens, forms as dialogs, and completion while typing.

const list = document.getElementById("messages");
const scroll = document.getElementById("scroll");
const sheet = document.getElementById("sheet");
const line = document.getElementById("line");
const narrow = matchMedia("(max-width: 46rem)");

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const changed = (message) => Number(message.dataset.changed);

// --- news as it happens ---------------------------------------------------------------------------------------------

function nearEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 160;
}

/** The newest message: whole where it fits, otherwise from its beginning. */
function toEnd() {
  const last = list.lastElementChild;
  if (last && last.offsetHeight > scroll.clientHeight - 40) last.scrollIntoView({ block: "start" });
  else scroll.scrollTo({ top: scroll.scrollHeight });
}

/** Put a message where it belongs, unless what stands there is as new already. */
function place(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old) {
    list.querySelector(".empty")?.remove();
    behind(fresh.dataset.near).after(fresh);
    fresh.classList.add("new");
    return true;
  }
  if (changed(fresh) > changed(old)) exchange(old, fresh);
  return false;
}

/** The message that a new one follows: the last whisper beneath the one that it answers, or the last of all. */
function behind(near) {
  const answered = near && document.getElementById(near);
  if (!answered || answered.parentElement !== list) return list.lastElementChild ?? list.appendChild(document.createElement("li"));
  return [...list.querySelectorAll(`[data-near="${near}"]`)].at(-1) ?? answered;
}

function exchange(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const chosen = [...old.querySelectorAll("input:checked")].map((input) => input.value);
  const opened = [...old.querySelectorAll("details")].map((part) => part.open);
  old.replaceWith(fresh);
  for (const input of fresh.querySelectorAll("input[name=value]")) input.checked = chosen.includes(input.value);
  [...fresh.querySelectorAll("details")].forEach((part, number) => { part.open = opened[number] ?? false; });
  if (focused) focusAgain(fresh, focused);
}

function focusAgain(fresh, focused) {
  const same = (part) => part.tagName === focused.tagName && part.name === focused.name && part.value === focused.value;
  const found = [...fresh.querySelectorAll("button, input, a, summary")].find(same);
  (found ?? fresh).focus({ preventScroll: true });
}

function remove(message) {
  const next = document.getElementById(message.dataset.near) ?? message.previousElementSibling ?? scroll;
  const focused = message.contains(document.activeElement);
  message.remove();
  if (focused) next.focus({ preventScroll: true });
}

/** Say it to those who listen instead of looking: the words without what can be pressed, the last few one by one. */
function announce(message) {
  const words = message.querySelector("article").cloneNode(true);
  for (const part of words.querySelectorAll("form, details, a, .drawn, .who time")) part.remove();
  say(words.innerText);
}

function say(words) {
  const said = document.createElement("p");
  said.textContent = words.replace(/\s+/g, " ");
  const news = document.getElementById("news");
  news.append(said);
  while (news.childElementCount > 4) news.firstElementChild.remove();
}

function listen() {
  const source = new EventSource(list.dataset.events);
  source.addEventListener("message", (event) => {
    const { id, html } = JSON.parse(event.data);
    const old = document.getElementById(id);
    if (!html) return old && remove(old);
    const follow = nearEnd();
    const fresh = parsed(html).querySelector("li");
    if (!place(fresh)) return;
    if (follow && fresh === list.lastElementChild) toEnd();
    announce(fresh);
  });
  source.addEventListener("around", (event) => around(JSON.parse(event.data)));
  source.addEventListener("open", () => document.body.classList.add("live"));
  source.addEventListener("error", () => document.body.classList.remove("live"));
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** What changes around the conversation: the time, what is due, and what is new in other places. */
function around({ now, due, unseen }) {
  document.getElementById("now").textContent = now;
  document.getElementById("due").textContent = due || "Nothing is due.";
  document.getElementById("next").disabled = !due;
  document.getElementById("new-anywhere").textContent = Object.keys(unseen).length ? "new" : "";
  for (const mark of document.querySelectorAll(".new-here[data-place]")) {
    const words = unseen[mark.dataset.place] ? `${unseen[mark.dataset.place]} new` : "";
    if (words === mark.textContent) continue;
    mark.textContent = words;
    if (words) say(`${mark.closest("a").textContent.trim()}`);
  }
}

// --- presses and forms ----------------------------------------------------------------------------------------------

function keyOf(form) {
  return form.querySelector("input[name=key]");
}

/** What a form says just now. The next press of it is another one, and gets another key. */
function bodyOf(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button?.name) body.append(button.name, button.value);
  const key = keyOf(form);
  if (key) key.value = [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(16).padStart(2, "0")).join("");
  return body;
}

async function send(form, body) {
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body });
    if (!response.ok) throw new Error(response.statusText);
    return response;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

/** The page that came back is the newest there is: take what it holds, and show what it points at. */
async function follow(response, button) {
  const page = parsed(await response.text());
  const form = page.querySelector("form.sheet");
  if (form) return openSheet(form);
  if (sheet.open) sheet.close();
  const messages = [...page.querySelectorAll("#messages > .message")];
  const there = new Set(messages.map((message) => message.id));
  for (const message of list.querySelectorAll(".whisper")) if (!there.has(message.id)) remove(message);
  messages.forEach(place);
  present(new URL(response.url).searchParams.get("at"), button);
}

function present(id, button) {
  const message = document.getElementById(id);
  if (!message?.matches(".message")) return toEnd();
  message.classList.remove("new");
  void message.offsetWidth;
  message.classList.add("new");
  message.scrollIntoView({ block: "nearest" });
  announce(message);
  const at = document.activeElement;
  // News may have brought it before the answer did, and someone is at one of its buttons already.
  if (button && at !== message && message.contains(at) && at.value !== button.value) return;
  const pressed = at.closest?.(".message");
  if (!pressed || pressed === message) message.focus({ preventScroll: true });
}

function openSheet(form) {
  sheet.replaceChildren(document.importNode(form, true));
  if (!sheet.open) sheet.showModal();
  sheet.scrollTop = 0;
  const wrong = sheet.querySelector("[aria-invalid=true]");
  const first = wrong ?? sheet.querySelector("input:not([type=hidden]), textarea");
  const field = first?.matches("fieldset") ? first.querySelector("input") : first;
  field?.focus();
}

/** Presses go one after the other, so that no answer is overtaken by that of an earlier one. */
let before = Promise.resolve();
const underWay = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!list || !form.matches("[data-press], [data-sheet], [data-say]")) return;
  event.preventDefault();
  const button = event.submitter;
  const pressed = button ?? form;
  if (underWay.has(pressed)) return;
  underWay.add(pressed);
  const body = bodyOf(form, button);
  before = before.then(() => press(form, button, body)).finally(() => underWay.delete(pressed));
});

async function press(form, button, body) {
  try {
    const response = await send(form, body);
    if (form.matches("[data-say]")) {
      line.value = "";
      offerKeys();
    }
    closePops();
    await follow(response, form.matches("[data-press]") ? button : null);
  } catch {
    // Whatever stood in the way, the browser's own way shows it as a page: the same press, if it did arrive.
    const key = keyOf(form);
    if (key) key.value = body.get("key");
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  }
}

// --- what opens and closes ------------------------------------------------------------------------------------------

function closePops(but) {
  for (const pop of document.querySelectorAll(".pops[open]")) if (pop !== but) pop.open = false;
}

document.addEventListener("click", (event) => {
  closePops(event.target.closest(".pops"));
  if (sheet?.open && event.target.closest("[data-close]")) {
    event.preventDefault();
    sheet.close();
  }
});

document.addEventListener("keydown", (event) => {
  const pop = event.key === "Escape" && document.activeElement.closest(".pops[open]");
  if (!pop) return;
  pop.open = false;
  pop.querySelector("summary").focus();
});

function fold() {
  const around = document.getElementById("around");
  if (around) around.open = !narrow.matches;
}

// --- completion -----------------------------------------------------------------------------------------------------

function offerKeys() {
  const offered = document.getElementById("keys");
  const name = line.value.split(" ")[0];
  const option = [...document.querySelectorAll("#commands option")].find((found) => found.value.trim() === name);
  const keys = option && line.value.includes(" ") ? option.dataset.keys.split(" ").filter(Boolean) : [];
  const missing = keys.filter((key) => !line.value.includes(`${key}:`));
  offered.hidden = missing.length === 0;
  offered.replaceChildren(...missing.map(keyButton));
}

function keyButton(key) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${key}:` });
  button.addEventListener("click", () => {
    line.value = `${line.value.trimEnd()} ${key}: `;
    line.focus();
    offerKeys();
  });
  item.append(button);
  return item;
}

fold();
narrow.addEventListener("change", fold);
if (list) {
  listen();
  line.addEventListener("input", offerKeys);
  if (!location.hash || location.hash === "#newest") toEnd();
}
