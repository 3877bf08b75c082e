/**
 * Branching trees that reach given points of the lung: arteries, veins, and bronchi beside them.
 *
 * Every target is joined to the tree where that costs least in length and in turning
 * (competing targets as in Runions et al. 2007, space colonisation); radii follow
 * Murray 1926, PNAS 12:207: the parent's radius to a power is the sum of its children's.
 *
 * @module
 */
import type { Random } from '../../image/random.js';
import type { Node } from './tube.js';

type Place = readonly [number, number, number];

/** Nodes with the index of each one's parent, -1 at the roots. */
export interface Tree {
  readonly nodes: Node[];
  readonly parents: number[];
}

/** Exponent of Murray's law; 3 in theory, a little less measured in lungs (near 2.5 to 2.8: Huang et al. 1996, J. Appl. Physiol. 81:2123). */
const MURRAY = 2.55;
const LEAF_RADIUS = 0.5;
const STEP_MM = 4;

/** Grows a tree from the root paths to all targets. */
export function growTree(
  roots: readonly (readonly Node[])[],
  targets: readonly Place[],
  random: Random,
): Tree {
  const xyz: [number, number, number][] = [];
  const parents: number[] = [];
  const reach: number[] = [];
  for (const root of roots) {
    root.forEach(([x, y, z], i) => {
      xyz.push([x, y, z]);
      parents.push(i === 0 ? -1 : xyz.length - 2);
      reach.push(0);
    });
  }
  const rootCount = xyz.length;
  const origin = xyz[rootCount >> 1];
  const byDistance = [...targets].sort((a, b) => distance(a, origin) - distance(b, origin));
  for (const target of byDistance) attach(target);
  return { nodes: withRadii(xyz, parents, rootCount), parents };

  function attach(target: Place): void {
    let from = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < xyz.length; i++) {
      const gap = distance(xyz[i], target);
      if (gap + 0.15 * reach[i] >= least) continue;
      const cost = gap * (1.6 - 0.6 * turning(i, target, gap)) + 0.15 * reach[i];
      if (cost < least) {
        least = cost;
        from = i;
      }
    }
    grow(from, target);
  }

  /** Cosine between the direction a branch has at node i and the way to the target. */
  function turning(i: number, target: Place, gap: number): number {
    const [dx, dy, dz] = heading(i);
    const [x, y, z] = xyz[i];
    return ((target[0] - x) * dx + (target[1] - y) * dy + (target[2] - z) * dz) / (gap || 1);
  }

  function heading(i: number): Place {
    const parent = parents[i];
    if (parent < 0) return [0, 0, 0];
    const gap = distance(xyz[i], xyz[parent]) || 1;
    return [0, 1, 2].map((k) => (xyz[i][k] - xyz[parent][k]) / gap) as unknown as Place;
  }

  /** Leaves the parent along its own direction and bends towards the target. */
  function grow(from: number, target: Place): void {
    const start = xyz[from];
    const gap = distance(start, target);
    const direction = heading(from);
    const steps = Math.max(2, Math.round(gap / STEP_MM));
    const sway = [random.normal(), random.normal(), random.normal()].map((v) => v * 0.035 * gap);
    let parent = from;
    for (let k = 1; k <= steps; k++) {
      const t = k / steps;
      const lead = gap * 0.45 * t * (1 - t) * (1 - t);
      const bow = Math.sin(Math.PI * t);
      const at = [0, 1, 2].map(
        (a) => start[a] + (target[a] - start[a]) * t + direction[a] * lead + sway[a] * bow,
      );
      xyz.push(at as [number, number, number]);
      parents.push(parent);
      reach.push(reach[parent] + gap / steps);
      parent = xyz.length - 1;
    }
  }
}

/** Children come after their parents, so one pass backwards counts the leaves below every node. */
function withRadii(xyz: readonly Place[], parents: readonly number[], rootCount: number): Node[] {
  const leaves = new Float64Array(xyz.length);
  const hasChild = new Uint8Array(xyz.length);
  for (const parent of parents) if (parent >= 0) hasChild[parent] = 1;
  for (let i = xyz.length - 1; i >= rootCount; i--) {
    if (!hasChild[i]) leaves[i] = 1;
    leaves[parents[i]] += leaves[i];
  }
  return xyz.map(([x, y, z], i): Node => {
    const radius = LEAF_RADIUS * Math.max(1, leaves[i]) ** (1 / MURRAY);
    return [x, y, z, hasChild[i] ? Math.min(5, radius) : LEAF_RADIUS * 0.7];
  });
}

/** Bronchi that keep to the arteries' side, as long as the artery is wide enough to show one. */
export function companionBronchi(tree: Tree, towards: Place): [Node, Node][] {
  const beside = tree.nodes.map(([x, y, z, r], i): Node => {
    const parent = tree.nodes[Math.max(0, tree.parents[i])];
    const gap = Math.hypot(x - parent[0], y - parent[1], z - parent[2]) || 1;
    const d = [(x - parent[0]) / gap, (y - parent[1]) / gap, (z - parent[2]) / gap];
    const along = d[0] * towards[0] + d[1] * towards[1] + d[2] * towards[2];
    const side = towards.map((v, k) => v - along * d[k]);
    const length = Math.hypot(...side) || 1;
    const lumen = 0.68 * r;
    const shift = (r + 1.3 * lumen + 0.3) / length;
    return [x + side[0] * shift, y + side[1] * shift, z + side[2] * shift, lumen];
  });
  const pieces: [Node, Node][] = [];
  tree.parents.forEach((parent, i) => {
    if (parent >= 0 && tree.nodes[i][3] > 1 && tree.parents[parent] >= 0)
      pieces.push([beside[parent], beside[i]]);
  });
  return pieces;
}

function distance(a: Place, b: Place): number {
  // Math.hypot is ten times slower, and this runs millions of times.
  return Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2);
}
