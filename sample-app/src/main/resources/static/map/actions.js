import { letter, monitors, shares } from "./names.js";

/** Plans and the drain: asks the endpoint, and shows what it answers or why it refuses. */

const outcome = document.getElementById("outcome");
const dialog = document.getElementById("confirm");
const NEWCOMER = "new-member:5701";

function say(text, kind = "said") {
  outcome.textContent = text;
  outcome.dataset.kind = kind;
}

async function ask(url, options) {
  const answer = await fetch(url, options);
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 405) {
    throw new Error("Refused (405): the endpoint is read-only here; management.endpoint.processhub.access=unrestricted allows it.");
  }
  if (!answer.ok) {
    throw new Error(`${body.title ?? body.error ?? "Refused"} (${answer.status}): ${body.detail ?? "no reason was given"}`);
  }
  return body;
}

async function attempt(action) {
  try {
    await action();
  } catch (problem) {
    say(problem instanceof TypeError ? "No answer: the connection is lost." : problem.message, "bad");
  }
}

export const planLeave = (hub, segment) => attempt(async () => {
  const plan = await ask(`${hub}/plan?limit=1&leave=${encodeURIComponent(segment.id)}`);
  say(`If ${letter(segment.id)} left, ${monitors(plan.moving)} of ${plan.children.toLocaleString("en")} would move`
    + (plan.moving > 0 ? `: ${shares(plan.gains, "to") || "to nobody"}.` : "."));
});

export const planJoin = (hub) => attempt(async () => {
  const plan = await ask(`${hub}/plan?limit=1&join=${NEWCOMER}`);
  say(`If another member joined, ${monitors(plan.moving)} of ${plan.children.toLocaleString("en")} would move to it`
    + (plan.moving > 0 ? `: ${shares(plan.losses, "from")}.` : "."));
});

const drain = (hub) => attempt(async () => {
  const answer = await ask(`${hub}/drain`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  say(`This member hands over ${monitors(answer.children)} and leaves the hub.`);
});

/** Asks first: a drained member comes back only by a restart. */
export function confirmDrain(segment) {
  document.getElementById("confirm-text").textContent = `${segment.name} hands ${monitors(segment.active)} over to the others`
    + " and leaves the hub for good. Its application runs on, but takes no monitors until it is started again.";
  dialog.showModal();
}

export function prepareDialog(hub) {
  document.getElementById("cancel").addEventListener("click", () => dialog.close());
  document.getElementById("go").addEventListener("click", () => {
    dialog.close();
    drain(hub());
  });
}
