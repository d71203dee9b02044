/* Whose phone this is: the account that signed in here last. What is kept for one account is never
   shown to another, and what is kept for its form goes when somebody else comes or it signs out. */
import { ROOT, clear, get, put } from "./store.js";

const ME = "me";
const API = `${ROOT}/api/v1`;

/* The service does not answer as itself: no connection, a hotel's sign-in page, or a fault. */
export class Unreachable extends Error {
  constructor(seconds = 0) {
    super("unreachable");
    this.seconds = seconds;
  }
}

export async function ask(path, how = {}) {
  let answer;
  try {
    answer = await fetch(API + path, { cache: "no-store", redirect: "error", ...how });
  } catch {
    throw new Unreachable();
  }
  const json = /^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") ?? "");
  if (answer.status >= 500 || answer.status === 429 || !(json || answer.status === 304)) {
    throw new Unreachable(Number(answer.headers.get("Retry-After")) || 0);
  }
  return answer;
}

export const remembered = () => get("kept", ME);

/* Who is signed in, by the service's own word, with a fresh token for what is sent: null for nobody. */
export async function whoIsIt() {
  const answer = await ask("/me");
  if (!answer.ok) return null;
  const { csrf_token: token, ...me } = await answer.json();
  const before = await remembered();
  if (before && before.account_id !== me.account_id) await clear("kept");
  if (before?.account_id !== me.account_id || before.member_id !== me.member_id || before.version_id !== me.version_id) {
    await put("kept", { ...me, id: ME });
  }
  return { ...me, token };
}

export const forgetEverybody = () => clear("kept");
