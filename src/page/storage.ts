/** How long an interview is remembered in this browser: for the tab, for the visitor, or not at all. */
export type Persist = 'tab' | 'visitor' | 'none';

/** A small record under one name, kept by the browser. Where storage is denied it remembers nothing and never throws. */
export interface StoredRecord<Value> {
  read(): Value | null;
  write(value: Value): void;
  clear(): void;
}

export function createStoredRecord<Value>(name: string, persist: Persist): StoredRecord<Value> {
  const attempt = <Result>(act: (storage: Storage) => Result): Result | null => {
    if (persist === 'none') return null;
    try {
      // Merely touching storage throws in a sandboxed frame and where site data are blocked.
      return act(persist === 'tab' ? sessionStorage : localStorage);
    } catch {
      return null;
    }
  };
  return {
    read: () => attempt(storage => JSON.parse(storage.getItem(name) ?? 'null') as Value | null),
    write: value => attempt(storage => storage.setItem(name, JSON.stringify(value))),
    clear: () => attempt(storage => storage.removeItem(name)),
  };
}
