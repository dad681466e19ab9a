/** The possible values of each setting. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** A combination that has one value for each setting. */
export type Combination<V extends Values> = { readonly [Name in keyof V]: V[Name][number] };

/**
 * Selects a small number of combinations that together contain every possible pair of values.
 * @param isValid whether a combination is possible. A pair is possible if it is in at least one possible combination
 */
export function selectPairwise<V extends Values>(
  values: V,
  isValid: (combination: Combination<V>) => boolean,
): Combination<V>[] {
  return selectGreedily(validCombinations(values, isValid), createValueNumbers(values));
}

/**
 * Returns the first combinations of a list, as many as are needed to include every value of every setting.
 * @throws Error if a value is in no combination
 */
export function withEachValue<V extends Values>(
  values: V,
  combinations: readonly Combination<V>[],
): readonly Combination<V>[] {
  const missing = new Set(
    Object.entries(values).flatMap(([setting, all]) => all.map((value) => `${setting} ${value}`)),
  );
  for (const [index, combination] of combinations.entries()) {
    for (const [setting, value] of Object.entries(combination)) missing.delete(`${setting} ${value}`);
    if (missing.size === 0) return combinations.slice(0, index + 1);
  }
  throw new Error(`No combination contains: ${[...missing].join(', ')}`);
}

/**
 * Returns all valid combinations, in the order of the values. `isValid` gets the same object for all candidates, which saves two seconds.
 */
function validCombinations<V extends Values>(
  values: V,
  isValid: (combination: Combination<V>) => boolean,
): Combination<V>[] {
  const settings = Object.keys(values);
  const found: Combination<V>[] = [];
  const current = Object.fromEntries(settings.map((setting) => [setting, values[setting]?.[0]])) as Combination<V>;
  const choose = (index: number): void => {
    const setting = settings[index];
    if (setting === undefined) {
      if (isValid(current)) found.push({ ...current });
      return;
    }
    for (const value of values[setting] ?? []) {
      Object.assign(current, { [setting]: value });
      choose(index + 1);
    }
  };
  choose(0);
  return found;
}

interface ValueNumbers<V extends Values> {
  readonly count: number;
  /** Returns the numbers of the values in a combination. */
  readonly numbersOf: (combination: Combination<V>) => number[];
}

/** Numbers the values of all settings consecutively. */
function createValueNumbers<V extends Values>(values: V): ValueNumbers<V> {
  const settings = Object.keys(values);
  const numbers = settings.map(() => new Map<string, number>());
  let count = 0;
  for (const [index, setting] of settings.entries()) {
    for (const value of values[setting] ?? []) numbers[index]?.set(value, count++);
  }
  return {
    count,
    numbersOf: (combination) => settings.map((setting, index) => numbers[index]?.get(combination[setting] ?? '') ?? 0),
  };
}

/**
 * Calls `visit` with the number of each pair of values in a combination.
 * @param numbers the numbers of the combination's values
 * @param count how many values all settings have together
 */
function eachPair(numbers: readonly number[], count: number, visit: (pair: number) => void): void {
  for (let one = 0; one < numbers.length; one++) {
    const first = (numbers[one] as number) * count;
    for (let other = one + 1; other < numbers.length; other++) visit(first + (numbers[other] as number));
  }
}

/**
 * Selects combinations with a greedy algorithm, which repeatedly selects the one with the most missing pairs. `atMost` is the number of
 * missing pairs in a combination when it was last counted. That number can only fall, so a combination is not counted again while `atMost`
 * is too low. This makes the selection ten times faster.
 */
function selectGreedily<V extends Values>(
  combinations: readonly Combination<V>[],
  { count, numbersOf }: ValueNumbers<V>,
): Combination<V>[] {
  const candidates = combinations.map((combination) => ({
    combination,
    numbers: numbersOf(combination),
    atMost: Infinity,
  }));
  const isMissing = new Uint8Array(count * count);
  for (const { numbers } of candidates) eachPair(numbers, count, (pair) => (isMissing[pair] = 1));
  const selected: Combination<V>[] = [];
  for (;;) {
    let best: (typeof candidates)[number] | undefined;
    for (const candidate of candidates) {
      if (candidate.atMost <= (best?.atMost ?? 0)) continue;
      let missing = 0;
      eachPair(candidate.numbers, count, (pair) => (missing += isMissing[pair] as number));
      candidate.atMost = missing;
      if (missing > (best?.atMost ?? 0)) best = candidate;
    }
    if (best === undefined) return selected;
    eachPair(best.numbers, count, (pair) => (isMissing[pair] = 0));
    selected.push(best.combination);
  }
}
