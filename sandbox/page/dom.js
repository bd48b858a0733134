// A few words for building the page. Text always goes in as text, never as markup.

export function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  svg.setAttribute(label ? "aria-label" : "aria-hidden", label ?? "true");
  if (label) svg.setAttribute("role", "img");
  return svg;
}

export function parts(root) {
  const found = [...root.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]);
  return Object.fromEntries(found);
}

/** Telegram's own seven colours for those who have no picture. */
export function avatar(node, name, id, picture) {
  const isEmoji = picture && /\p{Extended_Pictographic}/u.test(picture);
  const initials = [...name.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)].slice(0, 2).join("");
  node.textContent = isEmoji ? picture : initials.toUpperCase() || "?";
  node.className = `avatar tone-${Math.abs(Number(id) || 0) % 7}${isEmoji ? " pictured" : ""}`;
  node.setAttribute("aria-hidden", "true");
  return node;
}

/**
 * Make the children of `parent` the nodes of `items`, in their order, and leave alone what has not
 * changed: what is scrolled, playing, focused or half typed stays so.
 */
export function reconcile(parent, items, key, make, change) {
  const known = (parent.known ??= new Map());
  const wanted = new Set(items.map(key));
  for (const [id, node] of known) {
    if (!wanted.has(id)) {
      node.remove();
      known.delete(id);
    }
  }
  let place = parent.firstChild;
  for (const item of items) {
    let node = known.get(key(item));
    if (!node) known.set(key(item), (node = make(item)));
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
    change(node, item);
  }
}

/** A popup menu that its button opens and a click elsewhere, a choice or Escape closes. */
export function popup(button, menu) {
  const show = (open) => {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) menu.querySelector("button")?.focus();
  };
  button.addEventListener("click", () => show(menu.hidden));
  menu.addEventListener("click", () => show(false));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      show(false);
      button.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const choices = [...menu.querySelectorAll("button")];
    const at = choices.indexOf(document.activeElement) + step;
    choices[(at + choices.length) % choices.length].focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.hidden && !menu.contains(event.target) && !button.contains(event.target)) show(false);
  });
}
