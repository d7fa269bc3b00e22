import { badge, letter, monitors } from "./names.js";

/** The list of recent moves. Those of one cause are told together. */

const LIMIT = 300;
const TOGETHER = 3_000;
const NAMED = 3;
const REASONS = { TAKEOVER: "taken over", DRAIN: "drained", PLAN: "moved" };

const list = document.getElementById("moves");
const none = document.getElementById("no-moves");
const news = document.getElementById("news");
let newest;

function grouped(moves) {
  const groups = [];
  const open = new Map();
  moves.forEach((move) => {
    const key = [move.from, move.to, move.reason, move.promoted].join();
    const group = open.get(key);
    if (group && Date.parse(group.moves.at(-1).at) - Date.parse(move.at) < TOGETHER) {
      group.moves.push(move);
    } else {
      open.set(key, { ...move, moves: [move] });
      groups.push(open.get(key));
    }
  });
  return groups;
}

function names(moves) {
  const first = moves.map((move) => move.id).sort().slice(0, NAMED).join(", ");
  return moves.length > NAMED ? `${first} and ${(moves.length - NAMED).toLocaleString("en")} more` : first;
}

function how(group, migration) {
  const took = group.moves.map((move) => move.tookMillis).filter((millis) => millis !== null);
  const what = group.promoted ? "standby promoted" : REASONS[group.reason];
  const by = group.reason === "TAKEOVER" || group.promoted ? "" : ` by ${migration}`;
  return what + by + (took.length > 0 ? `, ran after ${took.length > 1 ? "at most " : ""}${Math.max(...took)} ms` : "");
}

function item(group, migration) {
  const item = document.createElement("li");
  const time = item.appendChild(document.createElement("time"));
  time.dateTime = group.at;
  time.textContent = new Date(group.at).toLocaleTimeString("en-GB");
  const way = item.appendChild(document.createElement("span"));
  way.append(badge(group.from), " → ", badge(group.to));
  const what = item.appendChild(document.createElement("span"));
  what.className = "what";
  what.textContent = names(group.moves);
  const detail = what.appendChild(document.createElement("span"));
  detail.className = "how";
  detail.textContent = how(group, migration);
  return item;
}

/** Says aloud what is new, at once for many. */
function announce(groups) {
  const fresh = groups.filter((group) => Date.parse(group.at) > newest);
  if (fresh.length > 0) {
    news.textContent = fresh
      .map((group) => `${monitors(group.moves.length)} went from ${letter(group.from)} to ${letter(group.to)}`).join("; ");
  }
  newest = groups.length > 0 ? Date.parse(groups[0].at) : (newest ?? 0);
}

let asked = false;
let again = false;

/** Asks for the moves, one time after the other. */
export async function loadMoves(hub) {
  again = asked;
  if (asked) {
    return;
  }
  asked = true;
  try {
    const answer = await fetch(`actuator/processhub/${hub}/moves?limit=${LIMIT}`);
    if (answer.ok) {
      const page = await answer.json();
      const groups = grouped(page.moves);
      list.replaceChildren(...groups.map((group) => item(group, page.migration)));
      none.hidden = groups.length > 0;
      announce(groups);
    }
  } catch {
    // the member is gone; the feed says so
  } finally {
    asked = false;
    if (again) {
      loadMoves(hub);
    }
  }
}
