// The console's editor: colours behind the text of the textarea, and offers labels, edges, properties, parameters and
// keywords while one types. The textarea stays what it is: without this script, or with forced colours, it is plain.
(function () {
  "use strict";
  const query = document.getElementById("query");
  const parameters = document.getElementById("parameters");
  const words = JSON.parse(document.getElementById("words").textContent);
  const MOST = 12;
  const TOKEN = /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|('(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?)|(\$[\p{L}\p{N}_]+)|(`[^`]*`?)|(\d+(?:\.\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|(\s+)|([\s\S])/gu;
  const keyword = new Set(words.keywords);
  const called = new Set(words.functions.map((name) => name.toLowerCase()));

  const named = (word, before, rest) => {
    if (/[:|!&]\s*$/.test(before) && (Object.hasOwn(words.labels, word) || Object.hasOwn(words.edges, word))) { return Object.hasOwn(words.labels, word) ? "label" : "edge"; }
    if (/[([\w][\w\s]*:\s*$|\[\s*:\s*$|\(\s*:\s*$/.test(before) && !/\{[^}]*$/.test(before)) { return "strange"; }
    if (/\.\s*$/.test(before)) { return "property"; }
    if (/^\s*\(/.test(rest) && called.has(word.toLowerCase())) { return "function"; }
    if (keyword.has(word.toUpperCase())) { return "keyword"; }
    return /[{,]\s*$/.test(before) && /^\s*:/.test(rest) ? "property" : "";
  };
  const tokens = (text) => {
    const found = [];
    for (const part of text.matchAll(TOKEN)) {
      const [all, comment, string, parameter, quoted, number, word] = part;
      const end = part.index + all.length;
      const kind = comment ? "comment" : string ? "string" : parameter ? "parameter" : quoted ? "" : number ? "number"
        : word ? named(word, text.slice(Math.max(0, part.index - 200), part.index), text.slice(end, end + 20)) : "";
      found.push({ text: all, kind, start: part.index, end });
    }
    return found;
  };

  const frame = document.createElement("div");
  frame.className = "editor";
  const paint = document.createElement("pre");
  paint.setAttribute("aria-hidden", "true");
  const list = document.createElement("ul");
  list.id = "offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可以接着写的");
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  query.before(frame);
  frame.append(paint, query, list);
  frame.after(said);
  query.setAttribute("aria-autocomplete", "list");
  query.setAttribute("aria-controls", "offers");
  query.setAttribute("aria-describedby", "editorkeys");
  document.getElementById("editorkeys").hidden = false;

  let wrong = null;
  const colour = () => {
    const writing = document.activeElement === query ? query.selectionStart : -1;
    const parts = tokens(query.value).map((token) => {
      if (token.kind === "strange" && token.end === writing) { token.kind = ""; }
      const marked = wrong && token.start < wrong.end && token.end > wrong.start;
      if (!token.kind && !marked) { return document.createTextNode(token.text); }
      const span = document.createElement("span");
      span.className = [token.kind && "t-" + token.kind, marked && "wrong"].filter(Boolean).join(" ");
      span.textContent = token.text;
      return span;
    });
    paint.replaceChildren(...parts, document.createTextNode("\n"));
    paint.scrollTop = query.scrollTop;
  };

  // What may stand at the caret: the piece already written, and the words that go on from it.
  const pair = ([word, zh]) => ({ word, zh });
  const propertiesOf = (name) => (words.labels[name] || words.edges[name] || { properties: {} }).properties;
  const everyProperty = () => Object.assign({}, ...[...Object.values(words.edges), ...Object.values(words.labels)].map((one) => one.properties));
  const variableNames = (text) => [...new Set([...text.matchAll(/[([]\s*([\p{L}_][\p{L}\p{N}_]*)\s*[:)\]{]|\bAS\s+([\p{L}_][\p{L}\p{N}_]*)/giu)].map((m) => m[1] || m[2]))];
  const properties = (before, piece) => {
    const variable = /([\p{L}_][\p{L}\p{N}_]*)\.[\p{L}\p{N}_]*$/u.exec(before + piece);
    if (variable) {
      const declared = [...query.value.matchAll(new RegExp("[([]\\s*" + variable[1] + "\\s*:\\s*([\\w|]+)", "g"))].flatMap((m) => m[1].split("|"));
      const found = Object.assign({}, ...declared.map(propertiesOf));
      return Object.entries(Object.keys(found).length ? found : everyProperty());
    }
    const map = /:\s*(\w+)\s*\{[^{}]*$/.exec(before);
    return map ? Object.entries(propertiesOf(map[1])) : null;
  };
  const unclosed = (token) => {
    if (!token || !/^(comment|string)$/.test(token.kind)) { return false; }
    if (token.kind === "comment") { return !token.text.endsWith("*/"); }
    return token.text.length < 2 || token.text.at(-1) !== token.text[0];
  };
  const offered = (forced) => {
    const at = query.selectionStart;
    if (at !== query.selectionEnd || /[\p{L}\p{N}_]/u.test(query.value.charAt(at))) { return null; }
    const text = query.value.slice(0, at);
    if (unclosed(tokens(text).at(-1))) { return null; }
    const piece = /\$?[\p{L}\p{N}_]*$/u.exec(text)[0];
    const before = text.slice(0, at - piece.length);
    let from = null;
    if (piece.startsWith("$")) {
      try { from = Object.keys(JSON.parse(parameters.value || "{}")).map((name) => ["$" + name, "参数"]); } catch (error) { from = []; }
    } else if (/\[[^\]]*[:|]\s*$/.test(before)) {
      from = Object.entries(words.edges).map(([name, one]) => [name, one.zh]);
    } else if (/\([^)]*:\s*$|[\w\s]:\s*$/.test(before) && !/\{[^}]*$/.test(before)) {
      from = Object.entries(words.labels).map(([name, one]) => [name, one.zh]);
    } else if (/\.$/.test(before)) {
      from = /\d\.$/.test(before) ? [] : properties(before, piece);
    } else if (/\{[^{}:]*$|\{[^{}]*,\s*$/.test(before) && /:\s*\w+\s*\{[^{}]*$/.test(before)) {
      from = properties(before, piece);
    } else if (piece.length >= 2 || forced) {
      from = [...words.keywords.map((word) => [word, ""]), ...words.functions.map((word) => [word + "(", "函数"]), ...variableNames(query.value).map((word) => [word, "变量"])];
    }
    const low = piece.toLowerCase();
    const fitting = (from || []).filter(([word, zh]) => word !== piece && (word.toLowerCase().startsWith(low) || (piece && zh.startsWith(piece))));
    return { at: before.length, end: at, choices: fitting.slice(0, MOST).map(pair) };
  };

  let offer = null;
  let active = -1;
  const close = () => {
    offer = null;
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    query.removeAttribute("aria-activedescendant");
  };
  const mark = (number) => {
    active = number;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
    if (active < 0) { query.removeAttribute("aria-activedescendant"); return; }
    query.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const caret = (offset) => {
    const walker = document.createTreeWalker(paint, NodeFilter.SHOW_TEXT);
    let left = offset;
    while (walker.nextNode()) {
      const length = walker.currentNode.data.length;
      if (left < length) {
        const range = document.createRange();
        range.setStart(walker.currentNode, left);
        range.setEnd(walker.currentNode, left + 1);
        return range.getClientRects()[0] || range.getBoundingClientRect();
      }
      left -= length;
    }
    return paint.getBoundingClientRect();
  };
  const suggest = (forced) => {
    offer = offered(forced);
    if (!offer || !offer.choices.length) { close(); return; }
    list.replaceChildren(...offer.choices.map((choice, index) => {
      const item = document.createElement("li");
      item.id = "offer-" + index;
      item.setAttribute("role", "option");
      const code = document.createElement("code");
      code.textContent = choice.word;
      const zh = document.createElement("span");
      zh.className = "faint";
      zh.textContent = choice.zh;
      item.append(code, zh);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
      return item;
    }));
    list.hidden = false;
    mark(-1);
    const box = frame.getBoundingClientRect();
    const spot = caret(offer.at);
    list.style.top = Math.min(spot.bottom - box.top, box.height) + 2 + "px";
    list.style.left = Math.max(0, Math.min(spot.left - box.left, box.width - list.offsetWidth)) + "px";
    said.textContent = offer.choices.length + " 个可选：" + offer.choices.slice(0, 3).map((one) => one.word).join("、");
  };
  const take = (index) => {
    const { at, end, choices } = offer;
    query.focus();
    query.setSelectionRange(at, end);
    if (!document.execCommand("insertText", false, choices[index].word)) { query.setRangeText(choices[index].word, at, end, "end"); }
    close();
    colour();
  };

  query.addEventListener("input", (event) => {
    wrong = null;
    colour();
    if (event.inputType === "deleteContentBackward" && list.hidden) { return; }
    suggest(false);
  });
  query.addEventListener("keydown", (event) => {
    if (event.isComposing) { return; }
    if (event.key === " " && event.ctrlKey) { event.preventDefault(); suggest(true); return; }
    if (list.hidden) { return; }
    const count = list.children.length;
    if (event.key === "ArrowDown") { event.preventDefault(); mark((active + 1) % count); }
    else if (event.key === "ArrowUp") { event.preventDefault(); mark(active <= 0 ? count - 1 : active - 1); }
    else if (event.key === "Tab" && !event.shiftKey) { event.preventDefault(); take(Math.max(active, 0)); }
    else if (event.key === "Enter" && active >= 0 && !event.ctrlKey && !event.metaKey) { event.preventDefault(); take(active); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) { close(); }
  });
  query.addEventListener("change", colour);
  query.addEventListener("shown", () => { wrong = null; colour(); close(); });
  query.addEventListener("wrong", (event) => { wrong = event.detail; colour(); });
  query.addEventListener("scroll", () => { paint.scrollTop = query.scrollTop; });
  query.addEventListener("blur", close);
  query.addEventListener("click", close);
  new ResizeObserver(colour).observe(query);
  colour();
})();
