/** The values that were used last, so many of them; the one that was not used for longest makes room. */
export interface LruCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

export function createLruCache<Value>(most: number): LruCache<Value> {
  // A Map keeps the order in which its keys came.
  const values = new Map<string, Value>();
  function set(key: string, value: Value) {
    values.delete(key);
    values.set(key, value);
    if (values.size > most) values.delete(values.keys().next().value!);
  }
  return {
    get(key) {
      const value = values.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
    delete: key => void values.delete(key),
  };
}
