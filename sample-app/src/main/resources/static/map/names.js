/** Letters and colours of members: each keeps its own for as long as this page is open. */

const COLOURS = 8;
const known = new Map();

function number(id) {
  if (!known.has(id)) {
    known.set(id, known.size);
  }
  return known.get(id);
}

export function letter(id) {
  const n = number(id);
  return String.fromCharCode(65 + (n % 26)) + (n < 26 ? "" : Math.floor(n / 26));
}

export const colour = (id) => `var(--m${number(id) % COLOURS})`;

/** A coloured letter. Colours never stand alone. */
export function badge(id) {
  const badge = document.createElement("span");
  badge.className = "badge";
  badge.textContent = letter(id);
  badge.title = id;
  badge.style.setProperty("--colour", colour(id));
  return badge;
}

export const monitors = (count) => `${count.toLocaleString("en")} ${count === 1 ? "monitor" : "monitors"}`;

export const members = (count) => `${count} ${count === 1 ? "member" : "members"}`;

/** "3 to A and 4 to B" */
export function shares(counts, word) {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => (known.get(one) ?? known.size) - (known.get(other) ?? known.size))
    .map(([id, count]) => `${count.toLocaleString("en")} ${word} ${known.has(id) ? letter(id) : "the new one"}`);
  return parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts.join("");
}
