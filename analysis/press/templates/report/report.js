"use strict";

// Tables: a button in each head sorts, a third press restores the order of the report.
const texts = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const sortKey = (row, column) => {
  const cell = row.cells[column];
  return cell.dataset.v ?? cell.textContent.trim();
};
// 11 d 19 h 41 min, in minutes.
const units = { d: 1440, h: 60, min: 1, s: 1 / 60 };
const span = (key) =>
  /^(\d+\s(d|h|min|s)\s?)+$/.test(key)
    ? [...key.matchAll(/(\d+)\s(\w+)/g)].reduce((sum, [, n, unit]) => sum + n * units[unit], 0)
    : NaN;
const isMissing = (key) => key === "" || key === "–";
const compared = (a, b, isNumber) =>
  isMissing(a) || isMissing(b)
    ? isMissing(a) - isMissing(b)
    : isNumber
      ? Number(a.replace(/,/g, "").replace("−", "-")) - Number(b.replace(/,/g, "").replace("−", "-"))
      : span(a) - span(b) || texts.compare(a, b);

const sort = (table, rows, head, column) => {
  const next = { none: "ascending", ascending: "descending", descending: "none" };
  const order = next[head.getAttribute("aria-sort") ?? "none"];
  for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", order);
  const isNumber = head.classList.contains("n");
  const sorted = [...rows];
  if (order !== "none") {
    const sign = order === "ascending" ? 1 : -1;
    sorted.sort((one, other) => {
      const [a, b] = [sortKey(one, column), sortKey(other, column)];
      // What is missing stays at the end in either order.
      return isMissing(a) || isMissing(b) ? compared(a, b) : sign * compared(a, b, isNumber);
    });
  }
  table.tBodies[0].append(...sorted);
};

// The arrows stay with a word: before the first of a head of numbers, after the last of others.
const hold = (button, isBefore) => {
  const word = document.createElement("span");
  word.className = "arrows";
  let held = isBefore ? button.firstChild : button.lastChild;
  if (held instanceof Text)
    if (isBefore) held.splitText(`${held.data} `.indexOf(" "));
    else held = held.splitText(held.data.lastIndexOf(" ") + 1);
  held.replaceWith(word);
  word.append(held);
};

for (const table of document.querySelectorAll("figure.table table")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 3) continue;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    // Not a <button>: browsers leave those out of the heads they repeat on printed pages.
    const button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.append(...head.childNodes);
    head.append(button);
    hold(button, head.classList.contains("n"));
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => sort(table, rows, head, column));
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      sort(table, rows, head, column);
    });
  });
}

// What cannot be scrolled need not be a stop for the keyboard.
const regions = document.querySelectorAll(".scroll");
const mark = () => {
  for (const region of regions) {
    const scrolls =
      region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1;
    if (scrolls) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
    region.classList.toggle("scrolls", region.scrollWidth > region.clientWidth + 1);
  }
};
new ResizeObserver(mark).observe(document.body);
document.fonts.ready.then(mark); // in which words are wider or narrower than before

// Contents: the section being read is marked, in the side column.
const links = new Map(
  [...document.querySelectorAll(".side a")].map((link) => [link.hash.slice(1), link]),
);
const heads = [...links.keys()]
  .map((id) => document.getElementById(decodeURIComponent(id)))
  .filter(Boolean);
const keepInSight = (link) => {
  const side = link.closest(".side");
  const [inner, outer] = [link.getBoundingClientRect(), side.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom)
    side.scrollTop += inner.top - outer.top - outer.height / 2;
};
const follow = () => {
  const limit = window.innerHeight / 3;
  const passed = heads.filter((head) => head.getBoundingClientRect().top < limit);
  const ended = window.innerHeight + window.scrollY >= document.body.scrollHeight - 2;
  const current = ended ? heads.at(-1) : passed.at(-1);
  for (const [id, link] of links) {
    if (current && decodeURIComponent(id) === current.id) {
      link.setAttribute("aria-current", "true");
      keepInSight(link);
    } else link.removeAttribute("aria-current");
  }
};
let isWaiting = false;
const onScroll = () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    follow();
  });
};
if (heads.length) {
  addEventListener("scroll", onScroll, { passive: true });
  follow();
}
