"use strict";

// Without scripts every report is listed; with them, those that have all the words sought.
const box = document.querySelector(".search");
const wanted = box.querySelector("input");
const status = box.querySelector("[role=status]");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const cards = [...document.querySelectorAll("[data-card]")].map((card) => {
  // An edition is also found by the question that it answers.
  const question = card.closest("section").querySelector("h2").textContent;
  return { card, text: plain(`${question} ${card.textContent}`) };
});
const search = () => {
  const words = plain(wanted.value).split(/\s+/).filter(Boolean);
  for (const { card, text } of cards) card.hidden = !words.every((word) => text.includes(word));
  for (const section of document.querySelectorAll(".question"))
    section.hidden = !section.querySelector("[data-card]:not([hidden])");
  const count = cards.filter(({ card }) => !card.hidden).length;
  status.textContent = words.length ? `${count} of ${cards.length} reports` : "";
};
box.hidden = cards.length < 2;
wanted.addEventListener("input", search);
// Browsers put back what was sought before a reload.
search();
