/** What a record says of the model that was run. */
import type { ModelCard } from './card.js';
import type { GeneratorCard } from './generatorCard.js';

export interface CardIdentity {
  readonly id: string;
  readonly version: string;
  readonly weightsSha256: string;
  readonly origin?: 'user-supplied';
  readonly title?: string;
}

/** Id, version and hash; of a model that somebody brought also that, and its title. */
export function identityOf({ id, version, title, execution }: ModelCard | GeneratorCard): CardIdentity {
  const identity = { id, version, weightsSha256: execution.sha256 };
  return execution.supplied ? { ...identity, origin: 'user-supplied', title } : identity;
}
