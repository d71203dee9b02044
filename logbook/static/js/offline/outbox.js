/* The cases that were logged on this phone, from the tap that kept them until they are signed.

   An entry: {id, account_id, member_id, program, made_at, title, with, body, state, ...}. Its `body` is
   the text that is sent, so that what is sent twice is the same to the letter. `state`:
     waiting   on this phone, to be sent
     conflict  the log has another case under this id: `problem` has both; it asks
     refused   the service does not take it as it is: `problem` says why; it asks
     sent      in the log; `case` is what the service last said of it
   Nobody but its own account gets an entry to see or to send. */
import { all, change, put, remove } from "./store.js";

export const LONG_MS = 24 * 3600 * 1000;
const SIGNED_MS = 7 * LONG_MS;

const channel = "BroadcastChannel" in self ? new BroadcastChannel("logbook-outbox") : null;
const listeners = new Set();
if (channel) channel.onmessage = () => listeners.forEach((listener) => listener());

/* Calls when an entry was changed, in this tab or in another. */
export function onChange(listener) {
  listeners.add(listener);
}

function told(value) {
  channel?.postMessage("changed");
  listeners.forEach((listener) => listener());
  return value;
}

export const everything = () => all("outbox");
export const isUnsent = (entry) => entry.state !== "sent";
export const asks = (entry) => ["conflict", "refused"].includes(entry.state);

export async function of(account) {
  const found = (await all("outbox")).filter((entry) => entry.account_id === account);
  return found.sort((one, other) => (one.id < other.id ? 1 : -1));
}

export const keep = (entry) => put("outbox", entry).then(told);
export const drop = (id) => remove("outbox", id).then(told);
export const alter = (id, how) => change("outbox", id, how).then(told);

/* How far a case has come: phone, conflict, refused, sent, seen, returned, signed, gone. */
export function stateOf(entry) {
  if (asks(entry)) return entry.state;
  if (isUnsent(entry)) return "phone";
  const { state, seen_at: seen } = entry.case;
  if (["approved", "amended"].includes(state)) return "signed";
  if (["withdrawn", "voided"].includes(state)) return "gone";
  if (state === "returned") return "returned";
  if (state === "draft") return "draft";
  return seen ? "seen" : "sent";
}

/* What is signed, or was taken out of the log, is shown here for a week and then only in the log. */
export async function tidy(account, now = Date.now()) {
  for (const entry of await of(account)) {
    const over = ["signed", "gone"].includes(stateOf(entry));
    if (over && now - Date.parse(entry.settled_at ?? entry.made_at) > SIGNED_MS) await drop(entry.id);
  }
}

/* A UUID of version 7: in order of making, as the service's own are. */
export function newId(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 5, rest = now; place >= 0; place -= 1, rest = Math.floor(rest / 256)) bytes[place] = rest % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
