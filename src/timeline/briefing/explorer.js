"use strict";
(() => {
  const data = JSON.parse(document.getElementById("timeline-data").textContent);
  const $ = (id) => document.getElementById(id);
  const NS = "http://www.w3.org/2000/svg", DAY = 864e5;
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const dayOf = (iso) => (iso ? Date.parse(`${iso}T00:00:00Z`) / DAY : null);
  const told = (day) => { const d = new Date(day * DAY); return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`; };
  const events = data.events.map((e) => ({ ...e, first: dayOf(e.starts) ?? dayOf(e.ends), last: dayOf(e.ends) ?? dayOf(e.starts) }));
  const dated = events.filter((e) => e.first !== null);
  const low = data.since ? dayOf(data.since) : Math.min(...dated.map((e) => e.first));
  const high = data.until ? dayOf(data.until) : Math.max(...dated.map((e) => e.last));
  const whole = Number.isFinite(low) && Number.isFinite(high) ? [low, Math.max(low, high)] : [0, 0];
  const chosen = { kinds: new Set(data.groups.map((_, i) => i)), place: "", source: "", from: whole[0], to: whole[1] };
  let marks = [], current = null, opener = null, listed = 100;

  const make = (name, attributes = {}, parent = null) => {
    const node = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (parent) parent.append(node);
    return node;
  };
  const element = (name, text = "", look = "", parent = null) => {
    const node = document.createElement(name);
    if (text) { node.textContent = text; node.dir = "auto"; }
    if (look) node.className = look;
    if (parent) parent.append(node);
    return node;
  };

  // ---- what passes the filters
  const plainly = (e) =>
    chosen.kinds.has(e.group) &&
    (!chosen.place || e.country === chosen.place || e.place === chosen.place) &&
    (!chosen.source || e.sources.includes(chosen.source));
  const inTime = (e) => e.first === null
    ? chosen.from === whole[0] && chosen.to === whole[1]
    : e.last >= chosen.from && e.first <= chosen.to;

  // ---- filters
  const option = (parent, value, text) => { const node = element("option", text, "", parent); node.value = value; };
  const tally = (values) => {
    const found = new Map();
    for (const value of values) if (value) found.set(value, (found.get(value) || 0) + 1);
    return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const fill = (select, groups) => {
    for (const [name, values] of groups) {
      const box = name ? document.createElement("optgroup") : select;
      if (name) { box.label = name; select.append(box); }
      for (const [value, count] of values) option(box, value, `${value} (${count})`);
    }
  };
  const filters = () => {
    data.groups.forEach((group, index) => {
      const label = element("label", "", "chip", $("kinds"));
      const box = element("input", "", "", label);
      box.type = "checkbox"; box.checked = true;
      const swatch = element("span", "", "swatch", label);
      swatch.style.backgroundColor = group.colour;
      element("span", group.name, "", label);
      element("span", String(events.filter((e) => e.group === index).length), "count", label);
      box.addEventListener("change", () => { box.checked ? chosen.kinds.add(index) : chosen.kinds.delete(index); update(); });
    });
    fill($("place"), [["Countries", tally(events.map((e) => e.country))], ["Places", tally(events.map((e) => e.place))]]);
    fill($("source"), [["", tally(events.flatMap((e) => e.sources))]]);
    for (const name of ["place", "source"]) $(name).addEventListener("change", (event) => { chosen[name] = event.target.value; update(); });
    $("reset").addEventListener("click", reset);
    $("more").addEventListener("click", () => { listed += 200; list(events.filter((e) => plainly(e) && inTime(e))); });
  };
  const reset = () => {
    data.groups.forEach((_, i) => chosen.kinds.add(i));
    for (const box of document.querySelectorAll("#kinds input")) box.checked = true;
    Object.assign(chosen, { place: "", source: "", from: whole[0], to: whole[1] });
    $("place").value = $("source").value = "";
    update();
  };

  // ---- ticks of a time axis
  const ticks = (from, to, room) => {
    const most = Math.max(2, Math.floor(room / 74)), span = to - from + 1;
    for (const step of [1, 2, 7, 14]) {
      if (span / step <= most) {
        const start = step < 7 ? from : from + ((11 - (from % 7)) % 7);
        const out = [];
        for (let d = start; d <= to; d += step) { const x = new Date(d * DAY); out.push([d, `${x.getUTCDate()} ${MONTHS[x.getUTCMonth()]}`]); }
        return out;
      }
    }
    const months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((m) => span / 30.4 / m <= most) || 2400;
    const begin = new Date(from * DAY), out = [];
    let year = begin.getUTCFullYear(), month = months < 12 ? Math.floor(begin.getUTCMonth() / months) * months : 0;
    if (months >= 12) year -= year % (months / 12);
    for (; ; month += months) {
      const d = Date.UTC(year, month, 1) / DAY;
      if (d > to) return out;
      if (d >= from) { const x = new Date(d * DAY); out.push([d, months < 12 ? `${MONTHS[x.getUTCMonth()]} ${x.getUTCFullYear()}` : String(x.getUTCFullYear())]); }
    }
  };

  // ---- where time begins and ends, right of the names; the same in the overview and in the timeline
  const RADIUS = 6;
  const pen = document.createElement("canvas").getContext("2d");
  const wide = (text) => { pen.font = '13px "Source Sans Pro", Arial, sans-serif'; return pen.measureText(text).width; };
  const sides = (width) => {
    const narrow = width < 560, names = Math.max(60, ...data.groups.map((group) => wide(group.name) * 1.12));
    return { narrow, left: narrow ? 8 : Math.min(260, names + 14), right: 12 };
  };

  // ---- the overview, on which time is brushed
  const overview = () => {
    const holder = $("overview"), width = holder.clientWidth || 600, height = 64, base = 46;
    const side = sides(width), begin = side.left + RADIUS, room = width - side.right - begin;
    const span = whole[1] - whole[0] + 1, at = (day) => begin + ((day - whole[0]) / span) * room;
    const dayAt = (x) => Math.max(whole[0], Math.min(whole[1], whole[0] + Math.floor(((x - begin) / room) * span)));
    const active = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.edge : null;
    holder.replaceChildren();
    const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, holder);
    const size = Math.max(1, Math.ceil(span / 160)), bins = new Map();
    for (const e of dated) if (plainly(e)) {
      const bin = Math.floor((Math.max(e.first, whole[0]) - whole[0]) / size);
      bins.set(bin, (bins.get(bin) || 0) + 1);
    }
    const most = Math.max(1, ...bins.values());
    for (const [bin, count] of bins) {
      const x = at(whole[0] + bin * size), tall = Math.max(2, (count / most) * (base - 8));
      make("rect", { x: x + 0.5, y: base - tall, width: Math.max(1, at(whole[0] + (bin + 1) * size) - x - 1), height: tall, class: "bar" }, svg);
    }
    make("line", { x1: begin, x2: begin + room, y1: base, y2: base, class: "axis" }, svg);
    for (const [day, text] of ticks(whole[0], whole[1], room)) make("text", { x: Math.min(width - 34, at(day)), y: height - 4, class: "tick" }, svg).textContent = text;
    const left = at(chosen.from), right = at(chosen.to + 1);
    make("rect", { x: left, y: 0, width: Math.max(2, right - left), height: base, class: "brush" }, svg);
    const handle = (name, x, day, label) => {
      const node = make("rect", { x: x - 5, y: 4, width: 10, height: base - 8, rx: 3, class: "handle", tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": whole[0], "aria-valuemax": whole[1], "aria-valuenow": day, "aria-valuetext": told(day), "data-edge": name }, svg);
      node.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 7, PageDown: -7 }[event.key];
        const end = { Home: whole[0], End: whole[1] }[event.key];
        if (step === undefined && end === undefined) return;
        event.preventDefault();
        const wanted = end === undefined ? chosen[name] + step : end;
        chosen[name] = name === "from" ? Math.max(whole[0], Math.min(wanted, chosen.to)) : Math.min(whole[1], Math.max(wanted, chosen.from));
        update();
      });
      if (active === name) node.focus();
    };
    handle("from", left, chosen.from, "First day");
    handle("to", right, chosen.to, "Last day");
    const x = (event) => event.clientX - svg.getBoundingClientRect().left;
    let start = null, moved = null;
    svg.onpointerdown = (event) => {
      const edgeName = event.target.dataset ? event.target.dataset.edge : null;
      moved = edgeName || null;
      start = edgeName ? null : dayAt(x(event));
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
    };
    svg.onpointermove = (event) => {
      if (start === null && moved === null) return;
      const day = dayAt(x(event));
      if (moved === "from") chosen.from = Math.min(day, chosen.to);
      else if (moved === "to") chosen.to = Math.max(day, chosen.from);
      else { chosen.from = Math.min(start, day); chosen.to = Math.max(start, day); }
      const a = at(chosen.from), b = at(chosen.to + 1), brush = svg.querySelector(".brush");
      brush.setAttribute("x", a); brush.setAttribute("width", Math.max(2, b - a));
    };
    svg.onpointerup = (event) => {
      if (start !== null && dayAt(x(event)) === start && chosen.from !== start) { chosen.from = whole[0]; chosen.to = whole[1]; }
      start = moved = null;
      update();
    };
  };

  // ---- the timeline; of a crowded day what does not fit stands in the list alone, and is counted
  const DEEPEST = 14;
  const hits = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const chart = (shown) => {
    const holder = $("chart"), width = holder.clientWidth || 600, row = 18, radius = RADIUS;
    const { narrow, left, right } = sides(width);
    const at = (day) => left + radius + ((day - chosen.from) / (chosen.to - chosen.from + 1)) * (width - left - right - radius);
    const unit = at(1) - at(0);
    const held = holder.contains(document.activeElement);
    holder.replaceChildren();
    const svg = make("svg", { width, role: "group", "aria-label": "Timeline of events. Arrow keys move between events, Enter opens one." }, holder);
    const lines = make("g", {}, svg), layer = make("g", {}, svg);
    let y = 6;
    marks = [];
    const lanes = data.groups.map((group, index) => [group, shown.filter((e) => e.group === index && e.first !== null)]).filter(([, own]) => own.length);
    for (const [group, own] of lanes) {
      const top = y, boxes = [], placed = [], edges = [];
      let unseen = 0;
      if (narrow) y += 22;
      own.sort((a, b) => a.first - b.first || a.importance - b.importance);
      for (const e of own) {
        const sure = e.first === e.last || e.lasting;
        const x1 = Math.max(left, at(Math.max(e.first, chosen.from))), x2 = Math.min(width - right, at(Math.min(e.last, chosen.to) + 1));
        const middle = Math.min(width - right - radius, e.first === e.last ? x1 + unit / 2 : (x1 + x2) / 2);
        const bar = e.lasting && e.last > e.first;
        const box = bar ? [x1, 0, Math.max(x2, x1 + 12), 0] : sure ? [middle - radius, 0, middle + radius, 0] : [Math.min(x1, middle - radius), 0, Math.max(x2, middle + radius), 0];
        let level = 0;
        while (level < edges.length && edges[level] > box[0] - 1) level += 1;
        if (level >= DEEPEST) { unseen += 1; continue; }
        edges[level] = box[2];
        box[1] = y + level * row;
        box[3] = box[1] + row - 2;
        boxes.push(box);
        placed.push({ e, box, middle, bar, sure });
      }
      const deep = Math.max(...boxes.map((b) => b[3])), labels = [];
      for (const one of [...placed].sort((a, b) => a.e.importance - b.e.importance)) {
        const text = one.e.label || one.e.title, size = wide(text), from = one.box[2] + 4;
        const room = [from, one.box[1], from + size + 4, one.box[3]];
        if (room[2] < width - right && ![...boxes, ...labels].some((b) => b !== one.box && hits(room, b) )) { labels.push(room); one.text = text; }
      }
      for (const one of placed) mark(layer, one, group);
      const name = make("text", { x: narrow ? left : 0, y: top + 15, class: "lane", fill: group.ink }, svg);
      name.textContent = group.name;
      if (unseen) {
        const more = make("text", { x: narrow ? width - right : 0, y: narrow ? top + 15 : top + 32, class: narrow ? "tick end" : "tick" }, svg);
        more.textContent = `+${unseen} more in the list`;
      }
      y = Math.max(deep, top + (unseen ? 36 : 18)) + 12;
      make("line", { x1: 0, x2: width, y1: y - 6, y2: y - 6, class: "rule" }, lines);
    }
    if (!lanes.length) { make("text", { x: width / 2, y: 40, class: "none" }, svg).textContent = "No event passes these filters."; y = 70; }
    for (const [day, text] of ticks(chosen.from, chosen.to, width - left)) {
      const x = at(day) + (unit > 30 ? unit / 2 : 0);
      if (x > width - 24) continue;
      make("line", { x1: at(day), x2: at(day), y1: 0, y2: y, class: "grid" }, lines);
      make("text", { x, y: y + 14, class: unit > 30 ? "tick middle" : "tick" }, svg).textContent = text;
    }
    svg.setAttribute("height", y + 22);
    svg.setAttribute("viewBox", `0 0 ${width} ${y + 22}`);
    marks.sort((a, b) => a.e.first - b.e.first || a.y - b.y);
    const again = marks.find((m) => current && m.e.id === current) || marks[0];
    if (again) again.node.setAttribute("tabindex", 0);
    // A chart that is drawn anew, for the window has another width, keeps the focus where it was.
    if (again && held) again.node.focus();
  };
  const mark = (layer, one, group) => {
    const { e, box, middle, bar, sure } = one, mid = box[1] + 8;
    const node = make("g", { class: `mark ${e.status}`, tabindex: -1, role: "button", "aria-label": `${e.when}: ${e.title}. ${e.claims.length} ${e.claims.length === 1 ? "claim" : "claims"}`, "data-id": e.id }, layer);
    const look = e.status === "asserted" ? { fill: group.colour, stroke: "none" } : { fill: "var(--ground)", stroke: group.colour, "stroke-width": 2 };
    if (bar) make("rect", { x: box[0], y: mid - 5, width: box[2] - box[0], height: 10, rx: 2, ...look }, node);
    else {
      if (!sure) make("rect", { x: box[0], y: mid - 2, width: box[2] - box[0], height: 4, fill: group.colour, opacity: 0.3 }, node);
      make("circle", { cx: middle, cy: mid, r: e.importance === 1 ? 6 : 5, ...look }, node);
      if (e.status === "denied") make("path", { d: `M${middle - 5} ${mid + 5}L${middle + 5} ${mid - 5}`, stroke: group.colour, "stroke-width": 2 }, node);
    }
    make("rect", { x: box[0] - 3, y: box[1] - 1, width: box[2] - box[0] + 6, height: 18, fill: "transparent" }, node);
    if (one.text) make("text", { x: box[2] + 4, y: mid + 4, class: "label" }, node).textContent = one.text;
    const entry = { e, node, x: middle, y: mid };
    marks.push(entry);
    node.addEventListener("click", () => open(e, node));
    node.addEventListener("pointerenter", () => hint(entry));
    node.addEventListener("pointerleave", () => { $("hint").hidden = true; });
    node.addEventListener("focus", () => { current = e.id; rove(node); hint(entry); });
    node.addEventListener("blur", () => { $("hint").hidden = true; });
    node.addEventListener("keydown", (event) => keys(event, entry));
  };
  // One mark can be reached with Tab: the last that had the focus.
  const rove = (node) => { for (const m of marks) m.node.setAttribute("tabindex", m.node === node ? 0 : -1); };
  const keys = (event, entry) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(entry.e, entry.node); return; }
    if (event.key === "Escape") { $("hint").hidden = true; return; }
    const place = marks.indexOf(entry);
    let next = { ArrowRight: marks[place + 1], ArrowLeft: marks[place - 1], Home: marks[0], End: marks[marks.length - 1] }[event.key];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const way = event.key === "ArrowDown" ? 1 : -1;
      const cost = (m) => Math.abs(m.x - entry.x) + 3 * Math.abs(m.y - entry.y);
      next = marks.filter((m) => (m.y - entry.y) * way > 4).sort((a, b) => cost(a) - cost(b))[0];
    }
    if (!next) return;
    event.preventDefault();
    next.node.focus();
  };
  const hint = (entry) => {
    const box = $("hint"), where = entry.node.getBoundingClientRect(), e = entry.e;
    box.replaceChildren();
    element("b", e.title, "", box);
    element("span", [e.when, e.where].filter(Boolean).join(" · "), "", box);
    element("span", e.said, "soft", box);
    box.hidden = false;
    const size = box.getBoundingClientRect();
    const left = Math.max(6, Math.min(document.documentElement.clientWidth - size.width - 6, where.left));
    const top = where.bottom + size.height + 8 < innerHeight ? where.bottom + 6 : where.top - size.height - 6;
    box.style.left = `${left}px`; box.style.top = `${Math.max(4, top)}px`;
  };

  // ---- what is said about one event
  const open = (e, from) => {
    const box = $("claims");
    opener = e.id; current = e.id;
    $("hint").hidden = true;
    box.replaceChildren();
    element("p", [e.when, e.where].filter(Boolean).join(" · "), "soft", box);
    const head = element("h2", e.title, "", box);
    head.id = "claims-title";
    element("p", [e.kind, e.status === "asserted" ? "" : e.status, e.standing].filter(Boolean).join(" · "), "soft", box);
    for (const claim of e.claims) {
      const article = element("article", "", "", box);
      if (claim.title && claim.title !== e.title) element("p", claim.title, "", article);
      if (claim.quote) element("blockquote", claim.quote, "", article);
      const list = element("dl", "", "", article);
      const add = (name, value) => { if (value) { element("dt", name, "", list); return element("dd", value, "", list); } return null; };
      add("According to", claim.speaker || "no speaker named");
      add("Via", claim.carrier);
      add("Published in", claim.publisher);
      add("Date", claim.when === e.when ? "" : claim.when);
      add("Said", claim.modality === "asserted" ? "" : claim.modality);
      add("Figures", claim.figures);
      add("Document", claim.document);
      add("Published", claim.published);
      add("Known here", claim.known);
      if (/^https?:\/\/[^\s"'<>]+$/i.test(claim.url || "")) {
        const cell = add("Link", " ");
        cell.replaceChildren();
        const link = element("a", claim.url, "", cell);
        link.href = claim.url; link.rel = "noopener noreferrer"; link.target = "_blank";
      }
    }
    $("panel").showModal();
    $("close").focus();
  };
  // The browser gives the focus back itself where it can, and before this is called: a person may have moved on.
  const closed = () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const back = [...document.querySelectorAll(`[data-id]`)].find((n) => n.dataset.id === opener && n.tagName === "g") ||
      [...document.querySelectorAll(`[data-id]`)].find((n) => n.dataset.id === opener);
    if (back) back.focus();
  };

  // ---- the list
  const list = (shown) => {
    const holder = $("list");
    holder.replaceChildren();
    for (const e of shown.slice(0, listed)) {
      const item = element("li", "", "", holder);
      const button = element("button", "", "", item);
      button.type = "button"; button.dataset.id = e.id;
      const swatch = element("span", "", "swatch", button);
      swatch.style.backgroundColor = data.groups[e.group].colour;
      element("span", e.when, "when", button);
      element("span", e.title, "", button);
      button.addEventListener("click", () => open(e, button));
    }
    $("more").hidden = shown.length <= listed;
  };

  const update = () => {
    const shown = events.filter((e) => plainly(e) && inTime(e));
    overview();
    chart(shown);
    list(shown);
    const days = dated.length ? `, ${told(chosen.from)} – ${told(chosen.to)}` : "";
    $("found").textContent = `${shown.length} of ${events.length} ${events.length === 1 ? "event" : "events"}${days}`;
  };
  $("close").addEventListener("click", () => $("panel").close());
  $("panel").addEventListener("close", closed);
  $("panel").addEventListener("click", (event) => { if (event.target === $("panel")) $("panel").close(); });
  let width = 0;
  new ResizeObserver(() => { const now = $("chart").clientWidth; if (Math.abs(now - width) > 1) { width = now; update(); } }).observe($("chart"));
  filters();
  update();
  document.documentElement.dataset.ready = "yes";
})();
