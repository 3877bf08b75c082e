/**
 * The list of a blinded reading: which slices are shown, in which order, and which arm
 * stands on which side. The same seed gives the same list.
 *
 * ```ts
 * const list = readingList({ places: [12], arms: 2, cases: 8, repeats: 2, seed: 7 });
 * list[0]; // { number: 1, set: 0, slice: 4, sides: [1, 0], repeatOf: undefined }
 * ```
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { createRandom, type Random } from '../../image/random.js';

export interface ReadingPlan {
  /** Slices of each set; a set is one patient's slices, alike in every arm. */
  readonly places: readonly number[];
  /** Ways the slices were made: 0 is the one that the others are read against. */
  readonly arms: number;
  /** Different cases; repeats come on top. */
  readonly cases: number;
  /** Cases that are shown a second time, sides exchanged. */
  readonly repeats: number;
  readonly seed: number;
}

/** One pair on the screen. */
export interface ReadingCase {
  /** Place in the order of reading, from 1. */
  readonly number: number;
  readonly set: number;
  /** Slice of the set, from 0. */
  readonly slice: number;
  /** Arms at A (left) and B (right). */
  readonly sides: readonly [number, number];
  /** Number of the case that this one repeats. */
  readonly repeatOf: number | undefined;
}

type Drawn = Omit<ReadingCase, 'number' | 'repeatOf'>;

/** A repeat comes no sooner than this many cases after its first showing, where the list is long enough. */
const APART = 5;

/**
 * Cases are spread over the stacks, arms and sides are balanced within one: of every pair
 * of arms as many cases have the first arm at the left as at the right.
 *
 * @throws ArgumentError when there are fewer slices than cases, fewer cases than repeats, or one arm alone.
 */
export function readingList(plan: ReadingPlan): ReadingCase[] {
  check(plan);
  const random = createRandom(plan.seed);
  const drawn = shuffled(
    withSides(drawnPlaces(plan, random.fork('places')), plan, random),
    random.fork('order'),
  );
  return numbered(withRepeats(drawn, plan.repeats, random.fork('repeats')));
}

/** One slice from each of as many equal parts of all stacks together as there are cases. */
function drawnPlaces({ places, cases }: ReadingPlan, random: Random): { set: number; slice: number }[] {
  const all = places.flatMap((slices, set) => Array.from({ length: slices }, (_, slice) => ({ set, slice })));
  return Array.from({ length: cases }, (_, i) => {
    const from = Math.ceil((i * all.length) / cases);
    const to = Math.ceil(((i + 1) * all.length) / cases);
    return all[from + Math.floor(random.uniform() * (to - from))];
  });
}

/** Every arm but the first in turn, and sides in turn within each, both in an order of chance. */
function withSides(places: { set: number; slice: number }[], { arms }: ReadingPlan, random: Random): Drawn[] {
  const sides = random.fork('sides');
  const mixed = shuffled(places, random.fork('arms'));
  const counts = new Array<number>(arms).fill(0);
  const starts = Array.from({ length: arms }, () => sides.uniform() < 0.5);
  return mixed.map((place, i) => {
    const other = 1 + (i % (arms - 1));
    const swap = (counts[other]++ % 2 === 1) !== starts[other];
    return { ...place, sides: swap ? [other, 0] : [0, other] };
  });
}

function withRepeats(
  drawn: readonly Drawn[],
  repeats: number,
  random: Random,
): (Drawn & { first?: Drawn })[] {
  if (repeats === 0) return [...drawn];
  // Only cases of the first half are repeated, in the second: time goes by in between.
  const half = Math.max(repeats, Math.ceil(drawn.length / 2));
  const again = shuffled(drawn.slice(0, half), random)
    .slice(0, repeats)
    .map((first) => ({ ...first, sides: [first.sides[1], first.sides[0]] as const, first }));
  let best: (Drawn & { first?: Drawn })[] = [];
  let widest = -1;
  for (let attempt = 0; attempt < 200 && widest < APART; attempt++) {
    const list = [...drawn.slice(0, half), ...shuffled([...drawn.slice(half), ...again], random)];
    const apart = Math.min(...again.map((one) => list.indexOf(one) - list.indexOf(one.first)));
    if (apart > widest) {
      best = list;
      widest = apart;
    }
  }
  return best;
}

function numbered(list: readonly (Drawn & { first?: Drawn })[]): ReadingCase[] {
  return list.map(({ set, slice, sides, first }, i) => ({
    number: i + 1,
    set,
    slice,
    sides,
    repeatOf: first && list.indexOf(first) + 1,
  }));
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}

function check({ places, arms, cases, repeats, seed }: ReadingPlan): void {
  const slices = places.reduce((sum, count) => sum + count, 0);
  if (!(arms >= 2)) refuse('arms', 'A reading needs two arms.', 'Choose two series or more.');
  if (!(Number.isInteger(cases) && cases >= 1 && cases <= slices)) {
    refuse(
      'cases',
      `A reading of ${slices} slices has 1 to ${slices} cases.`,
      'Choose a number in that range.',
    );
  }
  if (!(Number.isInteger(repeats) && repeats >= 0 && repeats <= cases)) {
    refuse('repeats', 'There are as many repeats as cases, or fewer.', 'Choose fewer repeats.');
  }
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    refuse('seed', 'A seed is a whole number below 4294967296.', 'Choose another seed.');
  }
}

function refuse(attribute: string, what: string, remedy: string): never {
  throw new ArgumentError(what, { attribute, remedy });
}
