/** A cache of limited size. When it is full, the value that was not used for longest is dropped. */
export interface LruCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

export function createLruCache<Value>(maxSize: number): LruCache<Value> {
  // A Map keeps its keys in the order of insertion, so the first key is the one to drop.
  const values = new Map<string, Value>();
  function set(key: string, value: Value) {
    values.delete(key);
    values.set(key, value);
    if (values.size > maxSize) values.delete(values.keys().next().value!);
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
