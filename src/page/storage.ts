/** How long the browser stores a running interview: for the tab, for the visitor, or not at all. */
export type Persist = 'tab' | 'visitor' | 'none';

/**
 * A value in the browser's storage. Never throws: when storage is denied, reading returns `null`.
 */
export interface StoredRecord<Value> {
  read(): Value | null;
  write(value: Value): void;
  clear(): void;
}

/**
 * Stores a value as JSON under `name`: for `tab` in `sessionStorage`, for `visitor` in
 * `localStorage`.
 */
export function createStoredRecord<Value>(name: string, persist: Persist): StoredRecord<Value> {
  const withStorage = <Result>(use: (storage: Storage) => Result): Result | null => {
    if (persist === 'none') return null;
    try {
      // Even reading the property throws in a sandboxed frame and when the visitor blocks site
      // data.
      return use(persist === 'tab' ? sessionStorage : localStorage);
    } catch {
      return null;
    }
  };
  return {
    read: () => withStorage(storage => JSON.parse(storage.getItem(name) ?? 'null') as Value | null),
    write: value => withStorage(storage => storage.setItem(name, JSON.stringify(value))),
    clear: () => withStorage(storage => storage.removeItem(name)),
  };
}
