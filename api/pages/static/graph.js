// The responsibility graph: drawn by vis-network from places computed on the server; expand, filter, undo, share.
// Reads the element #graph: data-centre (id of the first node). Everything shown is set as text, never as markup.
(function () {
  "use strict";
  const root = document.getElementById("graph");
  if (!root || typeof vis === "undefined") { return; }
  const status = document.getElementById("graph-status");
  const panel = document.getElementById("graph-evidence");
  const tableBody = document.querySelector("#graph-table tbody");
  const legend = document.getElementById("graph-legend");
  const say = (text) => { if (status) { status.textContent = text; } };
  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (className) { element.className = className; }
    return element;
  };

  const nodes = new vis.DataSet([]);
  const edges = new vis.DataSet([]);
  const known = { nodes: new Map(), edges: new Map() };
  const state = { centre: root.dataset.centre, expanded: [], hidden: new Set() };
  const steps = [];

  const readAddress = () => {
    const query = new URLSearchParams(window.location.search);
    (query.get("expand") || "").split(",").filter(Boolean).forEach((id) => state.expanded.push(id));
    (query.get("hide") || "").split(",").filter(Boolean).forEach((type) => state.hidden.add(type));
  };
  const writeAddress = () => {
    const query = new URLSearchParams(window.location.search);
    const put = (name, values) => { if (values.length) { query.set(name, values.join(",")); } else { query.delete(name); } };
    put("expand", state.expanded);
    put("hide", [...state.hidden].sort());
    const tail = query.toString();
    window.history.replaceState(null, "", window.location.pathname + (tail ? "?" + tail : ""));
  };

  const fetchAround = async (id) => {
    const answer = await fetch("/graph/" + encodeURIComponent(id) + "/drawing");
    if (!answer.ok) { throw new Error("HTTP " + answer.status); }
    return answer.json();
  };

  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const tip = (text) => { const box = make("div", text); box.className = "graph-tip"; return box; };
  const look = (item) => {
    const shown = { ...item };
    if (item.title) { shown.title = tip(item.title); }
    return shown;
  };

  // New nodes of an expansion stand around the node that was opened; those already there keep their place.
  const place = (drawing, at) => {
    const own = drawing.nodes.find((n) => n.id === at.id);
    const from = at.point;
    drawing.nodes.forEach((node) => {
      if (known.nodes.has(node.id)) { return; }
      if (own && from) { node.x = from.x + (node.x - own.x); node.y = from.y + (node.y - own.y); }
      known.nodes.set(node.id, node);
      nodes.add(look(node));
    });
    drawing.edges.forEach((edge) => {
      if (known.edges.has(edge.id)) { return; }
      known.edges.set(edge.id, edge);
      edges.add({ ...look(edge), hidden: state.hidden.has(edge.type) });
    });
  };

  const network = new vis.Network(root, { nodes, edges }, {
    physics: { enabled: false },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, tooltipDelay: 120 },
    nodes: { font: { color: css("ink"), size: 14, strokeWidth: 3, strokeColor: css("paper") } },
    edges: { smooth: { enabled: true, type: "continuous" }, arrows: { to: { scaleFactor: 0.5 } } },
  });

  const visibleEdges = () => [...known.edges.values()].filter((edge) => !state.hidden.has(edge.type));
  const applyFilter = () => {
    edges.update([...known.edges.values()].map((edge) => ({ id: edge.id, hidden: state.hidden.has(edge.type) })));
    const joined = new Set([state.centre]);
    visibleEdges().forEach((edge) => { joined.add(edge.from); joined.add(edge.to); });
    nodes.update([...known.nodes.keys()].map((id) => ({ id, hidden: !joined.has(id) })));
  };

  const link = (node) => {
    const anchor = make("a", node.name);
    anchor.href = node.href || "/entities/" + encodeURIComponent(node.id);
    return anchor;
  };
  const fillTable = () => {
    if (!tableBody) { return; }
    tableBody.replaceChildren(...visibleEdges().map((edge) => {
      const row = document.createElement("tr");
      const cells = [link(known.nodes.get(edge.from)), make("span", edge.name), link(known.nodes.get(edge.to)), make("span", edge.quote || "")];
      cells.forEach((content) => { const cell = document.createElement("td"); cell.append(content); row.append(cell); });
      return row;
    }));
  };

  const fillLegend = () => {
    if (!legend) { return; }
    const counts = new Map();
    known.edges.forEach((edge) => counts.set(edge.type, (counts.get(edge.type) || 0) + 1));
    const names = new Map([...known.edges.values()].map((edge) => [edge.type, edge]));
    legend.replaceChildren(...[...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1)).map((type) => {
      const item = make("li");
      const label = make("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = !state.hidden.has(type);
      box.dataset.type = type;
      box.addEventListener("change", () => {
        remember();
        if (box.checked) { state.hidden.delete(type); } else { state.hidden.add(type); }
        refresh();
      });
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("width", "30"); svg.setAttribute("height", "8"); svg.setAttribute("aria-hidden", "true");
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      [["x1", 1], ["x2", 29], ["y1", 4], ["y2", 4], ["stroke-width", 3], ["stroke", names.get(type).color]].forEach(([k, v]) => line.setAttribute(k, String(v)));
      if (names.get(type).dashes) { line.setAttribute("stroke-dasharray", "5 4"); }
      svg.append(line);
      label.append(box, svg, make("span", names.get(type).name + "（" + counts.get(type) + "）"));
      item.append(label);
      return item;
    }));
  };

  const refresh = () => {
    applyFilter();
    fillTable();
    fillLegend();
    writeAddress();
    say(known.nodes.size + " 个节点，" + known.edges.size + " 条关系；虚线为推断。单击看原文并展开，双击打开。");
  };

  const remember = () => steps.push({ expanded: [...state.expanded], hidden: new Set(state.hidden) });
  const rebuild = async () => {
    nodes.clear(); edges.clear(); known.nodes.clear(); known.edges.clear();
    place(await fetchAround(state.centre), { id: state.centre, point: null });
    for (const id of state.expanded) { await expandInto(id); }
    refresh();
    network.fit({ animation: false });
  };
  const expandInto = async (id) => {
    const point = nodes.get(id) ? network.getPosition(id) : null;
    place(await fetchAround(id), { id, point });
  };
  const expand = async (id) => {
    if (id === state.centre || state.expanded.includes(id)) { return; }
    remember();
    state.expanded.push(id);
    try { await expandInto(id); } catch (error) { say("没有取到这个节点的周围：" + error.message); return; }
    refresh();
  };

  const showNode = (node) => {
    if (!panel) { return; }
    const open = link(node);
    const around = node.more > 0 ? "还有 " + node.more + " 个邻居未画出" : "邻居都已画出";
    panel.replaceChildren(make("h2", node.kind), open, make("p", around, "faint"));
  };
  const showEdge = (edge) => {
    if (!panel) { return; }
    const heading = make("h2", edge.name);
    const ends = make("p");
    ends.append(link(known.nodes.get(edge.from)), document.createTextNode(" → "), link(known.nodes.get(edge.to)));
    panel.replaceChildren(heading, ends);
    if (edge.quote) { panel.append(make("blockquote", edge.quote)); }
    if (edge.evidence) {
      const anchor = make("a", "在文件中看");
      anchor.href = "/documents/" + encodeURIComponent(edge.evidence.document) + "#span:" + edge.evidence.start + "-" + edge.evidence.end;
      panel.append(anchor);
    }
  };

  network.on("click", (event) => {
    if (event.nodes.length) { const node = known.nodes.get(event.nodes[0]); showNode(node); expand(node.id); }
    else if (event.edges.length) { showEdge(known.edges.get(event.edges[0])); }
  });
  network.on("doubleClick", (event) => {
    if (event.nodes.length) { const node = known.nodes.get(event.nodes[0]); window.location.href = node.href || "/entities/" + encodeURIComponent(node.id); }
  });

  const on = (id, action) => { const button = document.getElementById(id); if (button) { button.addEventListener("click", action); } };
  const save = (name, address) => { const anchor = document.createElement("a"); anchor.href = address; anchor.download = name; anchor.click(); };
  on("graph-undo", async () => {
    const last = steps.pop();
    if (!last) { say("没有可以撤销的步骤"); return; }
    state.expanded = last.expanded; state.hidden = last.hidden;
    await rebuild();
  });
  on("graph-share", async () => {
    writeAddress();
    try { await navigator.clipboard.writeText(window.location.href); say("地址已复制，打开即是这个视图"); }
    catch (error) { say("地址栏里的地址就是这个视图"); }
  });
  on("graph-png", () => {
    const canvas = root.querySelector("canvas");
    const copy = document.createElement("canvas");
    copy.width = canvas.width; copy.height = canvas.height;
    const context = copy.getContext("2d");
    context.fillStyle = css("paper"); context.fillRect(0, 0, copy.width, copy.height); context.drawImage(canvas, 0, 0);
    save("zhize-graph.png", copy.toDataURL("image/png"));
  });
  on("graph-fit", () => network.fit({ animation: false }));

  window.zhizeGraph = { network, expand, nodes, edges };  // for tests and people at the browser's console
  readAddress();
  say("正在画图…");
  rebuild().then(() => { root.dataset.ready = "true"; }).catch((error) => say("没有画出来：" + error.message));
})();
