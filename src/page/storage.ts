/** How long the browser stores a running interview: for the tab, for the visitor, or not at all. */
export type Persist = 'tab' | 'visitor' | 'none';

/**
 * A value in the browser's storage. Never throws: when storage is denied, reading returns `null`.
 */
export interface StoredRecord<Value> {
  /** Returns `null`, and forgets what is stored, if it is not of the expected shape. */
  read(): Value | null;
  write(value: Value): void;
  clear(): void;
}

/**
 * Stores a value as JSON under `name`: for `tab` in `sessionStorage`, for `visitor` in
 * `localStorage`.
 *
 * @param hasShape checks what is read: another version of this code may have written it
 */
export function createStoredRecord<Value>(
  name: string,
  persist: Persist,
  hasShape: (value: Value) => boolean = () => true,
): StoredRecord<Value> {
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
  const clear = () => withStorage(storage => storage.removeItem(name));
  return {
    read() {
      const value = withStorage(storage => JSON.parse(storage.getItem(name)!) as Value | null);
      if (value && hasShape(value)) return value;
      clear();
      return null;
    },
    write: value => withStorage(storage => storage.setItem(name, JSON.stringify(value))),
    clear,
  };
}

/** Forgets what pages have stored under a name while `persist` had another value. */
export function forgetOtherPersist(name: string, persist: Persist): void {
  for (const other of ['tab', 'visitor'] as const) {
    if (other !== persist) createStoredRecord(name, other).clear();
  }
}
