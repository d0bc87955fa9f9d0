// The document reader: a link to a span lights it up, a mark in the text opens its card, the legend hides kinds.
(function () {
  "use strict";
  const sheet = document.querySelector(".sheet");
  const panel = document.querySelector(".panel");
  if (!sheet || !panel) { return; }
  const all = document.getElementById("panel-all");

  const choose = (target) => {
    panel.querySelectorAll(".note.chosen").forEach((note) => note.classList.remove("chosen"));
    const note = target && document.getElementById("card-" + target);
    panel.classList.toggle("narrowed", Boolean(note));
    all.hidden = !note;
    if (note) { note.classList.add("chosen"); }
    return note;
  };

  // #m-<id>:<start>-<end>; the numbers count code points and stand on the pieces, so nothing is counted here.
  const light = () => {
    sheet.querySelectorAll(".found").forEach((piece) => piece.classList.remove("found"));
    const found = /^#m-(.+):(\d+)-(\d+)$/.exec(decodeURIComponent(window.location.hash));
    if (!found) { return; }
    const [, target, from, to] = [found[0], found[1], Number(found[2]), Number(found[3])];
    const pieces = [...sheet.querySelectorAll("[data-start]")].filter((piece) => Number(piece.dataset.start) < to && from < Number(piece.dataset.end));
    pieces.forEach((piece) => piece.classList.add("found"));
    choose(target);
    if (pieces.length) { pieces[0].scrollIntoView({ block: "center" }); }
  };

  sheet.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-card]");
    if (!piece || event.target.closest("a") || window.getSelection().toString()) { return; }
    const note = choose(piece.dataset.card);
    if (note) { note.scrollIntoView({ block: "nearest" }); }
  });
  all.addEventListener("click", () => choose(null));
  document.querySelectorAll(".legend input[data-kind]").forEach((box) => {
    box.addEventListener("change", () => document.body.classList.toggle("hide-" + box.dataset.kind, !box.checked));
  });
  const outline = document.querySelector(".outline");
  if (window.matchMedia("(max-width: 900px)").matches) { outline.open = false; }
  window.addEventListener("hashchange", light);
  light();
})();
