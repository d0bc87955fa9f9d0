// Upload: a file is read by the server and shown; it is kept only when the reader says so. Every request carries the
// token as a header, which no other site can make a browser send.
(function () {
  "use strict";
  const KEY = "zhize-token";
  const byId = (id) => document.getElementById(id);
  const told = byId("told");
  const report = byId("report");
  const list = byId("list");
  const items = [];

  const given = /^#token=(.+)$/.exec(window.location.hash);
  if (given) {
    sessionStorage.setItem(KEY, decodeURIComponent(given[1]));
    history.replaceState(null, "", window.location.pathname);
  }
  const lock = () => {
    const open = Boolean(sessionStorage.getItem(KEY));
    byId("locked").hidden = open;
    byId("open").hidden = !open;
  };
  byId("unlock").addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem(KEY, byId("token").value.trim());
    byId("token").value = "";
    lock();
  });

  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) { element.textContent = text; }
    if (className) { element.className = className; }
    return element;
  };
  const send = async (address, body, type) => {
    const headers = { Authorization: "Bearer " + sessionStorage.getItem(KEY), Accept: "application/json", "Content-Type": type };
    const response = await fetch(address, { method: "POST", headers, body });
    const answer = await response.json();
    if (response.status === 401 || answer.code === "token_wrong") { sessionStorage.removeItem(KEY); lock(); }
    if (!response.ok) { throw new Error(answer.detail); }
    return answer;
  };

  const show = (item) => {
    // The server wrote this part of the page; every text of the document stands in it as text.
    report.innerHTML = item.report;
    items.forEach((one) => one.row.classList.toggle("own", one === item));
    document.dispatchEvent(new Event("report"));
  };
  const keep = async (item) => {
    if (item.kept) { return; }
    item.button.disabled = true;
    try {
      const row = (await send("/load", JSON.stringify({ records: [item.record] }), "application/json")).results[0];
      item.kept = true;
      item.state.textContent = { added: "已存入", unchanged: "存储里已有，未变", replaced: "已替换" }[row.outcome] || row.outcome;
      const link = make("a", "打开");
      link.href = "/entities/" + encodeURIComponent(row.id);
      item.button.replaceWith(link);
    } catch (error) {
      item.state.textContent = "没有存入：" + error.message;
      item.button.disabled = false;
    }
  };
  const line = (name, read, state) => {
    const row = make("tr");
    const cells = [make("td"), make("td", read), make("td", state), make("td")];
    row.append(...cells);
    list.tBodies[0].append(row);
    list.hidden = false;
    if (typeof name === "string") { cells[0].textContent = name; } else { cells[0].append(name); }
    return { row, state: cells[2], last: cells[3] };
  };
  const add = (result) => {
    const head = result.record.document;
    const measures = result.record.measures;
    const held = measures.reduce((sum, one) => sum + one.responsibilities.length, 0);
    const name = make("button", head.title || head.member || head.source, "link");
    name.type = "button";
    const state = result.refused ? "不像政策文件：" + result.refused : result.stored ? "存储里已有这份文件，存入则替换" : "未存";
    const made = line(name, "措施 " + measures.length + "，职责 " + held + "，警告 " + result.record.warnings.length, state);
    const item = { ...result, ...made, button: make("button", "存入"), kept: false };
    item.button.type = "button";
    made.last.append(item.button);
    item.button.addEventListener("click", () => keep(item));
    name.addEventListener("click", () => show(item));
    items.push(item);
    return item;
  };
  const read = async (files) => {
    for (const file of files) {
      told.textContent = "正在读 " + file.name + " …";
      try {
        const answer = await send("/extract?name=" + encodeURIComponent(file.name), file, "application/octet-stream");
        answer.errors.forEach((error) => line(file.name, "", error.detail));
        const added = answer.results.map(add);
        if (added.length) { show(added[0]); }
      } catch (error) { line(file.name, "", error.message); }
    }
    told.textContent = "读了 " + items.length + " 份；核对以后点“存入”。";
  };

  byId("files").addEventListener("change", (event) => read([...event.target.files]));
  byId("keep-all").addEventListener("click", async () => { for (const item of items) { if (!item.refused) { await keep(item); } } });
  const drop = byId("drop");
  ["dragover", "dragleave", "drop"].forEach((kind) => drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop") { read([...event.dataTransfer.files]); }
  }));
  lock();
})();
