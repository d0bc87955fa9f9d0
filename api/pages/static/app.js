// What every page has: the key / for the search box, copying a command, sorting a list.
(function () {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.getElementById("find").focus();
      document.getElementById("find").select();
    }
  });
  document.querySelectorAll("button.copy").forEach((button) => {
    button.addEventListener("click", async () => {
      const words = button.textContent;
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "已复制";
        setTimeout(() => { button.textContent = words; }, 1500);
      } catch (error) {
        window.prompt("复制这条命令", button.dataset.copy);
      }
    });
  });
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = Number(text);
    return text !== "" && !Number.isNaN(number) ? number : text;
  };
  const before = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh"));
  document.querySelectorAll("table.sortable").forEach((table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const sort = () => {
        const down = head.classList.contains("sorted") && !head.classList.contains("down");
        [...table.tHead.rows[0].cells].forEach((other) => { other.classList.remove("sorted", "down"); other.removeAttribute("aria-sort"); });
        head.classList.add("sorted");
        head.classList.toggle("down", down);
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].sort((a, b) => before(value(a, column), value(b, column)) * (down ? -1 : 1));
        table.tBodies[0].append(...rows);
      };
      head.tabIndex = 0;
      head.addEventListener("click", sort);
      head.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(); } });
    });
  });
})();
