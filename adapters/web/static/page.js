"use strict";
// Everything works without this. It adds: news as it happens, forms as dialogs, and completion while typing.

const list = document.getElementById("messages");
const sheet = document.getElementById("sheet");

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html");
}

let awaited = "";

function show(id) {
  const found = document.getElementById(id);
  awaited = found ? "" : id;
  if (found) found.scrollIntoView({ block: "nearest" });
}

function nearEnd() {
  return window.innerHeight + window.scrollY > document.body.scrollHeight - 260;
}

// --- news as it happens ---------------------------------------------------------------------------------------------

function place(id, html) {
  const old = document.getElementById(id);
  const fresh = html ? parsed(html).body.firstElementChild : null;
  if (!fresh) {
    if (old) old.remove();
  } else if (!old) {
    const follow = nearEnd();
    fresh.classList.add("new");
    list.append(fresh);
    if (follow || id === awaited) show(id);
  } else {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const chosen = [...old.querySelectorAll("input:checked")].map((input) => input.value);
    old.replaceWith(fresh);
    for (const input of fresh.querySelectorAll("input[name=value]")) input.checked = chosen.includes(input.value);
    if (focused) focusAgain(fresh, focused);
  }
}

function focusAgain(fresh, focused) {
  const same = (el) => el.tagName === focused.tagName && el.name === focused.name && el.value === focused.value;
  const found = [...fresh.querySelectorAll("button, input, a")].find(same);
  if (found) return found.focus({ preventScroll: true });
  fresh.tabIndex = -1;
  fresh.focus({ preventScroll: true });
}

function listen() {
  const source = new EventSource(list.dataset.events);
  source.addEventListener("message", (event) => {
    const [id, ...html] = event.data.split("\n");
    place(id, html.join("\n"));
  });
  source.addEventListener("open", () => document.body.classList.add("live"));
  source.addEventListener("error", () => document.body.classList.remove("live"));
  window.addEventListener("pagehide", () => source.close());
}

// --- presses and forms ----------------------------------------------------------------------------------------------

function freshKey(form) {
  const key = form.querySelector("input[name=key]");
  if (key) key.value = [...crypto.getRandomValues(new Uint8Array(8))].map((n) => n.toString(16).padStart(2, "0")).join("");
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.append(button.name, button.value);
  form.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body });
    freshKey(form);
    if (!response.ok) throw new Error(await response.text());
    return response;
  } finally {
    form.removeAttribute("aria-busy");
  }
}

async function follow(response) {
  if (response.url.includes("/form/")) return openSheet(parsed(await response.text()).querySelector("form.sheet"));
  if (sheet.open) sheet.close();
  const there = response.url.split("#")[1];
  if (there) show(there);
}

function openSheet(form) {
  if (!form) return;
  sheet.replaceChildren(document.importNode(form, true));
  if (!sheet.open) sheet.showModal();
  const wrong = sheet.querySelector("[aria-invalid=true]");
  const first = wrong || sheet.querySelector("input:not([type=hidden]), textarea");
  if (first) first.focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!list || !form.matches("[data-press], [data-sheet], [data-say]")) return;
  event.preventDefault();
  try {
    const response = await send(form, event.submitter);
    if (form.matches("[data-say]")) {
      form.querySelector("#line").value = "";
      offerKeys();
    }
    await follow(response);
  } catch {
    form.submit();
  }
});

document.addEventListener("click", (event) => {
  if (sheet && sheet.open && event.target.closest("[data-close]")) {
    event.preventDefault();
    sheet.close();
  }
});

// --- completion -----------------------------------------------------------------------------------------------------

function offerKeys() {
  const line = document.getElementById("line");
  const offered = document.getElementById("keys");
  const name = line.value.split(" ")[0];
  const option = [...document.querySelectorAll("#commands option")].find((o) => o.value.trim() === name);
  const keys = option && line.value.includes(" ") ? option.dataset.keys.split(" ").filter(Boolean) : [];
  const missing = keys.filter((key) => !line.value.includes(`${key}:`));
  offered.hidden = missing.length === 0;
  offered.replaceChildren(...missing.map((key) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${key}:`;
    button.addEventListener("click", () => {
      line.value = `${line.value.trimEnd()} ${key}: `;
      line.focus();
      offerKeys();
    });
    item.append(button);
    return item;
  }));
}

if (list) {
  listen();
  document.getElementById("line").addEventListener("input", offerKeys);
  if (location.hash === "" && !document.querySelector(".parent")) document.getElementById("newest").scrollIntoView({ block: "end" });
}
