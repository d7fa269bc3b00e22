import { confirmDrain, planJoin, planLeave, prepareDialog } from "./actions.js";
import { follow } from "./feed.js";
import { showMembers } from "./members.js";
import { loadMoves } from "./moves.js";
import { members, monitors } from "./names.js";
import { drawRing } from "./ring.js";

/** What the parts of the page share: the hub's name, and the last state that was seen. */

let hub;
let last;
let seenAt;

const endpoint = () => `actuator/processhub/${hub}`;
const self = () => last?.segments.find((segment) => segment.self);

function status(kind, text) {
  const status = document.getElementById("status");
  status.dataset.kind = kind;
  if (status.textContent !== text) {
    status.textContent = text;
  }
  document.body.classList.toggle("stale", kind !== "fine");
}

function describe(state) {
  const { held, visible, required } = state.quorum;
  if (!state.alive) {
    status("wait", ended(self()));
  } else if (!held) {
    status("bad", `No quorum: this member sees ${visible} of the ${required} voting members that must be together.`
      + " It runs no monitors and refuses starts and stops; what is shown may be out of date.");
  } else {
    const together = state.segments.filter((segment) => segment.status !== "UNSEEN").length;
    const waiting = state.waiting > 0 ? `; ${state.waiting.toLocaleString("en")} wait for a member` : "";
    status("fine", `${together === 1 ? "1 member, alone" : `${members(together)} together`}, ${monitors(state.monitors)}${waiting}.`
      + (required > 0 ? ` Quorum: ${required} needed, ${visible} visible.` : " No quorum is needed."));
  }
}

function ended(segment) {
  if (segment?.status !== "DRAINING") {
    return "The hub does not run on this member: it is about to start, or has ended.";
  }
  const left = segment.active + segment.passive;
  return left > 0
    ? `This member leaves the hub; it has ${monitors(left)} yet to hand over.`
    : "This member has left the hub: its monitors run on the others. What is shown here is no longer kept up to date.";
}

/** Names and strategies do not change while the member runs. */
async function introduce() {
  const answer = await fetch("actuator/processhub");
  const overview = (await answer.json()).hubs[0];
  hub = encodeURIComponent(overview.id);
  document.getElementById("hub").textContent = `of ${overview.id}`;
  const { expectedFailover, strategies } = overview;
  document.getElementById("strategies").textContent = `${Object.values(strategies).join(" · ")}. `
    + expectedFailover.charAt(0).toUpperCase() + expectedFailover.slice(1) + ".";
}

async function onState(state) {
  last = state;
  seenAt = new Date();
  drawRing(state);
  showMembers(state, (segment) => planLeave(endpoint(), segment));
  document.getElementById("drain").disabled = !state.alive;
  describe(state);
  if (!hub) {
    await introduce().catch(() => {});
  }
  if (hub) {
    loadMoves(hub);
  }
}

function onLost() {
  const since = seenAt ? ` What is shown is from ${seenAt.toLocaleTimeString("en-GB")}.` : "";
  status("wait", `Connection lost, trying again.${since}`);
}

prepareDialog(endpoint);
document.getElementById("plan-join").addEventListener("click", () => planJoin(endpoint()));
document.getElementById("drain").addEventListener("click", () => self() && confirmDrain(self()));
follow("map/events", onState, onLost);
