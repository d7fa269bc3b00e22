import { colour, letter, members, monitors } from "./names.js";

/** Draws the ring: an arc for each member, with a dot for each replica, or a number if there are too many. */

const CENTRE = { x: 430, y: 300 };
const RADIUS = 212;
const OUTER = 182;
const INNER = 88;
const GAP = 0.05;
const MOVED_FOR = 4_000;
const KINDS = { active: "active", passive: "stands by", troubled: "does not run", waiting: "waits for a member" };

const svg = document.getElementById("ring");
const layers = ["arcs", "texts", "dots"].map((name) => svg.appendChild(element("g", { class: name })));
const [arcs, texts, dots] = layers;
const placed = new Map();

function element(name, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}

const point = (angle, radius) => ({ x: CENTRE.x + radius * Math.cos(angle), y: CENTRE.y + radius * Math.sin(angle) });

/** Each member has its share of the circle, by weight, the eldest from the top on. */
function sectors(segments) {
  const sum = segments.reduce((total, segment) => total + segment.weight, 0);
  let begin = -Math.PI / 2;
  return segments.map((segment) => {
    const sector = { segment, begin, end: begin + (2 * Math.PI * segment.weight) / sum };
    begin = sector.end;
    const gap = segments.length > 1 ? GAP : 0;
    return { ...sector, begin: sector.begin + gap / 2, end: sector.end - gap / 2 };
  });
}

function arc({ segment, begin, end }) {
  const shape = { class: `arc ${segment.status}` };
  let node;
  if (end - begin > 2 * Math.PI - 0.01) {
    node = element("circle", { ...shape, cx: CENTRE.x, cy: CENTRE.y, r: RADIUS });
  } else {
    const from = point(begin, RADIUS);
    const to = point(end, RADIUS);
    const large = end - begin > Math.PI ? 1 : 0;
    node = element("path", { ...shape, d: `M${from.x} ${from.y}A${RADIUS} ${RADIUS} 0 ${large} 1 ${to.x} ${to.y}` });
  }
  node.style.setProperty("--colour", colour(segment.id));
  return node;
}

function label({ segment, begin, end }) {
  const middle = (begin + end) / 2;
  const knob = point(middle, RADIUS);
  const at = point(middle, RADIUS + 28);
  const side = Math.cos(middle);
  const anchor = Math.abs(side) < 0.2 ? "middle" : side > 0 ? "start" : "end";
  const lift = Math.sin(middle) > 0.85 ? 16 : Math.sin(middle) < -0.85 ? -26 : -4;
  const circle = element("circle", { class: `knob ${segment.status}`, cx: knob.x, cy: knob.y, r: 16 });
  circle.style.setProperty("--colour", colour(segment.id));
  return [
    circle,
    element("text", { class: "letter", x: knob.x, y: knob.y + 6, "text-anchor": "middle" }, letter(segment.id)),
    element("text", { class: "label", x: at.x, y: at.y + lift, "text-anchor": anchor }, segment.name),
    element("text", { class: "small label", x: at.x, y: at.y + lift + 22, "text-anchor": anchor }, remark(segment)),
  ];
}

function remark(segment) {
  const states = { UP: segment.self ? "this member" : "", DRAINING: "leaves", UNSEEN: "not seen from here" };
  return states[segment.status];
}

/** Too many for dots. */
function counts({ segment, begin, end }) {
  const at = point((begin + end) / 2, (OUTER + INNER) / 2 + 4);
  const count = element("text", { class: "count part", x: at.x, y: at.y, "text-anchor": "middle" });
  count.textContent = segment.active.toLocaleString("en");
  const more = [segment.passive && `${segment.passive.toLocaleString("en")} stand by`,
    segment.troubled && `${segment.troubled.toLocaleString("en")} do not run`].filter(Boolean);
  return [count, element("text", { class: "small", x: at.x, y: at.y + 22, "text-anchor": "middle" }, more.join(", ") || "active")];
}

function centre(state) {
  const total = element("text", { class: "count", x: CENTRE.x, y: CENTRE.y + 4, "text-anchor": "middle" });
  total.textContent = state.monitors.toLocaleString("en");
  const below = state.waiting > 0 ? `monitors, ${state.waiting.toLocaleString("en")} wait` : "monitors";
  return [total, element("text", { class: "small", x: CENTRE.x, y: CENTRE.y + 28, "text-anchor": "middle" }, below)];
}

/** As many places in rows between two radii as there are dots, as far apart as possible. */
function places(count, begin, end) {
  for (let step = 34; ; step -= 0.5) {
    const found = [];
    for (let radius = OUTER; radius >= INNER && found.length < count; radius -= step) {
      const angle = step / radius;
      const row = Math.max(1, Math.floor((end - begin - angle / 2) / angle));
      const start = (begin + end - (row - 1) * angle) / 2;
      for (let i = 0; i < row && found.length < count; i++) {
        found.push({ ...point(start + i * angle, radius), size: Math.min(8.5, step * 0.36) });
      }
    }
    if (found.length === count || step <= 4) {
      return found;
    }
  }
}

function kind(dot) {
  if (!dot.member) {
    return "waiting";
  }
  return !dot.runs ? "troubled" : dot.role === "PASSIVE" ? "passive" : "active";
}

function shape(dot, segment, size) {
  const classes = `dot ${kind(dot)} ${segment ? segment.status : ""}`;
  return kind(dot) === "troubled"
    ? element("rect", { class: classes, x: -size, y: -size, width: 2 * size, height: 2 * size })
    : element("circle", { class: classes, r: kind(dot) === "active" ? size : size * 0.8 });
}

/** Moves the dot of a replica to its place; the browser shows how it goes there. */
function put(key, dot, segment, place) {
  let node = placed.get(key);
  if (!node) {
    node = { group: dots.appendChild(element("g", { class: "place" })), member: dot.member };
    placed.set(key, node);
  }
  const look = [kind(dot), segment?.status, place.size, dot.member].join();
  if (node.look !== look) {
    node.look = look;
    node.group.replaceChildren(shape(dot, segment, place.size), element("title", {}, `${dot.id}: ${KINDS[kind(dot)]}`));
    if (dot.member) {
      node.group.style.setProperty("--colour", colour(dot.member));
    }
  }
  if (node.member !== dot.member) {
    node.member = dot.member;
    node.group.classList.add("moved");
    clearTimeout(node.timer);
    node.timer = setTimeout(() => node.group.classList.remove("moved"), MOVED_FOR);
  }
  node.group.style.transform = `translate(${place.x}px, ${place.y}px)`;
  return key;
}

function drawDots(state, all) {
  const kept = new Set();
  all.forEach(({ segment, begin, end }) => {
    const its = state.dots.filter((dot) => dot.member === segment.id);
    const free = places(its.length, begin, end);
    its.forEach((dot, i) => free[i] && kept.add(put(`${dot.role} ${dot.id}`, dot, segment, free[i])));
  });
  const waiting = state.dots.filter((dot) => !dot.member);
  waiting.slice(0, 30).forEach((dot, i) =>
    kept.add(put(`ACTIVE ${dot.id}`, dot, null, { ...point((i * 2 * Math.PI) / 30 - Math.PI / 2, 72), size: 6 })));
  placed.forEach((node, key) => {
    if (!kept.has(key)) {
      node.group.remove();
      placed.delete(key);
    }
  });
}

export function drawRing(state) {
  const all = sectors(state.segments);
  arcs.replaceChildren(...all.map(arc));
  const counted = state.dots.length === 0 && state.monitors > 0;
  texts.replaceChildren(...all.flatMap(label), ...(counted ? all.flatMap(counts) : []), ...centre(state));
  drawDots(state, all);
  svg.setAttribute("aria-label", `${monitors(state.monitors)} on ${members(state.segments.length)}: `
    + state.segments.map((segment) => `${letter(segment.id)} ${segment.active}`).join(", "));
}
