/**
 * Small checks for what comes over the network. A guard returns the value with its type, or throws {@link InvalidAnswer} with the place that
 * does not fit. Unknown fields are dropped; a hub that says more than we know does no harm.
 */
export type Guard<T> = (value: unknown, path: string) => T;
export type Guarded<G> = G extends Guard<infer T> ? T : never;

/** Something that should be one thing is another. Never carries the value itself. */
export class InvalidAnswer extends Error {
  constructor(path: string, expected: string) {
    super(`${path || "answer"} is not ${expected}`);
    this.name = "InvalidAnswer";
  }
}

export const string: Guard<string> = (value, path) => {
  if (typeof value !== "string") throw new InvalidAnswer(path, "text");
  return value;
};

export const number: Guard<number> = (value, path) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new InvalidAnswer(path, "a number");
  return value;
};

/** True or false; `absent` when it is left out. */
export const flag =
  (absent: boolean): Guard<boolean> =>
  (value, path) => {
    if (value === undefined) return absent;
    if (typeof value !== "boolean") throw new InvalidAnswer(path, "true or false");
    return value;
  };

export const oneOf =
  <const T extends string>(...allowed: readonly T[]): Guard<T> =>
  (value, path) => {
    const found = allowed.find((option) => option === value);
    if (found === undefined) throw new InvalidAnswer(path, `one of ${allowed.join(", ")}`);
    return found;
  };

/** Absent counts as null. */
export const nullable =
  <T>(inner: Guard<T>): Guard<T | null> =>
  (value, path) =>
    value === null || value === undefined ? null : inner(value, path);

/** May be left out; then it is not there afterwards either. */
export const optional =
  <T>(inner: Guard<T>): Guard<T | undefined> =>
  (value, path) =>
    value === undefined || value === null ? undefined : inner(value, path);

export const array =
  <T>(inner: Guard<T>): Guard<T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw new InvalidAnswer(path, "a list");
    return value.map((item, index) => inner(item, `${path}/${index}`));
  };

/** A list that may be left out. */
export const list = <T>(inner: Guard<T>): Guard<T[]> => {
  const full = array(inner);
  return (value, path) => (value === null || value === undefined ? [] : full(value, path));
};

type Shape = Record<string, Guard<unknown>>;
type OptionalKeys<S extends Shape> = { [Key in keyof S]: undefined extends Guarded<S[Key]> ? Key : never }[keyof S];
type Fields<S extends Shape> = { [Key in Exclude<keyof S, OptionalKeys<S>>]: Guarded<S[Key]> } & {
  [Key in OptionalKeys<S>]?: Exclude<Guarded<S[Key]>, undefined>;
};

export const object =
  <S extends Shape>(shape: S): Guard<{ [Key in keyof Fields<S>]: Fields<S>[Key] }> =>
  (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new InvalidAnswer(path, "an object");
    const fields = Object.entries(shape)
      .map(([key, guard]) => [key, guard((value as Record<string, unknown>)[key], `${path}/${key}`)] as const)
      .filter(([, field]) => field !== undefined);
    return Object.fromEntries(fields) as { [Key in keyof Fields<S>]: Fields<S>[Key] };
  };
