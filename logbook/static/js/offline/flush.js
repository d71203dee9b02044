/* Sends what waits on this phone. One tab at a time does it (Web Locks); where there are no locks two
   may, which is harmless: a case is put under the id that was made with it, and is one case however
   often it comes. Nothing leaves the outbox because of an answer that is not plainly a yes. */
import { refresh } from "./catalogue.js";
import { alter, of, stateOf, tidy } from "./outbox.js";
import { Unreachable, ask, whoIsIt } from "./person.js";

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const MOST_LOOKED_AT = 20;

class SignedOut extends Error {}

let underWay = null;
let again = false;
let failures = 0;
let timer;
let tell = () => {};

/* Send now, and whenever there is reason to hope; `told` hears how it went, as {how, me}. */
export function keepSending(told) {
  tell = told;
  addEventListener("online", flush);
  addEventListener("pageshow", (event) => { if (event.persisted) flush(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  return flush();
}

export function flush() {
  again = Boolean(underWay);
  underWay ??= alone(pass).then(tell, () => {}).finally(() => {
    underWay = null;
    if (again) flush();
  });
  return underWay;
}

function alone(act) {
  return navigator.locks ? navigator.locks.request("logbook-outbox", act) : act();
}

async function pass() {
  clearTimeout(timer);
  try {
    const me = await whoIsIt();
    if (!me) return { how: "signed-out", me: null };
    failures = 0;
    await sendAll(me);
    await lookAtAll(me);
    await tidy(me.account_id);
    await refresh(me);
    return { how: "connected", me };
  } catch (error) {
    if (error instanceof SignedOut) return { how: "signed-out", me: null };
    if (!(error instanceof Unreachable)) return { how: "trouble", me: null, error };
    failures += 1;
    const wait = Math.max(error.seconds * 1000, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)));
    timer = setTimeout(flush, wait);
    return { how: navigator.onLine ? "no-answer" : "offline", me: null };
  }
}

async function sendAll(me) {
  const entries = await of(me.account_id);
  for (const entry of entries.reverse()) {
    if (entry.state === "waiting" && entry.member_id === me.member_id) await send(entry, me);
  }
}

async function send(entry, me) {
  let answer = await put(entry, me.token);
  if (answer.status === 400) { // the token: signed in anew meanwhile, or by another
    const now = await whoIsIt();
    if (now?.account_id !== me.account_id || now.member_id !== me.member_id) throw new Unreachable();
    answer = await put(entry, (me.token = now.token));
  }
  if (answer.status === 401) throw new SignedOut();
  const said = await answer.json();
  const at = new Date().toISOString();
  await alter(entry.id, (kept) => {
    if (kept.body !== entry.body) return null; // mended meanwhile: that goes by itself
    const { problem, if_match: _, ...rest } = kept;
    if (answer.ok && said.id === entry.id) return { ...rest, state: "sent", sent_at: at, case: shortly(said) };
    const two = [409, 412].includes(answer.status) && said.current;
    return { ...rest, state: two ? "conflict" : "refused", problem: said };
  });
}

function put(entry, token) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  if (entry.if_match) headers["If-Match"] = entry.if_match;
  return ask(`/cases/${entry.id}`, { method: "PUT", body: entry.body, headers });
}

const shortly = ({ state, revision, seen_at, submitted_at }) => ({ state, revision, seen_at, submitted_at });

/* How far the cases have come that were sent and are not signed yet. */
async function lookAtAll(me) {
  const open = (await of(me.account_id)).filter((entry) =>
    entry.state === "sent" && entry.member_id === me.member_id && !["signed", "gone"].includes(stateOf(entry)));
  for (const entry of open.slice(0, MOST_LOOKED_AT)) {
    const answer = await ask(`/cases/${entry.id}`);
    if (!answer.ok) continue;
    const said = shortly(await answer.json());
    if (JSON.stringify(said) === JSON.stringify(entry.case)) continue;
    await alter(entry.id, (kept) => ({ ...kept, case: said, settled_at: new Date().toISOString() }));
  }
}
