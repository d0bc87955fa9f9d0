// The report: a mark shows its rows, a row shows its mark, the legend hides kinds in text and table.
(function () {
  "use strict";
  let sheet = null;
  const row = (id) => document.getElementById("f-" + id);
  const light = (ids) => {
    document.querySelectorAll(".chosen, .found").forEach((one) => one.classList.remove("chosen", "found"));
    sheet.querySelectorAll("[data-finds]").forEach((piece) => {
      if (piece.dataset.finds.split(" ").some((id) => ids.includes(id))) { piece.classList.add("found"); }
    });
    ids.map(row).filter(Boolean).forEach((one) => one.classList.add("chosen"));
  };
  const follow = () => {
    const found = /^#at-(.+)$/.exec(decodeURIComponent(window.location.hash));
    if (found) { light([found[1]]); }
  };
  const start = () => {
    sheet = document.querySelector(".sheet");
    if (!sheet) { return; }
    sheet.addEventListener("click", (event) => {
      const piece = event.target.closest("[data-finds]");
      if (!piece || window.getSelection().toString()) { return; }
      const ids = piece.dataset.finds.split(" ");
      light(ids);
      const first = ids.map(row).find((one) => one && !one.hidden);
      if (first) { first.scrollIntoView({ block: "nearest" }); }
    });
    document.querySelectorAll(".legend input[data-kind]").forEach((box) => {
      box.addEventListener("change", () => {
        document.body.classList.toggle("hide-" + box.dataset.kind, !box.checked);
        document.querySelectorAll('.finds tr[data-kind="' + box.dataset.kind + '"]').forEach((one) => { one.hidden = !box.checked; });
      });
    });
    if (window.matchMedia("(max-width: 900px)").matches) { document.querySelector(".outline").open = false; }
    follow();
  };
  window.addEventListener("hashchange", () => { if (sheet) { follow(); } });
  // A page of the application sets a report in later and says so.
  document.addEventListener("report", start);
  start();
})();
