// The responsibility graph: drawn by vis-network from places computed on the server; expand, filter, undo, share.
// Reads the element #graph: data-centre (id of the first node), data-query (how much around it). Colours are those of
// the style sheet. Everything shown is set as text, never as markup.
(function () {
  "use strict";
  const root = document.getElementById("graph");
  if (!root || typeof vis === "undefined") { return; }
  const status = document.getElementById("graph-status");
  const panel = document.getElementById("graph-evidence");
  const tableBody = document.querySelector("#graph-table tbody");
  const legend = document.getElementById("graph-legend");
  const DOUBLE_CLICK = 260;
  const MANY = 40;
  const FURTHER = 160;
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

  // The view stands behind the # of the address: the server answers only what it knows the name of.
  const readAddress = () => {
    const query = new URLSearchParams(window.location.hash.slice(1));
    (query.get("expand") || "").split(",").filter(Boolean).forEach((id) => state.expanded.push(id));
    (query.get("hide") || "").split(",").filter(Boolean).forEach((type) => state.hidden.add(type));
  };
  const writeAddress = () => {
    const query = new URLSearchParams();
    const put = (name, values) => { if (values.length) { query.set(name, values.join(",")); } else { query.delete(name); } };
    put("expand", state.expanded);
    put("hide", [...state.hidden].sort());
    const tail = query.toString();
    window.history.replaceState(null, "", window.location.pathname + window.location.search + (tail ? "#" + tail : ""));
    document.querySelectorAll("a[data-export]").forEach((anchor) => {
      const address = new URL(anchor.href);
      if (state.expanded.length) { address.searchParams.set("expand", state.expanded.join(",")); } else { address.searchParams.delete("expand"); }
      anchor.href = address.pathname + address.search;
    });
  };

  const fetchAround = async (id) => {
    const asked = new URLSearchParams(root.dataset.query || "");
    const day = asked.has("as_of") ? "as_of=" + encodeURIComponent(asked.get("as_of")) : "";
    const about = id === state.centre ? asked.toString() : day;
    const query = about ? "?" + about : "";
    const answer = await fetch("/graph/" + encodeURIComponent(id) + "/drawing" + query);
    if (!answer.ok) { throw new Error("HTTP " + answer.status); }
    return answer.json();
  };

  // Looks: colours by the names of the style sheet, labels of the well connected ones, of the others on pointing.
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const tip = (text) => make("div", text, "graph-tip");
  const degrees = () => {
    const found = new Map();
    known.edges.forEach((edge) => { [edge.from, edge.to].forEach((id) => found.set(id, (found.get(id) || 0) + 1)); });
    return found;
  };
  const isNamed = (node, degree) => known.nodes.size <= MANY || node.id === state.centre || state.expanded.includes(node.id) || degree >= 3 || node.type === "Institution" || node.type === "Document";
  const isOpen = (id) => id === state.centre || state.expanded.includes(id);
  const labelOf = (node) => (isOpen(node.id) ? node.label.replace(/ \+\d+$/, "") : node.label);
  const nodeLook = (node, degree) => {
    const colour = css(node.family);
    const background = node.open ? css("paper") : colour;
    return {
      id: node.id, shape: node.shape, size: node.size, shapeProperties: { borderDashes: (node.shapeProperties || {}).borderDashes || false },
      label: isNamed(node, degree) ? labelOf(node) : " ",
      title: tip(node.title),
      borderWidth: node.id === state.centre ? 4 : 2, borderWidthSelected: 4,
      color: { border: colour, background, highlight: { border: colour, background }, hover: { border: colour, background } },
      font: { color: css("ink"), size: 14, strokeWidth: 4, strokeColor: css("paper"), face: "sans-serif" },
    };
  };
  const edgeLook = (edge) => {
    const plain = edge.family === "structure";
    const colour = css(plain ? "faint" : edge.family);
    return {
      id: edge.id, from: edge.from, to: edge.to, dashes: edge.dashes ? [6, 5] : false, width: edge.width, title: tip(edge.title),
      color: { color: colour, highlight: colour, hover: colour, inherit: false, opacity: plain ? 0.5 : 1 }, smooth: bends(edge), hidden: state.hidden.has(edge.type),
    };
  };

  // The places are made for a square: they take the form of the field they are drawn in.
  const upright = root.clientHeight > root.clientWidth;
  const WIDE = upright ? 0.5 : 0.85;
  const HIGH = upright ? 0.85 : 0.55;
  // Parallel edges part from each other.
  const bends = (edge) => {
    const same = [...known.edges.values()].filter((other) => (other.from === edge.from && other.to === edge.to) || (other.from === edge.to && other.to === edge.from));
    const order = same.indexOf(edge) - (same.length - 1) / 2;
    if (!order) { return { enabled: same.length > 1, type: "curvedCW", roundness: 0 }; }
    const clockwise = (order > 0) === (edge.from === same[0].from);
    return { enabled: true, type: clockwise ? "curvedCW" : "curvedCCW", roundness: 0.12 * Math.abs(order) * 2 };
  };

  // New nodes of an expansion stand around the node that was opened; those already there keep their place.
  const outward = (point) => {
    const middle = nodes.get(state.centre) ? network.getPosition(state.centre) : { x: 0, y: 0 };
    const [x, y] = [point.x - middle.x, point.y - middle.y];
    const length = Math.hypot(x, y) || 1;
    return { x: point.x + x / length * FURTHER, y: point.y + y / length * FURTHER };
  };
  const place = (drawing, at) => {
    const own = drawing.nodes.find((n) => n.id === at.id);
    const from = at.point ? outward(at.point) : null;
    drawing.nodes.forEach((node) => {
      if (known.nodes.has(node.id)) { return; }
      known.nodes.set(node.id, node);
      const moved = own && from ? { x: from.x + (node.x - own.x) * WIDE, y: from.y + (node.y - own.y) * HIGH } : { x: node.x * WIDE, y: node.y * HIGH };
      nodes.add({ id: node.id, ...moved });
    });
    drawing.edges.forEach((edge) => {
      if (known.edges.has(edge.id)) { return; }
      known.edges.set(edge.id, edge);
      edges.add({ id: edge.id, from: edge.from, to: edge.to });
    });
  };

  const network = new vis.Network(root, { nodes, edges }, {
    physics: { enabled: false },
    interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false }, tooltipDelay: 150 },
    edges: { smooth: { enabled: false }, arrows: { to: { scaleFactor: 0.5 } } },
  });

  const visibleEdges = () => [...known.edges.values()].filter((edge) => !state.hidden.has(edge.type));
  const applyLook = () => {
    const counted = degrees();
    const joined = new Set([state.centre]);
    visibleEdges().forEach((edge) => { joined.add(edge.from); joined.add(edge.to); });
    edges.update([...known.edges.values()].map(edgeLook));
    nodes.update([...known.nodes.values()].map((node) => ({ ...nodeLook(node, counted.get(node.id) || 0), hidden: !joined.has(node.id) })));
  };

  const link = (node) => {
    const anchor = make("a", node.name);
    anchor.href = node.href;
    return anchor;
  };
  const opener = (node) => {
    const button = make("button", "展开 +" + node.more, "link");
    button.type = "button";
    button.setAttribute("aria-label", "在图上展开" + node.name + "，还有 " + node.more + " 条关系");
    button.addEventListener("click", () => { showNode(node); expand(node.id); });
    return button;
  };
  const end = (node) => {
    const cell = make("td");
    cell.append(link(node));
    if (node.more > 0 && !isOpen(node.id)) { cell.append(" ", opener(node)); }
    return cell;
  };
  const fillTable = () => {
    if (!tableBody) { return; }
    tableBody.replaceChildren(...visibleEdges().map((edge) => {
      const row = document.createElement("tr");
      row.append(end(known.nodes.get(edge.from)), make("td", edge.name), end(known.nodes.get(edge.to)), make("td", edge.quote || "", "wording"));
      return row;
    }));
  };

  const lineSample = (family) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    [["width", 30], ["height", 8], ["aria-hidden", "true"]].forEach(([k, v]) => svg.setAttribute(k, String(v)));
    const line = document.createElementNS(space, "line");
    [["x1", 1], ["x2", 29], ["y1", 4], ["y2", 4], ["stroke-width", 3], ["class", "family-" + family]].forEach(([k, v]) => line.setAttribute(k, String(v)));
    svg.append(line);
    return svg;
  };
  const fillLegend = () => {
    if (!legend) { return; }
    const counts = new Map();
    const names = new Map();
    known.edges.forEach((edge) => { counts.set(edge.type, (counts.get(edge.type) || 0) + 1); names.set(edge.type, edge); });
    const order = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.type : undefined;
    legend.replaceChildren(...order.map((type) => {
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
      label.append(box, lineSample(names.get(type).family), make("span", names.get(type).name + "（" + counts.get(type) + "）"));
      item.append(label);
      return item;
    }));
    const again = focused ? legend.querySelector("input[data-type='" + focused + "']") : null;
    if (again) { again.focus(); }
  };

  const refresh = () => {
    applyLook();
    fillTable();
    fillLegend();
    writeAddress();
    root.dataset.nodes = String(known.nodes.size);
    const hidden = known.edges.size - visibleEdges().length;
    say(known.nodes.size + " 个节点，" + known.edges.size + " 条关系" + (hidden ? "（" + hidden + " 条未显示）" : "") + "；+n 是还没画出的关系，虚线为推断。");
  };

  const remember = () => steps.push({ expanded: [...state.expanded], hidden: new Set(state.hidden) });
  const expandInto = async (id) => {
    const point = nodes.get(id) ? network.getPosition(id) : null;
    place(await fetchAround(id), { id, point });
  };
  const rebuild = async () => {
    nodes.clear(); edges.clear(); known.nodes.clear(); known.edges.clear();
    place(await fetchAround(state.centre), { id: state.centre, point: null });
    for (const id of state.expanded) { await expandInto(id); }
    refresh();
    network.fit({ animation: false });
  };
  const expand = async (id) => {
    if (isOpen(id)) { return; }
    say("正在展开…");
    try { await expandInto(id); } catch (error) { say("没有取到这个节点的周围：" + error.message); return; }
    remember();
    state.expanded.push(id);
    refresh();
    showNode(known.nodes.get(id));
    network.fit({ animation: false });
  };

  const showNode = (node) => {
    if (!panel) { return; }
    const around = node.more > 0 && !isOpen(node.id) ? "还有 " + node.more + " 条关系未画出。" : "它的关系都已画出。";
    panel.replaceChildren(make("h2", node.kind), link(node), make("p", around, "faint"));
  };
  const showEdge = (edge) => {
    if (!panel) { return; }
    const ends = make("p");
    ends.append(link(known.nodes.get(edge.from)), document.createTextNode(" → "), link(known.nodes.get(edge.to)));
    panel.replaceChildren(make("h2", edge.name), ends);
    if (edge.quote) { panel.append(make("blockquote", edge.quote)); }
    if (edge.evidence) {
      const anchor = make("a", "在文件中看");
      anchor.href = "/entities/" + encodeURIComponent(edge.evidence.document) + "#m-" + edge.to + ":" + edge.evidence.start + "-" + edge.evidence.end;
      panel.append(anchor);
    }
  };

  // A click expands only when no second one follows: a double click opens the page of the node.
  let waiting = 0;
  network.on("click", (event) => {
    window.clearTimeout(waiting);
    if (event.nodes.length) {
      const node = known.nodes.get(event.nodes[0]);
      showNode(node);
      waiting = window.setTimeout(() => expand(node.id), DOUBLE_CLICK);
    } else if (event.edges.length) { showEdge(known.edges.get(event.edges[0])); }
  });
  network.on("doubleClick", (event) => {
    window.clearTimeout(waiting);
    if (event.nodes.length) { window.location.href = known.nodes.get(event.nodes[0]).href; }
  });
  network.on("hoverNode", (event) => { nodes.update({ id: event.node, label: labelOf(known.nodes.get(event.node)) }); });
  network.on("blurNode", (event) => {
    const node = known.nodes.get(event.node);
    if (node && !isNamed(node, degrees().get(node.id) || 0)) { nodes.update({ id: node.id, label: " " }); }
  });

  const on = (id, action) => { const button = document.getElementById(id); if (button) { button.addEventListener("click", action); } };
  on("graph-undo", async () => {
    const last = steps.pop();
    if (!last) { say("没有可以撤销的步骤。"); return; }
    state.expanded = last.expanded; state.hidden = last.hidden;
    try { await rebuild(); } catch (error) { say("没有画出来：" + error.message); }
  });
  on("graph-share", async () => {
    writeAddress();
    try { await navigator.clipboard.writeText(window.location.href); say("地址已复制，打开即是这个视图。"); }
    catch (error) { say("地址栏里的地址就是这个视图。"); }
  });
  on("graph-png", () => {
    const canvas = root.querySelector("canvas");
    const copy = document.createElement("canvas");
    copy.width = canvas.width; copy.height = canvas.height;
    const context = copy.getContext("2d");
    context.fillStyle = css("paper"); context.fillRect(0, 0, copy.width, copy.height); context.drawImage(canvas, 0, 0);
    const anchor = document.createElement("a");
    anchor.href = copy.toDataURL("image/png"); anchor.download = "zhize-graph.png"; anchor.click();
  });
  on("graph-fit", () => network.fit({ animation: false }));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyLook);

  window.zhizeGraph = { network, expand, nodes, edges };  // for tests and people at the browser's console
  readAddress();
  say("正在画图…");
  rebuild().then(() => { root.dataset.ready = "true"; }).catch((error) => say("没有画出来：" + error.message));
})();
