// The console: sends a query, shows its rows as a table, a graph or JSON, its plan, and keeps what was asked in this
// browser. Everything shown is set as text.
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const form = byId("console");
  const query = byId("query");
  const parameters = byId("parameters");
  const told = byId("told");
  const result = byId("result");
  const looks = JSON.parse(byId("looks").textContent);
  const HISTORY = "zhize-queries";
  const MOST_KEPT = 50;
  const MOST_DRAWN = 300;
  let answer = null;
  let view = "table";

  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (className) { element.className = className; }
    return element;
  };
  const isNode = (value) => Boolean(value && typeof value === "object" && value._labels);
  const isEdge = (value) => Boolean(value && typeof value === "object" && value._type);
  const nameOf = (node) => node.title || node.name || node.id;
  const cell = (value) => {
    const made = make("td");
    if (isNode(value) && value.id) {
      const link = make("a", nameOf(value));
      link.href = "/entities/" + encodeURIComponent(value.id);
      made.append(link);
    } else if (typeof value === "number") {
      made.className = "right num";
      made.textContent = Number.isInteger(value) ? String(value) : String(Math.round(value * 10000) / 10000);
    } else if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
      made.textContent = value.join("、");
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

  // The nodes and relationships of an answer, wherever they stand in it; ends that were not returned have no name.
  const found = () => {
    const nodes = new Map();
    const edges = new Map();
    const visit = (value) => {
      if (Array.isArray(value)) { value.forEach(visit); return; }
      if (isNode(value)) { nodes.set(value.id, value); return; }
      if (isEdge(value)) { edges.set([value._type, value._from, value._to, value.id || ""].join("\t"), value); return; }
      if (value && typeof value === "object") { Object.values(value).forEach(visit); }
    };
    answer.results.forEach((row) => Object.values(row).forEach(visit));
    return { nodes, edges: [...edges.values()].filter((edge) => nodes.has(edge._from) && nodes.has(edge._to)) };
  };
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const draw = () => {
    const part = found();
    if (!part.nodes.size) { return make("p", "结果里没有节点：让 RETURN 返回节点和关系本身，例如 RETURN i, r, m。", "basis"); }
    const frame = make("div", undefined, "canvas");
    frame.setAttribute("role", "img");
    frame.setAttribute("aria-label", part.nodes.size + " 个节点、" + part.edges.length + " 条关系的图；同样的内容在“表”里");
    const nodes = [...part.nodes.values()].slice(0, MOST_DRAWN).map((node) => {
      const look = looks.nodes[node._labels[0]] || looks.nodes.other;
      return { id: node.id, label: nameOf(node), shape: look.shape, size: 10, color: { background: css(look.family), border: css(look.family) }, font: { color: css("ink"), size: 13, strokeWidth: 4, strokeColor: css("paper") } };
    });
    const edges = part.edges.map((edge) => {
      const look = looks.edges[edge._type] || { family: "faint", zh: edge._type };
      const colour = css(look.family === "structure" ? "faint" : look.family);
      return { from: edge._from, to: edge._to, label: look.zh, dashes: edge._type === "LIKELY_LEADS", color: { color: colour }, font: { color: css("faint"), size: 11, strokeWidth: 3, strokeColor: css("paper") } };
    });
    const options = { physics: { stabilization: { iterations: 150 }, barnesHut: { springLength: 130 } }, edges: { arrows: { to: { enabled: true, scaleFactor: 0.5 } }, smooth: false }, layout: { randomSeed: 1 } };
    result.replaceChildren(frame);
    const network = new vis.Network(frame, { nodes, edges }, options);
    network.once("stabilizationIterationsDone", () => network.setOptions({ physics: false }));
    network.on("doubleClick", (event) => { if (event.nodes.length) { window.location.href = "/entities/" + encodeURIComponent(event.nodes[0]); } });
    return null;
  };
  const show = () => {
    document.querySelectorAll("[data-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === view)));
    if (!answer) { return; }
    if (view === "graph") { const instead = draw(); if (instead) { result.replaceChildren(instead); } return; }
    result.replaceChildren(view === "json" ? make("pre", JSON.stringify(answer, null, 2)) : table());
  };

  // The word an error is about: the message names line and column, both from one.
  const point = (message) => {
    const place = /第 (\d+) 行第 (\d+) 列/.exec(message);
    if (!place) { return; }
    const lines = query.value.split("\n");
    const start = lines.slice(0, Number(place[1]) - 1).reduce((sum, line) => sum + line.length + 1, 0) + Number(place[2]) - 1;
    const word = /^\S*/.exec(query.value.slice(start))[0];
    query.focus();
    query.setSelectionRange(start, start + Math.max(1, word.length));
    query.dispatchEvent(new CustomEvent("wrong", { detail: { start, end: start + Math.max(1, word.length) } }));
  };
  const fail = (message) => {
    answer = null;
    told.textContent = "";
    const shown = make("p", message, "problem");
    shown.setAttribute("role", "alert");
    result.replaceChildren(shown);
    point(message);
  };

  const write = (text, values) => {
    query.value = text;
    parameters.value = values;
    query.dispatchEvent(new Event("shown"));
  };
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key) || "[]"); } catch (error) { return []; } };
  const past = byId("past");
  const showPast = () => {
    past.replaceChildren(...read(HISTORY).map((one) => {
      const button = make("button", one.query.replace(/\s+/g, " ").slice(0, 60), "link");
      button.type = "button";
      button.title = one.query;
      button.addEventListener("click", () => write(one.query, one.parameters));
      const item = make("li");
      item.append(button);
      return item;
    }));
    byId("history").hidden = !past.childElementCount;
  };
  const remember = () => {
    const now = { query: query.value, parameters: parameters.value };
    const kept = [now, ...read(HISTORY).filter((one) => one.query !== now.query || one.parameters !== now.parameters)];
    try { localStorage.setItem(HISTORY, JSON.stringify(kept.slice(0, MOST_KEPT))); } catch (error) { /* a browser may keep nothing */ }
    showPast();
  };
  const given = () => {
    try { return JSON.parse(parameters.value || "{}"); } catch (error) { fail("参数不是 JSON：" + error.message); return null; }
  };
  const ask = async (accept, explain) => {
    const values = given();
    if (values === null) { return null; }
    return fetch("/cypher", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: accept },
      body: JSON.stringify({ query: query.value, parameters: values, explain }),
    });
  };
  const run = async (explain) => {
    told.textContent = "正在查询…";
    try {
      const response = await ask("application/json", explain);
      if (!response) { return; }
      const body = await response.json();
      if (!response.ok) { fail(body.detail); return; }
      answer = body;
      if (explain) {
        told.textContent = "执行计划，没有运行";
        result.replaceChildren(make("pre", body.results.map((row) => row.plan).join("\n"), "plan"));
        answer = null;
        return;
      }
      const time = /dur=([\d.]+)/.exec(response.headers.get("Server-Timing") || "");
      told.textContent = answer.results.length + " 行" + (answer.truncated ? "（已按限制截断）" : "") + (time ? "，" + Math.round(Number(time[1])) + " 毫秒" : "");
      remember();
      show();
    } catch (error) { fail("服务没有回答：" + error.message); }
  };
  const save = async () => {
    const response = await ask("text/csv", false);
    if (!response) { return; }
    if (!response.ok) { fail((await response.json()).detail); return; }
    const link = make("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = "zhize.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); run(false); });
  query.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(false); } });
  document.querySelectorAll("[data-query]").forEach((button) => button.addEventListener("click", () => {
    write(button.dataset.query, button.dataset.parameters);
    view = button.dataset.group === "图" ? "graph" : view === "graph" ? "table" : view;
    run(false);
  }));
  document.querySelectorAll("[data-view]").forEach((button) => button.addEventListener("click", () => { view = button.dataset.view; show(); }));
  byId("explain").addEventListener("click", () => run(true));
  byId("csv").addEventListener("click", save);
  byId("forget").addEventListener("click", () => { localStorage.removeItem(HISTORY); showPast(); });
  byId("share").addEventListener("click", async () => {
    const address = window.location.origin + "/console?" + new URLSearchParams({ query: query.value, parameters: parameters.value });
    history.replaceState(null, "", address);
    try { await navigator.clipboard.writeText(address); told.textContent = "已复制地址"; } catch (error) { told.textContent = "地址在浏览器的地址栏里"; }
  });
  showPast();
})();
