// Matrices: row and column of the pointed field are marked, arrows walk from field to field, a field opens its row.
// Without this the fields are plain links to the rows of the list.
(function () {
  "use strict";
  const panel = document.getElementById("matrix-panel");
  const found = document.getElementById("matrix-data");
  const data = found ? JSON.parse(found.textContent) : { names: {}, pairs: {} };
  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (className) { element.className = className; }
    return element;
  };
  const link = (id) => {
    const anchor = make("a", data.names[id]);
    anchor.href = "/entities/" + encodeURIComponent(id);
    return anchor;
  };
  const listed = (ids) => {
    const list = make("ul", undefined, "plain");
    ids.forEach((id) => { const entry = make("li"); entry.append(link(id)); list.append(entry); });
    return list;
  };
  const show = (number, href) => {
    const row = data.pairs[number];
    if (!panel || !row) { return false; }
    const [left, right, shared] = row;
    const ends = make("p");
    ends.append(link(left), document.createTextNode(" 与 "), link(right));
    const close = make("button", "收起");
    close.type = "button";
    close.addEventListener("click", () => { panel.hidden = true; });
    const more = make("a", "看这一行的依据");
    more.href = href;
    panel.replaceChildren(close, make("h2", "共担 " + shared.length + " 项"), ends, listed(shared), more);
    panel.hidden = false;
    return true;
  };

  document.querySelectorAll("table.matrix").forEach((table) => {
    const cells = [...table.tBodies[0].rows].map((row) => [...row.cells]);
    const at = (cell) => [cell.parentElement.rowIndex - table.tHead.rows.length, cell.cellIndex];
    const cross = (cell, on) => {
      const [, column] = at(cell);
      cell.parentElement.classList.toggle("is-pointed", on);
      [...table.tHead.rows].forEach((row) => { const head = row.cells[column]; if (head) { head.classList.toggle("is-pointed", on); } });
    };
    ["mouseover", "focusin"].forEach((kind) => table.addEventListener(kind, (event) => { const cell = event.target.closest("tbody td"); if (cell) { cross(cell, true); } }));
    ["mouseout", "focusout"].forEach((kind) => table.addEventListener(kind, (event) => { const cell = event.target.closest("tbody td"); if (cell) { cross(cell, false); } }));
    table.addEventListener("click", (event) => {
      const anchor = event.target.closest("a[data-row]");
      if (anchor && show(anchor.dataset.row, anchor.getAttribute("href"))) { event.preventDefault(); }
    });
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    table.addEventListener("keydown", (event) => {
      const move = moves[event.key];
      const cell = event.target.closest("tbody td");
      if (!move || !cell) { return; }
      let [row, column] = at(cell);
      do { row += move[0]; column += move[1]; } while (cells[row] && cells[row][column] && !cells[row][column].querySelector("a"));
      const next = cells[row] && cells[row][column] ? cells[row][column].querySelector("a") : null;
      if (next) { event.preventDefault(); next.focus(); }
    });
  });

  // A link to a row opens what the row rests on.
  const open = () => {
    const target = window.location.hash ? document.getElementById(window.location.hash.slice(1)) : null;
    const details = target ? target.querySelector("details") : null;
    if (details) { details.open = true; }
  };
  window.addEventListener("hashchange", open);
  open();
})();
