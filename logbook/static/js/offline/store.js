/* The phone's own keeping, in IndexedDB: `outbox`, the cases that were logged here, and `kept`, who is
   signed in and the catalogue that the form is drawn from. A write is over only when the browser says
   that it is on the disk; one that fails says so to whoever asked for it. */
const NAME = "logbook";
const STORES = ["outbox", "kept"];

let opened = null;

export const ROOT = new URL(import.meta.url).pathname.split("/assets/")[0];

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name, { keyPath: "id" }));
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = () => forget(asked.result);
      asked.result.onclose = () => forget(null);
      resolve(asked.result);
    };
  });
  opened.catch(() => forget(null));
  return opened;
}

function forget(database) {
  database?.close();
  opened = null;
}

/* Runs `act(store)` in one transaction; what its request finds is the answer, once all is written. */
async function within(name, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    let asked = null;
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    try {
      asked = act(transaction.objectStore(name));
    } catch (error) {
      reject(error);
      transaction.abort();
    }
  });
}

export const get = (name, id) => within(name, "readonly", (store) => store.get(id));
export const all = (name) => within(name, "readonly", (store) => store.getAll());
export const put = (name, value) => within(name, "readwrite", (store) => store.put(value));
export const remove = (name, id) => within(name, "readwrite", (store) => store.delete(id));
export const clear = (name) => within(name, "readwrite", (store) => store.clear());

/* Change one record as it is now: another tab may have changed it since it was read. `how` gives the
   new one, or nothing to leave it. */
export function change(name, id, how) {
  return within(name, "readwrite", (store) => {
    const asked = store.get(id);
    asked.onsuccess = () => {
      const next = asked.result && how(asked.result);
      if (next) store.put(next);
    };
    return asked;
  });
}
