/**
 * The coach of one run: {@link advise} over time. It remembers what was said, so that an
 * advice stays while its signals waver, ends once, and a setting that was changed is judged
 * by the steps since.
 *
 * ```ts
 * const coach = createCoach();
 * coach.look({ options, trainingImages, heldOutImages, history });   // what is new
 * coach.speaking;                                                    // what holds
 * ```
 *
 * @module
 */
import type { TrainingOptions } from '../options.js';
import type { RunHistory } from '../readings.js';
import type { Advice, Rule, RunFacts } from './advice.js';
import { advise } from './advise.js';
import { stepsDone } from './window.js';

/** Steps without the signal after which an advice has ended. */
const QUIET = 100;

/** An advice and when it ended, in steps; without it, it still holds. */
export interface Said {
  /** `step` is that at which the rule first spoke; the evidence is the latest. */
  readonly advice: Advice;
  readonly ended?: number;
}

export interface Coach {
  /** Looks at the run as it is; call it at every measurement and before the start. Answers with what began. */
  look(facts: RunFacts): readonly Advice[];
  /** What holds, as of the last look. */
  readonly speaking: readonly Advice[];
  /** All that was said, oldest first. */
  readonly said: readonly Said[];
}

/** @param before What was said earlier in a run that is taken up again. */
export function createCoach(before: readonly Said[] = []): Coach {
  let said = before;
  let settings: string | undefined;
  /** Step after which the settings are as they are. */
  let since = 0;
  const lastSeen = new Map<Rule, number>();
  const holds = ({ ended }: Said): boolean => ended === undefined;

  return {
    look(facts) {
      const step = facts.history.breakdown?.step ?? stepsDone(facts.history);
      const now = fingerprint(facts.options);
      const changed = settings !== undefined && settings !== now;
      if (changed) since = step;
      settings = now;
      const found = advise({ ...facts, history: after(facts.history, since) });
      for (const { rule } of found) lastSeen.set(rule, step);
      said = said.map((entry) => {
        if (!holds(entry)) return entry;
        const again = found.find(({ rule }) => rule === entry.advice.rule);
        if (again) return { advice: { ...again, step: entry.advice.step } };
        const quiet = step - (lastSeen.get(entry.advice.rule) ?? entry.advice.step);
        // A change of settings is an answer: what was advised is judged anew.
        return changed || quiet >= QUIET ? { ...entry, ended: step } : entry;
      });
      const speaking = new Set(said.filter(holds).map(({ advice }) => advice.rule));
      const began = found.filter(({ rule }) => !speaking.has(rule));
      said = [...said, ...began.map((advice) => ({ advice }))];
      return began;
    },
    get speaking() {
      return said.filter(holds).map(({ advice }) => advice);
    },
    get said() {
      return said;
    },
  };
}

/** What a change of which begins a new judgement. */
function fingerprint(options: TrainingOptions): string {
  if (options.task === 'denoise') return String(options.generatorRate);
  const { generatorRate, discriminatorRate, discriminatorSteps, augment, penaltyWeight } = options;
  return [generatorRate, discriminatorRate, discriminatorSteps, augment, penaltyWeight].join(' ');
}

/** The steps since a change; of the measurements the first stays, for it says where the run began. */
function after({ steps, measurements, breakdown }: RunHistory, since: number): RunHistory {
  if (since === 0) return { steps, measurements, ...(breakdown && { breakdown }) };
  return {
    steps: steps.filter(({ step }) => step > since),
    measurements: measurements.filter(({ step }, i) => i === 0 || step > since),
    ...(breakdown && { breakdown }),
  };
}
