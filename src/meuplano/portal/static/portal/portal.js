// What pages gain with a script: copying, steppers, one submit, spoken totals. Every page works without it.
(() => {
  const root = document;
  const aviso = () => root.getElementById("aviso");

  const say = (text) => {
    const region = aviso();
    if (!region) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  };

  const toast = (text) => {
    root.querySelectorAll(".toast.copied").forEach((old) => old.remove());
    const box = root.createElement("p");
    box.className = "toast copied";
    box.setAttribute("aria-hidden", "true");
    box.textContent = text;
    (root.querySelector(".toasts") || root.body).append(box);
    setTimeout(() => box.remove(), 6000);
  };

  // Copy buttons: data-copy names the element whose text is copied, data-done what is said afterwards
  const copy = async (button) => {
    const source = root.getElementById(button.dataset.copy);
    const text = source.dataset.value || source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = root.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      if (!root.execCommand("copy")) return;
    }
    say(button.dataset.done);
    toast(button.dataset.done);
  };

  // Steppers: the buttons only write into the number input, between its own limits
  const step = (button) => {
    const input = button.parentElement.querySelector("input");
    const before = input.value;
    const by = Number(button.dataset.by || 1);
    const wanted = Number(input.value || 0) + (button.dataset.step === "up" ? by : -by);
    input.value = String(Math.min(Math.max(wanted, Number(input.min)), Number(input.max)));
    if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
    floor(button.parentElement);
  };

  const floor = (stepper) => {
    const input = stepper.querySelector("input");
    const down = stepper.querySelector("[data-step=down]");
    if (down && input) down.disabled = Number(input.value) <= Number(input.min);
  };

  const ready = (scope) => {
    scope.querySelectorAll("[data-step][hidden], [data-copy][hidden], [data-passkey][hidden]").forEach((button) => {
      button.hidden = false;
    });
    scope.querySelectorAll(".stepper").forEach(floor);
  };

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-step]");
    if (button?.dataset.copy) copy(button);
    else if (button) step(button);
  });

  root.addEventListener("input", (event) => {
    const stepper = event.target.closest?.(".stepper");
    if (stepper) floor(stepper);
  });

  // One press, one submit; going back in the history makes the form usable again
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    const button = event.submitter;
    setTimeout(() => {
      form.dataset.sent = "1";
      if (!button || button.tagName !== "BUTTON" || button.name === "atualizar") return;
      button.dataset.label = button.innerHTML;
      button.setAttribute("aria-busy", "true");
      if (button.dataset.sending) button.textContent = button.dataset.sending;
    }, 0);
  });

  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    root.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    root.querySelectorAll("[aria-busy][data-label]").forEach((button) => {
      button.removeAttribute("aria-busy");
      button.innerHTML = button.dataset.label;
    });
  });

  // A new summary is spoken 500 ms after the last change: only what is due today and the next renewal
  let speaking;
  const speak = () => {
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      const spoken = root.querySelector("[data-say]");
      if (spoken) say(spoken.dataset.say);
    }, 500);
  };

  // htmx 4 names its events with colons
  ["htmx:after:swap", "htmx:afterSwap"].forEach((name) => root.addEventListener(name, () => {
    ready(root);
    if (root.querySelector("#resumo[data-say]")) speak();
    root.querySelectorAll("[data-go]").forEach((sign) => location.assign(sign.dataset.go));
    const paid = root.querySelector("[data-announce]");
    if (paid) { say(paid.dataset.announce); paid.removeAttribute("data-announce"); }
  }));

  // What was being written is kept in this tab until it is sent (U22); a text that the server gave wins
  root.querySelectorAll("form[data-draft]").forEach((form) => {
    const name = `draft ${form.dataset.draft}`;
    const field = form.querySelector("textarea");
    if (!field) return;
    if (!field.value) field.value = sessionStorage.getItem(name) || "";
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
    form.addEventListener("submit", () => sessionStorage.removeItem(name));
  });

  // What a person with a script need not press: a conversation that is on the screen is read
  root.querySelectorAll("form[data-at-once]").forEach(async (form) => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect") form.remove();
    } catch { /* the button stays */ }
  });

  // The demo's clock, while it lives through days: its bar is fetched until it stands still, then the page
  const live = async () => {
    const bar = root.querySelector("[data-moving]");
    if (!bar) return;
    try {
      const answer = await fetch(bar.dataset.moving, { headers: { Accept: "text/html" } });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".tempo");
      if (!next?.dataset.moving) { location.reload(); return; }
      bar.replaceWith(root.adoptNode(next));
    } catch { /* the next second tries again */ }
    setTimeout(live, 1000);
  };

  // On a phone the menu scrolls sideways: the page that is open is in sight
  root.querySelector(".side [aria-current], .nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  setTimeout(live, 1000);
  ready(root);
  root.querySelector("[data-focus]")?.focus();
  setTimeout(() => root.querySelectorAll(".toasts .toast").forEach((box) => box.remove()), 8000);
})();
