// Lines between the categories of two plan systems. The relations also stand as words under each category and in the
// table, so that nothing is lost where this does not run.
(function () {
  "use strict";
  const root = document.getElementById("compare");
  if (!root) { return; }
  const canvas = document.getElementById("compare-lines");
  const space = "http://www.w3.org/2000/svg";
  const make = (name, attributes, text) => {
    const element = document.createElementNS(space, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, String(value)));
    if (text !== undefined) { element.textContent = text; }
    return element;
  };
  const box = (side, id) => [...root.querySelectorAll("[data-side='" + side + "']")].find((e) => e.dataset.category === id);

  // Ends are spread over the height of a box in the order of the boxes opposite, so that lines cross as little as can be.
  const spread = (links, side, other) => {
    const ends = new Map();
    links.forEach((link) => {
      const key = link.dataset[side];
      ends.set(key, [...(ends.get(key) || []), link]);
    });
    ends.forEach((list) => list.sort((a, b) => box(other, a.dataset[other]).offsetTop - box(other, b.dataset[other]).offsetTop));
    return (link) => {
      const list = ends.get(link.dataset[side]);
      const frame = box(side, link.dataset[side]).getBoundingClientRect();
      const step = Math.min(34, (frame.height - 24) / list.length);
      const start = frame.height / 2 - step * (list.length - 1) / 2;
      return frame.top + start + step * list.indexOf(link);
    };
  };

  const draw = () => {
    const frame = canvas.getBoundingClientRect();
    canvas.replaceChildren();
    if (!frame.width) { return; }
    canvas.setAttribute("viewBox", "0 0 " + frame.width + " " + frame.height);
    const links = [...root.querySelectorAll("[data-link]")];
    const left = spread(links, "left", "right");
    const right = spread(links, "right", "left");
    // A word stands nearer to its left end, one after the other, so that words of crossing lines stand apart.
    links.forEach((link) => {
      const [y1, y2] = [left(link) - frame.top, right(link) - frame.top];
      const bend = frame.width / 2;
      const path = "M0," + y1 + " C" + bend + "," + y1 + " " + bend + "," + y2 + " " + frame.width + "," + y2;
      canvas.append(make("path", { d: path, class: "relation-line relation-" + link.dataset.link, "data-pair": link.dataset.pair }));
    });
    links.forEach((link) => {
      const [y1, y2] = [left(link) - frame.top, right(link) - frame.top];
      const t = 0.15;
      const y = y1 * ((1 - t) ** 3 + 3 * t * (1 - t) ** 2) + y2 * (3 * t * t * (1 - t) + t ** 3);
      const x = frame.width * (1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3);
      const word = make("text", { x, y: y + 4, class: "relation-word", "text-anchor": "middle", "data-pair": link.dataset.pair }, link.dataset.word);
      canvas.append(word);
    });
  };

  const mark = (pair, on) => {
    document.querySelectorAll("[data-pair='" + pair + "']").forEach((e) => e.classList.toggle("is-marked", on));
  };
  const pairOf = (event) => { const found = event.target.closest("[data-pair]"); return found ? found.dataset.pair : null; };
  root.addEventListener("mouseover", (event) => { const pair = pairOf(event); if (pair) { mark(pair, true); } });
  root.addEventListener("mouseout", (event) => { const pair = pairOf(event); if (pair) { mark(pair, false); } });
  canvas.addEventListener("click", (event) => { const pair = pairOf(event); if (pair) { window.location.hash = "pair-" + pair; } });

  // A link to a pair opens its reasons.
  const open = () => {
    const found = window.location.hash ? document.getElementById(window.location.hash.slice(1)) : null;
    const details = found ? found.closest("details") || found.querySelector("details") : null;
    if (details) { details.open = true; found.scrollIntoView({ block: "start" }); }
  };
  window.addEventListener("hashchange", open);
  window.addEventListener("load", draw);
  if (typeof ResizeObserver !== "undefined") { new ResizeObserver(draw).observe(root); } else { window.addEventListener("resize", draw); }
  draw();
  open();
})();
