/** Reports that wait for a signal, in IndexedDB: shared by the page and the service worker. */
export interface Draft {
  key: string;
  address: string;
  page: string;
  savedAt: string;
  fields: [string, string | File][];
}

const STORE = "drafts";

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open("tanggap", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((done, fail) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => done(request.result);
      transaction.onerror = transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (draft: Draft) => inStore("readwrite", (store) => store.put(draft));
export const waiting = () => inStore<Draft[]>("readonly", (store) => store.getAll());
export const forget = (key: string) => inStore("readwrite", (store) => store.delete(key));

/** Only one tab or worker sends at a time, and the key lets the server answer a repeat with the same report. */
export async function sendWaiting(onSent: (draft: Draft, address: string) => void = () => undefined): Promise<void> {
  await navigator.locks.request("tanggap-drafts", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for (const draft of await waiting()) {
      const answer = await send(draft);
      if (!answer) throw new Error("still offline");
      // What the server refuses is its last word on these bytes: the page it names lets the person go on from there.
      if (answer.ok || (answer.status >= 400 && answer.status < 500 && ![403, 408, 429].includes(answer.status))) {
        await forget(draft.key);
        onSent(draft, answer.redirected ? answer.url : draft.page);
      }
    }
  });
}

async function send(draft: Draft): Promise<Response | null> {
  try {
    // The token in the saved form may be older than the cookie, so the page is asked for a fresh one.
    const page = await (await fetch(draft.page, { cache: "no-store", credentials: "same-origin" })).text();
    const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(page)?.[1];
    const body = new FormData();
    for (const [name, value] of draft.fields) body.append(name, name === "csrfmiddlewaretoken" && token ? token : value);
    return await fetch(draft.address, { method: "POST", body, credentials: "same-origin" });
  } catch {
    return null;
  }
}
