/* The catalogue of the curriculum that somebody follows, with the program's supervisors and sites, and
   what they log most: all that a form needs that has no connection. An edition never changes; what it
   is asked for again by is its ETag. */
import { ask } from "./person.js";
import { get, put } from "./store.js";

const FRESH_MS = 10 * 60 * 1000;
const MOST_RECENT = 6;

const key = (me) => `catalogue ${me.account_id}`;

/* What is kept, if it is of the program and edition that this person is in now. */
export async function catalogueOf(me) {
  const found = await get("kept", key(me));
  return found?.member_id === me.member_id && found.version_id === me.version_id ? found : null;
}

export async function refresh(me) {
  const before = await catalogueOf(me);
  if (!me.version_id || (before && Date.now() - before.at < FRESH_MS)) return before;
  const known = before ? { "If-None-Match": before.etag } : {};
  const [edition, lists, cases] = await Promise.all([
    ask(`/catalogue/${me.version_id}`, { headers: known }), ask("/catalogue"), ask("/cases"),
  ]);
  if (![edition, lists, cases].every((one) => one.ok || one.status === 304)) return before;
  const { sites, supervisors } = await lists.json();
  const { items } = await cases.json();
  const fresh = {
    id: key(me), account_id: me.account_id, member_id: me.member_id, version_id: me.version_id, at: Date.now(),
    etag: edition.headers.get("ETag"),
    content: edition.status === 304 ? before.content : await edition.json(),
    sites,
    supervisors: supervisors.filter((one) => one.id !== me.member_id),
    often: mostOf(items.map((one) => one.procedure)),
    asked: mostOf(items.map((one) => one.supervisor?.id)),
  };
  await put("kept", fresh);
  return fresh;
}

function mostOf(values) {
  const counts = new Map();
  for (const value of values.filter(Boolean)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]).slice(0, MOST_RECENT).map(([value]) => value);
}
