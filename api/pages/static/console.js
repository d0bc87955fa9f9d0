// The console: sends a query, shows its rows as a table or as JSON. Everything shown is set as text.
(function () {
  "use strict";
  const form = document.getElementById("console");
  const query = document.getElementById("query");
  const parameters = document.getElementById("parameters");
  const told = document.getElementById("told");
  const result = document.getElementById("result");
  const asTable = document.getElementById("as-table");
  const asJson = document.getElementById("as-json");
  let answer = null;

  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (className) { element.className = className; }
    return element;
  };
  const cell = (value) => {
    const made = make("td");
    const id = value && typeof value === "object" && value._labels ? value.id : null;
    if (id) {
      const link = make("a", value.title || value.name || id);
      link.href = "/entities/" + encodeURIComponent(id);
      made.append(link);
    } else if (value !== null && value !== undefined) {
      made.textContent = typeof value === "object" ? JSON.stringify(value) : String(value);
    }
    return made;
  };
  const table = () => {
    const made = make("table", undefined, "list");
    const head = make("tr");
    answer.columns.forEach((name) => head.append(make("th", name)));
    const top = make("thead");
    top.append(head);
    const body = make("tbody");
    answer.results.forEach((row) => {
      const line = make("tr");
      answer.columns.forEach((name) => line.append(cell(row[name])));
      body.append(line);
    });
    made.append(top, body);
    return made;
  };
  const show = () => {
    if (!answer) { return; }
    const json = asJson.getAttribute("aria-pressed") === "true";
    result.replaceChildren(json ? make("pre", JSON.stringify(answer, null, 2)) : table());
  };
  const press = (json) => {
    asJson.setAttribute("aria-pressed", String(json));
    asTable.setAttribute("aria-pressed", String(!json));
    show();
  };
  const fail = (message) => { answer = null; told.textContent = ""; result.replaceChildren(make("p", message, "problem")); };

  const run = async () => {
    let given;
    try { given = JSON.parse(parameters.value || "{}"); } catch (error) { fail("参数不是 JSON：" + error.message); return; }
    told.textContent = "正在查询…";
    try {
      const response = await fetch("/cypher", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ query: query.value, parameters: given }),
      });
      const body = await response.json();
      if (!response.ok) { fail(body.detail); return; }
      answer = body;
      const time = /dur=([\d.]+)/.exec(response.headers.get("Server-Timing") || "");
      told.textContent = answer.results.length + " 行" + (answer.truncated ? "（已按限制截断）" : "") + (time ? "，" + Math.round(Number(time[1])) + " 毫秒" : "");
      show();
    } catch (error) { fail("服务没有回答：" + error.message); }
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  query.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); } });
  document.querySelectorAll("[data-query]").forEach((button) => button.addEventListener("click", () => { query.value = button.dataset.query; run(); }));
  asTable.addEventListener("click", () => press(false));
  asJson.addEventListener("click", () => press(true));
})();
