import { badge } from "./names.js";

/** The table of members. Rows stay the same elements, so that focus stays where it is. */

const body = document.getElementById("members");
const rows = new Map();
const STATES = { UP: "here", DRAINING: "leaves", UNSEEN: "not seen" };

function cell(row, className) {
  const cell = row.appendChild(document.createElement("td"));
  cell.className = className;
  return cell;
}

function create(segment, onPlan) {
  const row = document.createElement("tr");
  const name = cell(row, "name");
  name.append(badge(segment.id), nameOf(segment));
  row.classList.toggle("self", segment.self);
  const cells = { state: cell(row, ""), active: cell(row, "number"), passive: cell(row, "number"), troubled: cell(row, "number") };
  const plan = cell(row, "").appendChild(document.createElement("button"));
  plan.type = "button";
  plan.textContent = "Plan";
  plan.setAttribute("aria-label", `What if ${segment.name} left?`);
  plan.addEventListener("click", () => onPlan(segment));
  return { row, cells, plan };
}

/** Members that are not this one have a map of their own. */
function nameOf(segment) {
  if (segment.self || !segment.address) {
    return segment.name;
  }
  const link = document.createElement("a");
  link.href = `${segment.address}/map`;
  link.textContent = segment.name;
  link.title = "Its own map";
  return link;
}

function fill({ row, cells, plan }, segment) {
  cells.state.textContent = segment.self && segment.status === "UP" ? "this one" : STATES[segment.status];
  ["active", "passive", "troubled"].forEach((count) => {
    cells[count].textContent = segment[count].toLocaleString("en");
  });
  cells.troubled.classList.toggle("some", segment.troubled > 0);
  plan.disabled = segment.status === "UNSEEN";
  row.dataset.id = segment.id;
}

export function showMembers(state, onPlan) {
  const here = new Set(state.segments.map((segment) => segment.id));
  rows.forEach((known, id) => {
    if (!here.has(id)) {
      known.row.remove();
      rows.delete(id);
    }
  });
  state.segments.forEach((segment, i) => {
    if (!rows.has(segment.id)) {
      rows.set(segment.id, create(segment, onPlan));
    }
    const known = rows.get(segment.id);
    fill(known, segment);
    if (body.children[i] !== known.row) {
      body.insertBefore(known.row, body.children[i] ?? null);
    }
  });
}
